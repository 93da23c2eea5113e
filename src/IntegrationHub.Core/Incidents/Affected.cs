using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Incidents;

/// <summary>Something between an incident and one person whom it hits. Each pair has a stream of its own: thousands may say "me too" at once.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Person">The pseudonym.</param>
/// <param name="At">When it happened, UTC.</param>
public abstract record AffectedEvent(IncidentNumber Incident, PersonId Person, DateTimeOffset At)
{
    /// <summary>The stream of an incident and a person.</summary>
    public static string StreamOf(IncidentNumber incident, PersonId person) => $"affected-{incident}-{person}";
}

/// <summary>The person said that it hits them too, and has no case for it.</summary>
/// <param name="Channel">How they came.</param>
/// <param name="Contact">The stream of the call or chat.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
[StoredAs("person-affected", 1)]
public sealed record PersonAffected(
    IncidentNumber Incident, PersonId Person, string Channel, string? Contact, string Language, DateTimeOffset At) : AffectedEvent(Incident, Person, At);

/// <summary>The person wants to be told by text message how it goes.</summary>
/// <param name="Phone">E.164.</param>
/// <param name="Language">Of the messages.</param>
[StoredAs("incident-news-asked-for", 1)]
public sealed record IncidentNewsAskedFor(
    IncidentNumber Incident, PersonId Person, Personal Phone, string Language, DateTimeOffset At) : AffectedEvent(Incident, Person, At)
{
    /// <summary>The conversation in which it is told, rather than by text message; null for none.</summary>
    public string? Chat { get; init; }
}

/// <summary>The person is to be told what happened to the incident.</summary>
/// <param name="Of">The id of the incident's event.</param>
/// <param name="Phone">E.164; as known when it happened.</param>
[StoredAs("incident-news-due", 1)]
public sealed record IncidentNewsDue(
    IncidentNumber Incident, PersonId Person, string Of, Personal Phone, string Language, DateTimeOffset At) : AffectedEvent(Incident, Person, At)
{
    /// <summary>As in <see cref="IncidentNewsAskedFor"/>; the number is then for when nobody reads it there, and may be without text.</summary>
    public string? Chat { get; init; }
}

/// <summary>The person was told, or will never be.</summary>
/// <param name="Of">The id of the incident's event.</param>
/// <param name="Outcome"><c>sent</c>, <c>refused</c> by the carrier, or <c>stopped</c>: the person wants no messages.</param>
[StoredAs("incident-news-sent", 1)]
public sealed record IncidentNewsSent(
    IncidentNumber Incident, PersonId Person, string Of, string Outcome, DateTimeOffset At) : AffectedEvent(Incident, Person, At);
