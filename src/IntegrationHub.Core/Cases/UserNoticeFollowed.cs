using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Cases;

/// <summary>What became of a message that the user was sent, as the carrier or the mail server told afterwards.</summary>
/// <param name="Message">The hub's id of the message, as in <see cref="UserNotified"/>.</param>
/// <param name="Channel"><c>sms</c> or <c>mail</c>.</param>
/// <param name="Outcome"><c>delivered</c> or <c>undelivered</c>.</param>
/// <param name="Code">Why not: Twilio's error code, or the status code of RFC 3463; null when none was told.</param>
[StoredAs("user-notice-followed", 1)]
public sealed record UserNoticeFollowed(string Message, string Channel, string Outcome, string? Code, DateTimeOffset At) : CaseEvent(At)
{
    /// <summary>It reached the telephone, or the mailbox.</summary>
    public const string Delivered = "delivered";

    /// <summary>It did not, and will not.</summary>
    public const string Undelivered = "undelivered";
}
