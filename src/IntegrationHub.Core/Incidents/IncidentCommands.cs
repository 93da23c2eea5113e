using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Incidents;

/// <summary>What someone wants done with an incident.</summary>
/// <param name="Now">The time at the edge where the wish came in, UTC.</param>
public abstract record IncidentCommand(DateTimeOffset Now)
{
    /// <summary>The desk that wants it; null for the city's own people and for the hub, who may do everything.</summary>
    public string? ByDesk { get; init; }
}

/// <summary>Declares an incident.</summary>
public sealed record DeclareIncident(IncidentDeclared Declared, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Corrects whom it touches.</summary>
public sealed record ChangeScope(IncidentScope Scope, string Reason, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Corrects how much it weighs.</summary>
public sealed record SetLevel(IncidentLevel Level, string Reason, DateTimeOffset Now) : IncidentCommand(Now)
{
    /// <summary>Who says so.</summary>
    public IncidentSource Source { get; init; }
}

/// <summary>Gives it to another desk, or brings desks in.</summary>
public sealed record ChangeDesks(string Desk, IReadOnlyList<string> With, string Reason, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Joins a case to it.</summary>
public sealed record JoinCase(CaseNumber Case, IncidentSource Source, string Reason, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Takes a case out of it.</summary>
public sealed record LeaveCase(CaseNumber Case, IncidentSource Source, string Reason, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Tells news.</summary>
/// <param name="NextNewsDue">The next promise; null for what the level asks for.</param>
public sealed record TellNews(IncidentText News, DateTimeOffset? NextNewsDue, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Notes that the promised time has passed.</summary>
/// <param name="Due">The promise.</param>
public sealed record MissNews(DateTimeOffset Due, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Says that it works again.</summary>
public sealed record ResolveIncident(IncidentText Solution, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Notes that no more reports came.</summary>
public sealed record QuietIncident(DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Says that it does not work after all.</summary>
public sealed record ReopenIncident(IncidentText News, DateTimeOffset? NextNewsDue, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>What the city promises about incidents.</summary>
public static class IncidentPolicy
{
    /// <summary>From one news to the next, when nobody says otherwise.</summary>
    public static TimeSpan NewsWithin(IncidentLevel level) => level == IncidentLevel.Major ? TimeSpan.FromMinutes(30) : TimeSpan.FromHours(1);

    /// <summary>A promise of news is not further away.</summary>
    public static readonly TimeSpan LongestPromise = TimeSpan.FromDays(7);

    /// <summary>How many incidents a caller hears of before the first question.</summary>
    public const int MostTold = 3;
}
