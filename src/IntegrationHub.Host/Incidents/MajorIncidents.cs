using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Incidents;

/// <summary>Makes an incident a major one when so many are hit, unless a person has said how much it weighs.</summary>
internal sealed class MajorIncidents(IncidentStore incidents, LiveView<IncidentRow> rows, MajorRule rule, TimeProvider clock) : IWorkGroup
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(200);
    private static readonly HashSet<string> s_types =
        [.. new[] { typeof(IncidentDeclared), typeof(IncidentScopeChanged), typeof(IncidentCaseJoined), typeof(PersonAffected) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "major-incidents";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => NumberOf(happened)?.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (rows.Position < happened.Recorded.Position)
        {
            return new WorkNotDue(now + s_soon); // The list does not count this one yet.
        }

        var number = NumberOf(happened)!.Value;
        if (rows.Find(number.Value) is { Level: IncidentLevel.Ordinary, Status: IncidentPhase.Ongoing } row && rule.Reason(row.Scope, row.Cases + row.Affected) is { } reason)
        {
            await incidents.DecideAsync(
                number, new SetLevel(IncidentLevel.Major, reason, now) { Source = IncidentSource.Correlation }, EventId.From("major", happened.Recorded.Id.ToString("N")),
                new EventContext("hub", "hub", happened.Recorded.Stream), ifRevision: null, ct);
        }

        return WorkResult.Done;
    }

    private static IncidentNumber? NumberOf(Known happened) =>
        happened.Fact is PersonAffected affected ? affected.Incident : IncidentNumber.OfStream(happened.Recorded.Stream);
}
