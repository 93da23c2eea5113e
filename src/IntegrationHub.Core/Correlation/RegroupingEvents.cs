using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Core.Correlation;

/// <summary>Something that happened to a regrouping: cases that moved because the rules of the correlation had changed.</summary>
/// <param name="Plan">What was to change: 32 hex digits that follow from it.</param>
/// <param name="At">When it happened, UTC. Who did it is in the event's context.</param>
public abstract record RegroupingEvent(string Plan, DateTimeOffset At)
{
    /// <summary>The stream of a regrouping.</summary>
    public static string StreamOf(string plan) => "regrouping-" + plan;
}

/// <summary>What changed about one incident.</summary>
/// <param name="Declared">Whether it was declared by the regrouping.</param>
/// <param name="Joined">Cases that joined it.</param>
/// <param name="Left">Cases that left it.</param>
public sealed record RegroupedIncident(IncidentNumber Incident, bool Declared, IReadOnlyList<RegroupedCase> Joined, IReadOnlyList<RegroupedCase> Left);

/// <summary>A person saw the plan and said yes: the cases move.</summary>
/// <param name="Rules">Which rules: 32 hex digits that follow from them.</param>
[StoredAs("cases-regrouped", 1)]
public sealed record CasesRegrouped(string Plan, string Rules, IReadOnlyList<RegroupedIncident> Changes, DateTimeOffset At) : RegroupingEvent(Plan, At);

/// <summary>A person took it back: the cases go where they were.</summary>
[StoredAs("regrouping-undone", 1)]
public sealed record RegroupingUndone(string Plan, DateTimeOffset At) : RegroupingEvent(Plan, At);
