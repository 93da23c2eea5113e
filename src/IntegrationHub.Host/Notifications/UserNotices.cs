using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Notifications;

/// <summary>Tells the person what concerns them, by text message, once.</summary>
/// <remarks>
/// The carrier knows no idempotency key. Before a message is sent that may have been sent before (its answer was lost, or the hub
/// was started since), the carrier is asked whether it has it. Source: twilio.md, section 6.
/// </remarks>
internal sealed class UserNotices(CaseStore cases, IEventLog log, EventCodec codec, SmsCarrier carrier, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. UserNotice.Kinds.Select(StoredTypes.NameOf)];
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(5);
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, bool> _unsure = new();

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

        var unsure = recorded.RecordedAt < _started || _unsure.ContainsKey(recorded.Id);
        var outcome = unsure
            ? await carrier.Find(notice.To, notice.Text, recorded.RecordedAt, ct)
            : new TwilioOutcome.NotThere();
        if (outcome is TwilioOutcome.NotThere)
        {
            _unsure[recorded.Id] = true;
            outcome = await carrier.Send(notice.To, notice.Text, message, ct);
        }

        switch (outcome)
        {
            case TwilioOutcome.Taken:
                return await NoteAsync(number, message, notice.Template, "sent", ct);
            case TwilioOutcome.Refused no:
                await NoteAsync(number, message, notice.Template, "refused", ct);
                return IsTheNumbersFault(no.Code) ? WorkResult.Done : new WorkHopeless($"The carrier refused the message ({no.Code}).");
            case TwilioOutcome.TryLater later:
                return new WorkFailed("The carrier asks to wait.", later.RetryAfter);
            default:
                return new WorkFailed("The carrier's answer was lost.", s_askAgain);
        }
    }

    /// <summary>A landline, a number that has opted out, or no number: nothing that an operator could mend.</summary>
    private static bool IsTheNumbersFault(int code) => code is 21211 or 21610 or 21614 or 30006;

    private async Task<WorkResult> NoteAsync(CaseNumber number, string message, string template, string outcome, CancellationToken ct)
    {
        var notified = new UserNotified(message, "sms", template, outcome, clock.GetUtcNow());
        await log.AppendAsync(
            number.Stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("notified", message), notified, new EventContext("hub", "sms", message))], ct);
        _unsure.TryRemove(EventIdOf(message), out _);
        return WorkResult.Done;
    }

    private static Guid EventIdOf(string message) => Guid.ParseExact(message, "N");
}
