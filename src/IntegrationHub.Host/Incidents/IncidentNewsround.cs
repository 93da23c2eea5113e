using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Incidents;

/// <summary>
/// Finds who is to be told what happened to an incident: those who asked for it, and the users of its cases, each once. What is to be
/// sent becomes an event of the person's own, so that one number that cannot be reached holds up nobody else.
/// </summary>
internal sealed class IncidentNewsround(
    IncidentStore incidents, CaseStore cases, AffectedPeople people, LiveView<FollowerRow> followers, TimeProvider clock) : IWorkGroup
{
    private const int AtOnce = 200;
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(200);
    private static readonly HashSet<string> s_types =
        [.. new[] { typeof(IncidentTold), typeof(IncidentResolved), typeof(IncidentReopened) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "incident-newsround";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var recorded = happened.Recorded;
        if (followers.Position < recorded.Position)
        {
            return new WorkNotDue(clock.GetUtcNow() + s_soon); // The list of followers does not know of them all yet.
        }

        var number = IncidentNumber.OfStream(recorded.Stream)!.Value;
        var told = new HashSet<PersonId>();
        await foreach (var (person, phone, language, chat) in EverybodyAsync(number, happened, ct))
        {
            if ((phone.Text ?? chat) is not null && told.Add(person))
            {
                await people.OweNewsAsync(
                    new IncidentNewsDue(number, person, recorded.Id.ToString("N"), phone, language, ((IncidentEvent)happened.Fact!).At) { Chat = chat }, ct);
            }
        }

        return WorkResult.Done;
    }

    private async IAsyncEnumerable<(PersonId Person, Personal Phone, string Language, string? Chat)> EverybodyAsync(
        IncidentNumber number, Known happened, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var at = ((IncidentEvent)happened.Fact!).At;
        var sought = new Dictionary<string, string>(StringComparer.Ordinal) { ["incident"] = number.Value };
        for (long? before = null; followers.Seek(sought, before, AtOnce) is { Count: > 0 } page; before = page[^1].Place)
        {
            foreach (var (row, _) in page.Where(found => found.Row.Since <= at))
            {
                var asked = (await people.LoadAsync(number, row.Person, ct)).OfType<IncidentNewsAskedFor>().LastOrDefault();
                if (asked is not null)
                {
                    yield return (row.Person, asked.Phone, asked.Language, asked.Chat);
                }
            }
        }

        foreach (var one in (await incidents.LoadAsync(number, ct)).Until(happened.Recorded.Revision).State.Cases)
        {
            var loaded = await cases.LoadAsync(one, ct);
            if (loaded.History.Select(known => known.Fact).OfType<CaseOpened>().FirstOrDefault() is { } opened && (opened.Reporter.Phone?.Text ?? loaded.State.Followed?.Chat) is not null && IsTold(loaded, one, happened))
            {
                // Sealed under the person's key alone: it no longer belongs to the case.
                yield return (opened.Reporter.Person, new Personal(opened.Reporter.Person, (opened.Reporter.Phone ?? loaded.State.Followed?.Phone)?.Text), opened.Language, loaded.State.Followed?.Chat);
            }
        }
    }

    /// <summary>Whether the case's user is told of the incident. Not when the case is settled by it: its own message asks them to confirm.</summary>
    private static bool IsTold(LoadedCase loaded, CaseNumber number, Known happened) => happened.Fact is IncidentResolved ended
        ? !Settlement.Resolves(loaded.State, ended.Desk) && loaded.State.Phase is not (CasePhase.Closed or CasePhase.ClosedUnconfirmed)
            && !loaded.History.Any(known => known.Fact is CaseResolved && known.Context.Cause == happened.Recorded.Stream)
        : loaded.State.Phase is not (CasePhase.Resolved or CasePhase.Closed or CasePhase.ClosedUnconfirmed) || happened.Fact is IncidentReopened;
}
