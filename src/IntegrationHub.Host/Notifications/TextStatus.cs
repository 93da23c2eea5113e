using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Host.Notifications;

/// <summary>
/// Follows what becomes of the text messages that the hub sent. The message's key says which event of which stream it told of; the
/// carrier brings it back, so that nothing needs to be looked up and the order of its reports is of no account.
/// </summary>
internal sealed class TextStatus(IEventLog log, EventCodec codec, TimeProvider clock)
{
    /// <summary>The key of the message that tells of an event.</summary>
    public static string KeyOf(RecordedEvent cause) => $"{cause.Stream}.{cause.Id:N}";

    /// <summary>Notes what became of a message. What is on its way, or is told again, or too late, changes nothing.</summary>
    /// <param name="key">As in <see cref="KeyOf"/>; another one is passed over.</param>
    /// <param name="status">Twilio's word; source: twilio.md, section 6.</param>
    /// <param name="code">Twilio's error code; null when it told none.</param>
    /// <param name="ct">Ends the wait; it may be told again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task TakeAsync(string? key, string? status, string? code, CancellationToken ct)
    {
        var parts = key?.Split('.') ?? [];
        if (parts is not [{ Length: > 0 and <= 100 } stream, var text] || !Guid.TryParseExact(text, "N", out var cause) || Outcome(status) is not { } outcome)
        {
            return;
        }

        object? told = null;
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            var fact = recorded.Id == cause || recorded.Type == s_followed ? codec.Decode(recorded).Fact : null;
            told = recorded.Id == cause ? Told(fact, cause, outcome, code) : told;
            if (fact is UserNoticeFollowed { Outcome: UserNoticeFollowed.Delivered } before && before.Message == text)
            {
                return; // It has arrived; what was said before that comes late.
            }
        }

        if (told is not null)
        {
            await log.AppendAsync(
                stream, ExpectedRevision.Any,
                [codec.Encode(EventId.From("text-followed", text, outcome), told, new EventContext("hub", "sms", text))], ct);
        }
    }

    private static readonly string s_followed = StoredTypes.NameOf(typeof(UserNoticeFollowed));

    private object? Told(object? fact, Guid cause, string outcome, string? code) => fact switch
    {
        CaseEvent => new UserNoticeFollowed(cause.ToString("N"), "sms", outcome, Short(code), clock.GetUtcNow()),
        IncidentNewsDue due => new IncidentNewsFollowed(due.Incident, due.Person, due.Of, outcome, Short(code), clock.GetUtcNow()),
        _ => null,
    };

    private static string? Outcome(string? status) => status switch
    {
        "delivered" or "read" => UserNoticeFollowed.Delivered,
        "undelivered" or "failed" or "canceled" => UserNoticeFollowed.Undelivered,
        _ => null, // accepted, queued, sending, sent: on its way.
    };

    private static string? Short(string? code) => code is { Length: > 0 and <= 10 } && code.All(char.IsAsciiDigit) ? code : null;
}
