using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Incidents;

/// <summary>Something that happened to an incident: one common cause behind several cases.</summary>
/// <param name="At">When it happened, UTC. Who did it is in the event's context.</param>
public abstract record IncidentEvent(DateTimeOffset At);

/// <summary>What led to something.</summary>
public enum IncidentSource
{
    /// <summary>A person said so.</summary>
    Hand,

    /// <summary>The hub's correlation of reports said so.</summary>
    Correlation,
}

/// <summary>An incident was declared: from now on the front door tells it.</summary>
/// <param name="What">What does not work, as whoever is hit would say it.</param>
/// <param name="Known">What is known of it so far; null when nothing more is.</param>
/// <param name="Desk">The responsible desk: it has the ball until it is over.</param>
/// <param name="With">Further desks that work on it.</param>
/// <param name="Reasons">Why it is one, a plain sentence each; empty when a person knows.</param>
/// <param name="NextNewsDue">When the next news is promised.</param>
[StoredAs("incident-declared", 1)]
public sealed record IncidentDeclared(
    IncidentNumber Number, IncidentText What, IncidentText? Known, IncidentScope Scope, IncidentLevel Level, string Desk, IReadOnlyList<string> With,
    IncidentSource Source, IReadOnlyList<string> Reasons, DateTimeOffset NextNewsDue, DateTimeOffset At) : IncidentEvent(At);

/// <summary>It touches others than was thought.</summary>
[StoredAs("incident-scope-changed", 1)]
public sealed record IncidentScopeChanged(IncidentScope Scope, string Reason, DateTimeOffset At) : IncidentEvent(At);

/// <summary>It weighs more, or less, than was thought.</summary>
[StoredAs("incident-level-set", 1)]
public sealed record IncidentLevelSet(IncidentLevel Level, string Reason, DateTimeOffset At) : IncidentEvent(At)
{
    /// <summary>Who said so, null for a person; what a person said of it, the hub's own rule does not change.</summary>
    public IncidentSource? Source { get; init; }
}

/// <summary>Another desk is responsible, or others work with it.</summary>
/// <param name="Desk">The responsible desk from now on.</param>
[StoredAs("incident-desks-changed", 1)]
public sealed record IncidentDesksChanged(string Desk, IReadOnlyList<string> With, string Reason, DateTimeOffset At) : IncidentEvent(At);

/// <summary>A case has this cause.</summary>
/// <param name="Reason">Why, in one plain sentence.</param>
[StoredAs("incident-case-joined", 1)]
public sealed record IncidentCaseJoined(CaseNumber Case, IncidentSource Source, string Reason, DateTimeOffset At) : IncidentEvent(At);

/// <summary>A case does not have this cause after all.</summary>
/// <param name="Source">What a person took apart, the hub does not join again.</param>
[StoredAs("incident-case-left", 1)]
public sealed record IncidentCaseLeft(CaseNumber Case, IncidentSource Source, string Reason, DateTimeOffset At) : IncidentEvent(At);

/// <summary>There is news, for everybody whom it touches.</summary>
/// <param name="NextNewsDue">When the next is promised.</param>
[StoredAs("incident-told", 1)]
public sealed record IncidentTold(IncidentText News, DateTimeOffset NextNewsDue, DateTimeOffset At) : IncidentEvent(At);

/// <summary>News was promised and the time passed.</summary>
[StoredAs("incident-news-missed", 1)]
public sealed record IncidentNewsMissed(string Desk, DateTimeOffset Due, DateTimeOffset At) : IncidentEvent(At);

/// <summary>It works again: the front door falls silent about it.</summary>
/// <param name="Solution">What was done, for everybody whom it touched.</param>
[StoredAs("incident-resolved", 1)]
public sealed record IncidentResolved(string Desk, IncidentText Solution, DateTimeOffset At) : IncidentEvent(At)
{
    /// <summary>Until when it is to be looked back on; null when nothing asks for it.</summary>
    public DateTimeOffset? ReviewDue { get; init; }
}

/// <summary>No more reports came, for longer than between those before: the responsible desk is asked whether it works again. People sleep, so only a person says that it does.</summary>
[StoredAs("incident-quieted", 1)]
public sealed record IncidentQuieted(string Desk, DateTimeOffset At) : IncidentEvent(At);

/// <summary>It does not work after all.</summary>
/// <param name="News">What is known now.</param>
[StoredAs("incident-reopened", 1)]
public sealed record IncidentReopened(IncidentText News, DateTimeOffset NextNewsDue, DateTimeOffset At) : IncidentEvent(At);
