using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Incidents;

/// <summary>Takes what happens to an incident to its cases: each knows its incident, and is settled when the incident ends.</summary>
internal sealed class IncidentCases(IncidentStore incidents, CaseStore cases, IEventLog log, EventCodec codec, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types =
        [.. new[] { typeof(IncidentCaseJoined), typeof(IncidentCaseLeft), typeof(IncidentResolved) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "incident-cases";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <summary>What the command that settles a case when its incident ends is known by.</summary>
    /// <param name="ended">The id of the incident's end.</param>
    /// <param name="number">The case.</param>
    public static Guid SettlementOf(Guid ended, CaseNumber number) => EventId.From("incident-settled", ended.ToString("N"), number.Value);

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var number = IncidentNumber.OfStream(happened.Recorded.Stream)!.Value;
        switch (happened.Fact)
        {
            case IncidentCaseJoined e:
                await NoteAsync(e.Case, new CaseJoinedIncident(number, e.Reason, e.At), happened, ct);
                break;
            case IncidentCaseLeft e:
                await NoteAsync(e.Case, new CaseLeftIncident(number, e.Reason, e.At), happened, ct);
                break;
            case IncidentResolved e:
                var joined = (await incidents.LoadAsync(number, ct)).Until(happened.Recorded.Revision).State.Cases;
                foreach (var one in joined.OrderBy(one => one.Value, StringComparer.Ordinal))
                {
                    await SettleAsync(one, number, e, happened.Recorded.Id, ct);
                }

                break;
        }

        return WorkResult.Done;
    }

    /// <summary>The incident has decided; the case only remembers it.</summary>
    private async Task NoteAsync(CaseNumber number, CaseEvent fact, Known happened, CancellationToken ct) => await log.AppendAsync(
        number.Stream, ExpectedRevision.Any,
        [codec.Encode(EventId.From("incident-case", happened.Recorded.Id.ToString("N")), fact, happened.Context with { Cause = happened.Recorded.Stream })], ct);

    private async Task SettleAsync(CaseNumber number, IncidentNumber incident, IncidentResolved ended, Guid id, CancellationToken ct)
    {
        var loaded = await cases.LoadAsync(number, ct);
        var language = loaded.History.Select(known => known.Fact).OfType<CaseOpened>().FirstOrDefault()?.Language ?? "sv";
        if (Settlement.Of(loaded.State, language, incident, ended, clock.GetUtcNow()) is { } command)
        {
            // A refusal means that the case went on meanwhile; then its own desk and user settle it.
            await cases.DecideAsync(
                number, command, SettlementOf(id, number), new EventContext("desk:" + ended.Desk, "hub", incident.Stream), ifRevision: null, ct);
        }
    }
}
