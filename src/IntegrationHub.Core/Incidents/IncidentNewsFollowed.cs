using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Incidents;

/// <summary>What became of a message about an incident, as the carrier told afterwards.</summary>
/// <param name="Of">The id of the incident's event.</param>
/// <param name="Outcome"><c>delivered</c> or <c>undelivered</c>.</param>
/// <param name="Code">The carrier's error code; null when it told none.</param>
[StoredAs("incident-news-followed", 1)]
public sealed record IncidentNewsFollowed(
    IncidentNumber Incident, PersonId Person, string Of, string Outcome, string? Code, DateTimeOffset At) : AffectedEvent(Incident, Person, At);
