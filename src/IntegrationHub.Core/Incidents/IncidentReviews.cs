using System.Collections.Immutable;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Incidents;

/// <summary>The incident was looked back on. Of nobody in person: what happened, why, and what was learnt.</summary>
/// <param name="Cause">The root cause, as far as it is known.</param>
/// <param name="Lessons">What went well and what did not.</param>
[StoredAs("incident-reviewed", 1)]
public sealed record IncidentReviewed(string Cause, string Lessons, DateTimeOffset At) : IncidentEvent(At);

/// <summary>A major incident was not looked back on in time.</summary>
[StoredAs("incident-review-missed", 1)]
public sealed record IncidentReviewMissed(DateTimeOffset Due, DateTimeOffset At) : IncidentEvent(At);

/// <summary>Something is to be made better, so that it does not happen again.</summary>
/// <param name="Improvement">Its id within the incident: <c>1</c>, <c>2</c>.</param>
/// <param name="Desk">Who does it.</param>
[StoredAs("improvement-agreed", 1)]
public sealed record ImprovementAgreed(string Improvement, string What, string Desk, DateTimeOffset Due, DateTimeOffset At) : IncidentEvent(At);

/// <summary>It was made better.</summary>
/// <param name="How">How, as whoever checks it can see.</param>
[StoredAs("improvement-done", 1)]
public sealed record ImprovementDone(string Improvement, string How, DateTimeOffset At) : IncidentEvent(At);

/// <summary>The time for an improvement passed.</summary>
[StoredAs("improvement-missed", 1)]
public sealed record ImprovementMissed(string Improvement, string Desk, DateTimeOffset Due, DateTimeOffset At) : IncidentEvent(At);

/// <summary>What someone wants done about the look back.</summary>
public abstract record ReviewCommand(DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Looks back.</summary>
public sealed record HoldReview(string Cause, string Lessons, DateTimeOffset Now) : ReviewCommand(Now);

/// <summary>Notes that nobody has looked back in time.</summary>
public sealed record MissReview(DateTimeOffset Due, DateTimeOffset Now) : ReviewCommand(Now);

/// <summary>Agrees on something to be made better.</summary>
public sealed record AgreeImprovement(string What, string Desk, DateTimeOffset Due, DateTimeOffset Now) : ReviewCommand(Now);

/// <summary>Says that it was made better; its own desk may, and the city.</summary>
public sealed record CompleteImprovement(string Improvement, string How, DateTimeOffset Now) : ReviewCommand(Now);

/// <summary>Notes that the time has passed.</summary>
public sealed record MissImprovement(string Improvement, DateTimeOffset Due, DateTimeOffset Now) : ReviewCommand(Now);

/// <summary>An improvement and how it stands.</summary>
/// <param name="How">How it was done; null until then.</param>
/// <param name="Missed">Whether its time passed first.</param>
public sealed record Improvement(string Id, string What, string Desk, DateTimeOffset Due, string? How = null, DateTimeOffset? DoneAt = null, bool Missed = false);

/// <summary>The look back on an incident that is over, and what came of it.</summary>
/// <param name="Cause">Null until it was held.</param>
/// <param name="HeldAt">When it was held last.</param>
/// <param name="Due">Until when it is to be held; null where nothing asks for it.</param>
public sealed record IncidentReview(string? Cause, string? Lessons, DateTimeOffset? HeldAt, DateTimeOffset? Due, bool Missed, ImmutableArray<Improvement> Improvements)
{
    /// <summary>Before the incident was over.</summary>
    public static readonly IncidentReview None = new(null, null, null, null, false, []);

    private static readonly TimeSpan s_withinOfMajor = TimeSpan.FromDays(7);

    /// <summary>When the review of an incident that ends now is due; null for an ordinary one, which may be reviewed and need not.</summary>
    public static DateTimeOffset? DueOf(IncidentLevel level, DateTimeOffset now) => level == IncidentLevel.Major ? now + s_withinOfMajor : null;

    /// <summary>What a command leads to.</summary>
    internal static Decision<IncidentEvent> Decide(IncidentState state, ReviewCommand command) => command switch
    {
        CompleteImprovement { ByDesk: { } desk } c when state.Review.Find(c.Improvement) is { } found && found.Desk != desk && desk != state.Desk =>
            IncidentDecider.No("not-responsible", $"Only the desk that is to do it says that it is done: {found.Desk}."),
        { ByDesk: { } desk } and not CompleteImprovement when desk != state.Desk =>
            IncidentDecider.No("not-responsible", $"Only the responsible desk and the city look back on an incident: {state.Desk}."),
        HoldReview when state.Phase != IncidentPhase.Resolved => IncidentDecider.No("incident-goes-on", "The incident is not over. Resolve it first, then look back."),
        HoldReview c => c.Cause == state.Review.Cause && c.Lessons == state.Review.Lessons ? IncidentDecider.Yes() : IncidentDecider.Yes(new IncidentReviewed(c.Cause, c.Lessons, c.Now)),
        MissReview c => state.Review is { HeldAt: null, Missed: false } review && review.Due == c.Due && c.Due <= c.Now
            ? IncidentDecider.Yes(new IncidentReviewMissed(c.Due, c.Now)) : IncidentDecider.Yes(),
        AgreeImprovement c when c.Due <= c.Now => IncidentDecider.No("not-yet", "An improvement is to be done by a time that has not passed."),
        AgreeImprovement c => IncidentDecider.Yes(new ImprovementAgreed(state.Review.NextId, c.What, c.Desk, c.Due, c.Now)),
        CompleteImprovement c => state.Review.Find(c.Improvement) switch
        {
            null => IncidentDecider.No("improvement-unknown", "The incident has no such improvement."),
            { DoneAt: not null } => IncidentDecider.Yes(),
            _ => IncidentDecider.Yes(new ImprovementDone(c.Improvement, c.How, c.Now)),
        },
        MissImprovement c => state.Review.Find(c.Improvement) is { DoneAt: null, Missed: false } late && late.Due == c.Due && c.Due <= c.Now
            ? IncidentDecider.Yes(new ImprovementMissed(late.Id, late.Desk, late.Due, c.Now)) : IncidentDecider.Yes(),
        _ => IncidentDecider.Yes(),
    };

    /// <summary>How it stands after one more event.</summary>
    internal IncidentReview After(object? fact) => fact switch
    {
        IncidentResolved e => this with { Due = HeldAt is null ? e.ReviewDue : Due, Missed = false },
        IncidentReopened => this with { Due = null },
        IncidentReviewed e => this with { Cause = e.Cause, Lessons = e.Lessons, HeldAt = e.At },
        IncidentReviewMissed => this with { Missed = true },
        ImprovementAgreed e => this with { Improvements = Improvements.Add(new(e.Improvement, e.What, e.Desk, e.Due)) },
        ImprovementDone e => With(e.Improvement, one => one with { How = e.How, DoneAt = e.At }),
        ImprovementMissed e => With(e.Improvement, one => one with { Missed = true }),
        _ => this,
    };

    private string NextId => (Improvements.Length + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private Improvement? Find(string id) => Improvements.FirstOrDefault(one => one.Id == id);

    private IncidentReview With(string id, Func<Improvement, Improvement> change) =>
        this with { Improvements = [.. Improvements.Select(one => one.Id == id ? change(one) : one)] };
}
