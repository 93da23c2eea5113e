using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Mail;

namespace IntegrationHub.Host.Callbacks;

/// <summary>Sends a booked call-back to the person's calendar, by mail, once; and takes it back when it is moved or cancelled.</summary>
internal sealed class CallbackInvitations(
    CaseStore cases, IEventLog log, EventCodec codec, MailOnce mails, MailSettings settings, CallbackLinks links, TimeProvider clock) : IWorkGroup
{
    private const string Template = "call-back-invitation";
    private static readonly HashSet<string> s_types = [.. CallbackMail.Kinds.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "call-back-invitations";

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
        if (loaded.History is not [{ Fact: CaseOpened { Reporter.Email.Text: { } to } opened }, ..]
            || loaded.History.Any(known => known.Fact is UserNotified { Template: Template } e && e.Message == message)
            || CallbackMail.For([.. loaded.History.Take((int)happened.Recorded.Revision + 1)], settings.From.Address, links.To) is not { } invitation)
        {
            return WorkResult.Done;
        }

        var mail = new OutgoingMail(
            happened.Recorded.Id, loaded.State.Person, number.Value, to, invitation.Subject, invitation.Text, Html: null,
            new MailCalendar(invitation.Calendar, invitation.Method))
        {
            Language = opened.Language,
        };
        return await mails.SendAsync(mail, outcome => NoteAsync(number, message, outcome, ct), ct);
    }

    private async Task NoteAsync(CaseNumber number, string message, string outcome, CancellationToken ct) => await log.AppendAsync(
        number.Stream, ExpectedRevision.Any,
        [codec.Encode(EventId.From("invited", message), new UserNotified(message, NoticeWay.Mail, Template, outcome, clock.GetUtcNow()), new EventContext("hub", "mail", message))],
        ct);
}
