using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Mail;

/// <summary>Tells the person what concerns them, by mail, where that is their way or a text message did not arrive.</summary>
internal sealed class MailNotices(MailInstead instead, CaseStore cases, IEventLog log, EventCodec codec, MailOnce mails, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. MailNotice.Kinds.Concat(MailInstead.Kinds).Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "mail-notices";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var number = CaseNumber.OfStream(happened.Recorded.Stream);
        var loaded = await cases.LoadAsync(number, ct);
        var message = happened.Recorded.Id.ToString("N");
        if (loaded.History.Any(known => known.Fact is UserNotified e && e.Message == message && e.Channel == NoticeWay.Mail)
            || (MailNotice.For([.. loaded.History.Take((int)happened.Recorded.Revision + 1)])
                ?? await instead.FindAsync(happened, loaded.History, ct)) is not { } notice)
        {
            return WorkResult.Done;
        }

        var mail = new OutgoingMail(
            happened.Recorded.Id, loaded.State.Person, number.Value, notice.To, notice.Subject, notice.Body.Text, notice.Body.Html(notice.Subject))
        {
            Language = notice.Language,
            InReplyTo = await AnsweredAsync([.. loaded.History.Take((int)happened.Recorded.Revision + 1)], ct),
        };
        return await mails.SendAsync(mail, outcome => NoteAsync(number, message, notice.Template, outcome, ct), ct);
    }

    /// <summary>The Message-ID of the last mail that the person wrote about the case; null when there is none.</summary>
    private async Task<string?> AnsweredAsync(IReadOnlyList<Known> history, CancellationToken ct)
    {
        var last = history.LastOrDefault(known => known.Context is { By: "user", Channel: NoticeWay.Mail });
        if (MailReceived.StreamOfCause(last?.Context.Cause) is { } stream)
        {
            await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
            {
                return (codec.Decode(recorded).Fact as MailReceived)?.MessageId?.Text;
            }
        }

        return null;
    }

    private async Task NoteAsync(CaseNumber number, string message, string template, string outcome, CancellationToken ct)
    {
        var notified = new UserNotified(message, NoticeWay.Mail, template, outcome, clock.GetUtcNow());
        await log.AppendAsync(
            number.Stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("mailed", message), notified, new EventContext("hub", "mail", message))], ct);
    }
}
