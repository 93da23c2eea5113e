using System.Collections.Concurrent;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Notifications;

/// <summary>Sends a text message for an event, once, though the carrier knows no idempotency key; and not to whoever wants none.</summary>
/// <remarks>
/// Before a message is sent that may have been sent before (its answer was lost, or the hub was started since), the carrier is asked
/// whether it has it. Source: twilio.md, section 6.
/// </remarks>
internal sealed class SmsOnce(SmsCarrier carrier, StoppedNumbers stopped, TimeProvider clock)
{
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(5);
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly ConcurrentDictionary<Guid, bool> _unsure = new();

    /// <summary>Sends it, or finds that it was sent.</summary>
    /// <param name="cause">The event that it tells of.</param>
    /// <param name="to">E.164.</param>
    /// <param name="text">The message.</param>
    /// <param name="settled">
    /// Notes durably that nothing more will be sent: <c>sent</c>, <c>stopped</c>, or <c>refused</c> for a number that takes no messages.
    /// What an operator can mend is parked instead, and is not settled.
    /// </param>
    /// <param name="ct">Ends the wait; it may be sent again.</param>
    public async Task<WorkResult> SendAsync(RecordedEvent cause, string to, string text, Func<string, Task> settled, CancellationToken ct)
    {
        var outcome = stopped.Has(to) ? null : await FindOrSendAsync(cause, to, text, ct);
        switch (outcome)
        {
            case null:
                await settled("stopped");
                break;
            case TwilioOutcome.Taken:
                await settled("sent");
                break;
            case TwilioOutcome.Refused no when IsTheNumbersFault(no.Code):
                await settled("refused");
                break;
            case TwilioOutcome.Refused no:
                return new WorkHopeless($"The carrier refused the message ({no.Code}).");
            case TwilioOutcome.TryLater later:
                return new WorkFailed("The carrier asks to wait.", later.RetryAfter);
            default:
                return new WorkFailed("The carrier's answer was lost.", s_askAgain);
        }

        _unsure.TryRemove(cause.Id, out _);
        return WorkResult.Done;
    }

    private async Task<TwilioOutcome> FindOrSendAsync(RecordedEvent cause, string to, string text, CancellationToken ct)
    {
        var unsure = cause.RecordedAt < _started || _unsure.ContainsKey(cause.Id);
        var found = unsure ? await carrier.Find(to, text, cause.RecordedAt, ct) : new TwilioOutcome.NotThere();
        if (found is not TwilioOutcome.NotThere)
        {
            return found;
        }

        _unsure[cause.Id] = true;
        return await carrier.Send(to, text, TextStatus.KeyOf(cause), ct);
    }

    /// <summary>A landline, a number that has opted out, or no number: nothing that an operator could mend.</summary>
    private static bool IsTheNumbersFault(int code) => code is 21211 or 21610 or 21614 or 30006;
}
