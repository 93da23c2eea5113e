using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Calls;

/// <summary>A caller was promised the address of self-service by text message. Stands in a stream of its own, <c>self-service-ID</c>.</summary>
/// <param name="Person">The pseudonym of the number.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Address">What is sent.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
/// <param name="At">When, UTC.</param>
[StoredAs("self-service-link-asked-for", 1)]
public sealed record SelfServiceLinkAskedFor(PersonId Person, Personal Phone, string Address, string Language, DateTimeOffset At)
{
    /// <summary>The message.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Text => Language == "en"
        ? $"Change your password here: {Address} If it does not help, call us again. Never tell anybody your password."
        : $"Byt ditt lösenord här: {Address} Hjälper det inte, ring oss igen. Berätta aldrig ditt lösenord för någon.";
}

/// <summary>The message was sent, or will not be.</summary>
/// <param name="Outcome"><c>sent</c>, <c>stopped</c> or <c>refused</c>.</param>
/// <param name="At">When, UTC.</param>
[StoredAs("self-service-link-sent", 1)]
public sealed record SelfServiceLinkSent(string Outcome, DateTimeOffset At);
