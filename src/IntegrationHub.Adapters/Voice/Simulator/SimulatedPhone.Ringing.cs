using System.Collections.Concurrent;
using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>A telephone that the hub has called and that rings.</summary>
/// <param name="CallId">CA and 32 hex digits.</param>
/// <param name="To">Whose, E.164.</param>
/// <param name="At">Since when.</param>
public sealed record RingingPhone(string CallId, string To, DateTimeOffset At);

/// <summary>What becomes of a telephone that rings.</summary>
public enum RingOutcome
{
    /// <summary>A person picks up.</summary>
    Answer,

    /// <summary>An answering machine does.</summary>
    Voicemail,

    /// <summary>It is engaged.</summary>
    Busy,

    /// <summary>Nobody picks up.</summary>
    NoAnswer,
}

/// <summary>Calls that the hub places itself: they ring here until somebody picks up.</summary>
public sealed partial class SimulatedPhone
{
    private readonly ConcurrentDictionary<string, Placed> placed = new(StringComparer.Ordinal);

    /// <summary>Telephones that ring, the newest first.</summary>
    public IReadOnlyList<RingingPhone> RingingPhones =>
        [.. placed.Values.Where(call => call.Status == "ringing").OrderByDescending(call => call.At).Select(call => new RingingPhone(call.Sid, call.Order.To, call.At))];

    /// <summary>Takes the place of <see cref="TwilioRest.PlaceCallAsync"/>; refuses the same numbers.</summary>
    /// <param name="order">Whom to call, and what then.</param>
    /// <param name="ct">Not looked at: nothing is waited for.</param>
    public Task<TwilioOutcome> PlaceCallAsync(OutgoingCall order, CancellationToken ct)
    {
        if (!TwilioNumber.IsDialable(order.To))
        {
            return Task.FromResult<TwilioOutcome>(new TwilioOutcome.Refused(21211, "The number is withheld or not in E.164."));
        }

        foreach (var old in placed.Values.OrderByDescending(call => call.At).Skip(options.MostKept - 1).ToList())
        {
            placed.TryRemove(old.Sid, out _);
        }

        var sid = SimulatedWire.NewSid("CA");
        placed[sid] = new Placed(sid, order, clock.GetUtcNow());
        return Task.FromResult<TwilioOutcome>(new TwilioOutcome.Taken(sid));
    }

    /// <summary>Takes the place of <see cref="TwilioRest.FindCallAsync"/>.</summary>
    /// <param name="to">As called.</param>
    /// <param name="since">A call from before that is another one.</param>
    /// <param name="known">Other ones, too.</param>
    /// <param name="ct">Not looked at.</param>
    public Task<TwilioOutcome> FindCallAsync(string to, DateTimeOffset since, IReadOnlyCollection<string> known, CancellationToken ct) =>
        Task.FromResult<TwilioOutcome>(
            placed.Values.FirstOrDefault(call => call.Order.To == to && call.At >= since && !known.Contains(call.Sid, StringComparer.Ordinal)) is { } found
                ? new TwilioOutcome.Taken(found.Sid) : new TwilioOutcome.NotThere());

    /// <summary>Takes the place of <see cref="TwilioRest.LookAtCallAsync"/>.</summary>
    /// <param name="sid">The call.</param>
    /// <param name="ct">Not looked at.</param>
    public Task<TwilioOutcome> LookAtCallAsync(string sid, CancellationToken ct) => Task.FromResult<TwilioOutcome>(
        !placed.TryGetValue(sid, out var call) ? new TwilioOutcome.NotThere()
        : call.Status == "ringing" ? new TwilioOutcome.Seen("ringing")
        : new TwilioOutcome.Seen(calls.TryGetValue(sid, out var leg) ? leg.Status : call.Status));

    /// <summary>A telephone that rings is picked up, or not.</summary>
    /// <param name="callId">As in <see cref="RingingPhones"/>; another one does nothing.</param>
    /// <param name="outcome">What becomes of it.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    /// <returns>The call as it then is; null when nobody picked up.</returns>
    public async Task<PhoneView?> RingAsync(string callId, RingOutcome outcome, CancellationToken ct)
    {
        if (!placed.TryGetValue(callId, out var call) || !call.Settle(outcome switch
        {
            RingOutcome.Busy => "busy",
            RingOutcome.NoAnswer => "no-answer",
            _ => "completed",
        }))
        {
            return Find(callId);
        }

        var leg = new SimulatedLeg(callId, options.Twilio.Number, call.Order.To, "outbound-api", clock.GetUtcNow(), null)
        {
            StatusCallback = call.Order.StatusCallback,
        };
        if (outcome is RingOutcome.Answer or RingOutcome.Voicemail)
        {
            return await BeginAsync(leg, call.Order.Url.AbsoluteUri, ct, ("AnsweredBy", outcome == RingOutcome.Answer ? "human" : "machine_start"));
        }

        leg.Status = call.Status;
        await new SimulatedWire(http, options).TellAsync(call.Order.StatusCallback, leg.Fields(options.Twilio.AccountSid, ("CallDuration", "0")), ct);
        return null;
    }

    private sealed class Placed(string sid, OutgoingCall order, DateTimeOffset at)
    {
        private string _status = "ringing";

        public string Sid => sid;

        public OutgoingCall Order => order;

        public DateTimeOffset At => at;

        public string Status => Volatile.Read(ref _status);

        public bool Settle(string status) => Interlocked.CompareExchange(ref _status, status, "ringing") == "ringing";
    }
}
