using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Incidents;

/// <summary>Keeps the promises of news: each event that makes one is a timer, and when its time passes without news that is recorded.</summary>
internal sealed class IncidentDeadlines(IncidentStore incidents, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types =
        [.. new[] { typeof(IncidentDeclared), typeof(IncidentTold), typeof(IncidentReopened) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "incident-deadlines";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Id.ToString("N", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var due = happened.Fact switch
        {
            IncidentDeclared e => e.NextNewsDue,
            IncidentTold e => e.NextNewsDue,
            IncidentReopened e => e.NextNewsDue,
            _ => throw new InvalidOperationException($"{happened.Recorded.Type} promises no news."),
        };
        var now = clock.GetUtcNow();
        if (due > now)
        {
            return new WorkNotDue(due);
        }

        var cause = LineOf(happened)!;
        await incidents.DecideAsync(
            IncidentNumber.OfStream(happened.Recorded.Stream)!.Value, new MissNews(due, now), EventId.From("due", cause),
            new EventContext("hub", "timer", cause), ifRevision: null, ct);
        return WorkResult.Done;
    }
}
