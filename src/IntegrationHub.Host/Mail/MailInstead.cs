using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Mail;

/// <summary>Finds the mail that takes the place of a text message that the user did not get.</summary>
internal sealed class MailInstead(CityDirectory directory)
{
    /// <summary>The stored types that may say that a text message was not delivered.</summary>
    public static readonly IReadOnlyList<Type> Kinds = [typeof(UserNotified), typeof(UserNoticeFollowed)];

    /// <summary>The mail; null when the message arrived, or when the user has no address.</summary>
    /// <param name="happened">What was said of the text message.</param>
    /// <param name="history">The case as it is now.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<MailNotice?> FindAsync(Known happened, IReadOnlyList<Known> history, CancellationToken ct)
    {
        if (happened.Fact is UserNotified { Channel: NoticeWay.Chat, Outcome: not "sent" } unread)
        {
            return history.Select(known => known.Fact).OfType<CaseFollowedInChat>().LastOrDefault() is { } followed && unread.Until(history) is { } until
                ? MailNotice.Instead(until, followed) : null;
        }

        var message = happened.Fact switch
        {
            UserNotified { Channel: NoticeWay.Sms, Outcome: "refused" } e => e.Message,
            UserNoticeFollowed { Channel: NoticeWay.Sms, Outcome: UserNoticeFollowed.Undelivered } e => e.Message,
            _ => null,
        };
        if (message is null || history.Any(known => known.Fact is UserNoticeFollowed { Outcome: UserNoticeFollowed.Delivered } e && e.Message == message)
            || history.FirstOrDefault(known => known.Recorded.Id.ToString("N") == message) is not { } told
            || history[0].Fact is not CaseOpened { Reporter: var reporter })
        {
            return null;
        }

        var to = reporter.Email?.Text ?? NoticeWay.ChatOf(history)?.Email?.Text ?? (await directory.WhoHasAsync(reporter.Person, ct))?.Facts.Mails.Select(mail => mail.Value.Text).FirstOrDefault();
        return to is null ? null : MailNotice.Instead([.. history.Take((int)told.Recorded.Revision + 1)], to);
    }
}
