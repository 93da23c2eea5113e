using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Notifications;

/// <summary>
/// By which way a person hears of a case: the way they came by when they wrote a mail, else by text message to a phone, else by mail.
/// One way only; the other one is taken when a text message was not delivered.
/// </summary>
public static class NoticeWay
{
    /// <summary>By text message.</summary>
    public const string Sms = "sms";

    /// <summary>By mail.</summary>
    public const string Mail = "mail";

    /// <summary>In the conversation where the user follows the case; before all others, and they are taken when the user does not read it.</summary>
    public const string Chat = "chat";

    /// <summary>Where the user follows the case; null when in no conversation.</summary>
    public static CaseFollowedInChat? ChatOf(IReadOnlyList<Known> history) => history.Select(known => known.Fact).OfType<CaseFollowedInChat>().LastOrDefault();

    /// <summary>The way; null when there is neither number nor address.</summary>
    public static string? Of(CaseOpened opened) => opened switch
    {
        { Channel: Mail, Reporter.Email.Text: not null } => Mail,
        { Reporter.Phone.Text: not null } => Sms,
        { Reporter.Email.Text: not null } => Mail,
        _ => null,
    };
}
