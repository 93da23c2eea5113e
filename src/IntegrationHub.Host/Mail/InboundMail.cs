using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Host.Mail;

/// <summary>Does what a mail that came in asks for: joins its case or opens one, once.</summary>
internal sealed class InboundMail(
    IEventLog log, EventCodec codec, CaseStore cases, MailCases matters, UserAnswers answers, LiveView<MailSender> senders, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(MailReceived)), StoredTypes.NameOf(typeof(MailSetAside))];

    /// <inheritdoc/>
    public string Name => "inbound-mail";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Fact is MailReceived mail ? mail.Person.Value : happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var stream = happened.Recorded.Stream;
        if (happened.Fact is MailSetAside aside)
        {
            return new WorkHopeless($"A mail cannot be read ({aside.Reason}); it lies in the box's folder Hub-aside.");
        }

        var mail = (MailReceived)happened.Fact!;
        if (await IsDoneAsync(stream, ct) || (mail.Robot is null && mail.Text?.Text is null))
        {
            return WorkResult.Done; // Done before; or its person was erased before anything was done.
        }

        if (mail is { Robot: null } && senders.Find(mail.Person.Value)?.InTheHourBefore(clock.GetUtcNow()) > MailSender.MostAnHour)
        {
            return new WorkHopeless($"More than {MailSender.MostAnHour} mails of one sender came in an hour.");
        }

        var (act, number) = mail switch
        {
            { Bounce: { } bounce } => await FollowAsync(bounce, ct),
            { Robot: not null } => (MailAct.Ignored, null),
            _ => await TakeAsync(mail, stream, ct),
        };
        await log.AppendAsync(
            stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("mail-taken", stream), new MailTaken(act, number, clock.GetUtcNow()), new EventContext("hub", "mail", stream))], ct);
        return WorkResult.Done;
    }

    private async Task<(MailAct, CaseNumber?)> TakeAsync(MailReceived mail, string stream, CancellationToken ct)
    {
        var said = MailText.New(mail.Text!.Text!);
        var now = clock.GetUtcNow();
        var (act, number) = await matters.FindAsync(mail, ct) is { } found && await JoinAsync(mail, stream, found, said, now, ct) is { } joined
            ? (joined, found)
            : (MailAct.Opened, await matters.OpenAsync(mail, said, now, ct));
        foreach (var (file, index) in mail.Files.Select((file, index) => (file, index)))
        {
            // The file stays in the box: there is no store for files yet.
            await DecideAsync(number, new AddAttachment(file.Name.Shown, file.MediaType, file.Bytes, file.Sha256, "mailbox:" + stream, now), stream, "file", index, ct);
        }

        return (act, number);
    }

    private async Task<MailAct?> JoinAsync(MailReceived mail, string stream, CaseNumber number, string said, DateTimeOffset now, CancellationToken ct)
    {
        var text = said.Length <= NewCase.LongestText ? said : said[..NewCase.LongestText];
        var state = (await cases.LoadAsync(number, ct)).State;
        var (act, commands) = MailAnswer.To(state, text.Length > 0 ? text : mail.Subject?.Text ?? "", () => answers.Command(state, text, now), now);
        foreach (var (command, index) in commands.Select((command, index) => (command, index)))
        {
            if (await DecideAsync(number, command, stream, "answer", index, ct) is Refused<CaseEvent>)
            {
                return null; // It is closed and its texts are erased, or it changed under the mail: nothing that was written is lost in a new case.
            }
        }

        return act;
    }

    private async Task<(MailAct, CaseNumber?)> FollowAsync(MailBounce bounce, CancellationToken ct)
    {
        // Anybody can write such a report: it counts only for an event that the case has.
        var number = bounce.Case;
        if ((await cases.LoadAsync(number, ct)).History.Any(known => known.Recorded.Id.ToString("N") == bounce.Message))
        {
            var told = new UserNoticeFollowed(bounce.Message, NoticeWay.Mail, bounce.Outcome, bounce.Code, clock.GetUtcNow());
            await log.AppendAsync(
                number.Stream, ExpectedRevision.Any,
                [codec.Encode(EventId.From("mail-followed", bounce.Message, bounce.Outcome), told, new EventContext("hub", "mail", bounce.Message))], ct);
            return (MailAct.Followed, number);
        }

        return (MailAct.Ignored, null);
    }

    private Task<Decision<CaseEvent>> DecideAsync(CaseNumber number, CaseCommand command, string stream, string what, int index, CancellationToken ct) =>
        cases.DecideAsync(
            number, command, EventId.From(stream, what, index.ToString(CultureInfo.InvariantCulture)), new EventContext("user", "mail", stream), null, ct);

    private async Task<bool> IsDoneAsync(string stream, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamAsync(stream, 1, ct))
        {
            if (codec.Decode(recorded).Fact is MailTaken)
            {
                return true;
            }
        }

        return false;
    }
}
