using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Core.Cases;

/// <summary>The case has a cause in common with others. Follows from the incident's own event, which decides.</summary>
[StoredAs("case-joined-incident", 1)]
public sealed record CaseJoinedIncident(IncidentNumber Incident, string Reason, DateTimeOffset At) : CaseEvent(At);

/// <summary>The case has that cause no more.</summary>
[StoredAs("case-left-incident", 1)]
public sealed record CaseLeftIncident(IncidentNumber Incident, string Reason, DateTimeOffset At) : CaseEvent(At);
