using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Incidents;

/// <summary>
/// Keeps the promises of an incident: news, the reports that the law asks for, the look back, improvements. Each event that makes one is a
/// timer, and what passes its time is recorded.
/// </summary>
internal sealed class IncidentDeadlines(IncidentStore incidents, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types =
    [
        .. new[]
        {
            typeof(IncidentDeclared), typeof(IncidentTold), typeof(IncidentReopened), typeof(IncidentMarkedSignificant), typeof(IncidentResolved), typeof(ImprovementAgreed),
        }.Select(StoredTypes.NameOf),
    ];

    /// <inheritdoc/>
    public string Name => "incident-deadlines";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Id.ToString("N", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var (now, cause, number) = (clock.GetUtcNow(), LineOf(happened)!, IncidentNumber.OfStream(happened.Recorded.Stream)!.Value);
        while (Waiting(happened.Fact, (await incidents.LoadAsync(number, ct)).State, now) is var (due, command))
        {
            if (due > now)
            {
                return new WorkNotDue(due);
            }

            var id = EventId.From("due", cause, due.ToString("O", CultureInfo.InvariantCulture));
            if (await incidents.DecideAsync(number, command, id, new EventContext("hub", "timer", cause), ifRevision: null, ct) is not Accepted<IncidentEvent> { Events.Count: > 0 })
            {
                break;
            }
        }

        return WorkResult.Done;
    }

    /// <summary>The next time that runs out, and what is noted when it does; null when nothing waits any more.</summary>
    private static (DateTimeOffset Due, IncidentCommand Command)? Waiting(object? fact, IncidentState state, DateTimeOffset now) => fact switch
    {
        IncidentDeclared { NextNewsDue: var due } when state.NextNewsDue == due => (due, new MissNews(due, now)),
        IncidentTold { NextNewsDue: var due } when state.NextNewsDue == due => (due, new MissNews(due, now)),
        IncidentReopened { NextNewsDue: var due } when state.NextNewsDue == due => (due, new MissNews(due, now)),
        IncidentMarkedSignificant marked when state.Significance is { Next: { } next } significance && significance.MarkedAt == marked.At =>
            (next.Due, new MissReport(next.Report, next.Due, now)),
        IncidentResolved { ReviewDue: { } due } when state.Review is { HeldAt: null, Missed: false } review && review.Due == due => (due, new MissReview(due, now)),
        ImprovementAgreed agreed when state.Review.Improvements.Any(one => one.Id == agreed.Improvement && one is { DoneAt: null, Missed: false }) =>
            (agreed.Due, new MissImprovement(agreed.Improvement, agreed.Due, now)),
        _ => null,
    };
}
