using System.Collections.Concurrent;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Notifications;

/// <summary>Sends a text message for an event, once, though the carrier knows no idempotency key.</summary>
/// <remarks>
/// Before a message is sent that may have been sent before (its answer was lost, or the hub was started since), the carrier is asked
/// whether it has it. Source: twilio.md, section 6.
/// </remarks>
internal sealed class SmsOnce(SmsCarrier carrier, TimeProvider clock)
{
    /// <summary>How long after a lost answer the carrier is asked.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly ConcurrentDictionary<Guid, bool> _unsure = new();

    /// <summary>Sends it, or finds that it was sent.</summary>
    /// <param name="cause">The event that it tells of.</param>
    /// <param name="to">E.164.</param>
    /// <param name="text">The message.</param>
    /// <param name="ct">Ends the wait; it may be sent again.</param>
    public async Task<TwilioOutcome> SendAsync(RecordedEvent cause, string to, string text, CancellationToken ct)
    {
        var unsure = cause.RecordedAt < _started || _unsure.ContainsKey(cause.Id);
        var outcome = unsure ? await carrier.Find(to, text, cause.RecordedAt, ct) : new TwilioOutcome.NotThere();
        if (outcome is TwilioOutcome.NotThere)
        {
            _unsure[cause.Id] = true;
            outcome = await carrier.Send(to, text, cause.Id.ToString("N"), ct);
        }

        return outcome;
    }

    /// <summary>What became of the message is in the log; nobody asks for it again.</summary>
    public void Forget(Guid cause) => _unsure.TryRemove(cause, out _);

    /// <summary>A landline, a number that has opted out, or no number: nothing that an operator could mend.</summary>
    public static bool IsTheNumbersFault(int code) => code is 21211 or 21610 or 21614 or 30006;
}
