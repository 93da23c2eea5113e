using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Notifications;

/// <summary>Tells the person what concerns them, by text message, once.</summary>
internal sealed class UserNotices(CaseStore cases, IEventLog log, EventCodec codec, SmsOnce sms, StoppedNumbers stopped, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. UserNotice.Kinds.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "user-notices";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        _ = CaseNumber.TryParse(happened.Recorded.Stream["case-".Length..], out var number);
        var loaded = await cases.LoadAsync(number, ct);
        var (recorded, message) = (happened.Recorded, happened.Recorded.Id.ToString("N"));
        if (loaded.History.Any(known => known.Fact is UserNotified e && e.Message == message)
            || UserNotice.For([.. loaded.History.Take((int)recorded.Revision + 1)]) is not { } notice)
        {
            return WorkResult.Done;
        }

        if (stopped.Has(notice.To))
        {
            return await NoteAsync(number, message, notice.Template, "stopped", ct);
        }

        switch (await sms.SendAsync(recorded, notice.To, notice.Text, ct))
        {
            case TwilioOutcome.Taken:
                return await NoteAsync(number, message, notice.Template, "sent", ct);
            case TwilioOutcome.Refused no:
                await NoteAsync(number, message, notice.Template, "refused", ct);
                return SmsOnce.IsTheNumbersFault(no.Code) ? WorkResult.Done : new WorkHopeless($"The carrier refused the message ({no.Code}).");
            case TwilioOutcome.TryLater later:
                return new WorkFailed("The carrier asks to wait.", later.RetryAfter);
            default:
                return new WorkFailed("The carrier's answer was lost.", SmsOnce.AskAgain);
        }
    }

    private async Task<WorkResult> NoteAsync(CaseNumber number, string message, string template, string outcome, CancellationToken ct)
    {
        var notified = new UserNotified(message, "sms", template, outcome, clock.GetUtcNow());
        await log.AppendAsync(
            number.Stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("notified", message), notified, new EventContext("hub", "sms", message))], ct);
        sms.Forget(Guid.ParseExact(message, "N"));
        return WorkResult.Done;
    }
}
