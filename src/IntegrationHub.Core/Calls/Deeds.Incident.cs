using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Core.Calls;

/// <summary>Asks which incidents the caller should hear of. Changes nothing.</summary>
/// <param name="Service">The service that the matter is about; null before anything is known of it.</param>
public sealed record FindIncidents(string? Service) : Deed;

/// <summary>Notes that the incident hits the caller too. A caller is noted once.</summary>
public sealed record JoinIncident(IncidentNumber Number) : Deed;

/// <summary>Notes that the caller wants news of the incident by text message.</summary>
public sealed record FollowIncident(IncidentNumber Number) : Deed;

/// <summary>The incidents that the caller may hear of, the weightiest first; empty when there is none.</summary>
public sealed record IncidentsFound(IReadOnlyList<SpokenIncident> Incidents) : Outcome;
