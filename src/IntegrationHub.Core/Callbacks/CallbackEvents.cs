using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Callbacks;

/// <summary>
/// Something that was done to reach the person of a promised call, in the stream <see cref="CallbackId.Stream"/>. What was promised,
/// moved and cancelled stands on the case (<see cref="Cases.CallBackBooked"/> and those after it); what was said stands on the call.
/// </summary>
/// <param name="At">When, UTC.</param>
/// <remarks>
/// Figures follow from these alone. Wait: from <c>Since</c> of the booking (the first call) to the <see cref="CallbackPlaced"/> of the
/// attempt that ended <see cref="CallbackOutcome.Reached"/>. Punctual: a booked time whose first <see cref="CallbackPlaced"/> lies
/// between <c>From</c> and <c>Until</c> of the last booking or move.
/// </remarks>
public abstract record CallbackEvent(DateTimeOffset At);

/// <summary>The hub is about to order the call. Durable before anything is sent, so that a crash leaves a trace to ask about.</summary>
/// <param name="Attempt">1 for the first time that the person is called.</param>
/// <param name="Try">1 for the first order of the attempt; one more when the carrier is known not to have taken the one before.</param>
[StoredAs("callback-tried", 1)]
public sealed record CallbackTried(CallbackId Callback, string Desk, int Attempt, int Try, DateTimeOffset At) : CallbackEvent(At);

/// <summary>The carrier has the call: the person's telephone rings, or will at once.</summary>
/// <param name="Call">Its id, <c>CallSid</c>; the call has a stream of its own once it is answered.</param>
[StoredAs("callback-placed", 1)]
public sealed record CallbackPlaced(CallbackId Callback, int Attempt, string Call, DateTimeOffset At) : CallbackEvent(At);

/// <summary>The attempt is over.</summary>
[StoredAs("callback-attempt-ended", 1)]
public sealed record CallbackAttemptEnded(CallbackId Callback, int Attempt, CallbackOutcome Outcome, DateTimeOffset At) : CallbackEvent(At);

/// <summary>How an attempt ended.</summary>
public enum CallbackOutcome
{
    /// <summary>The person and the desk have spoken.</summary>
    Reached,

    /// <summary>The person was there, the desk was not: the place is kept.</summary>
    DeskNotReached,

    /// <summary>The person was there and hung up before the desk answered.</summary>
    HungUp,

    /// <summary>Somebody or something answered and pressed no key.</summary>
    NotConfirmed,

    /// <summary>An answering machine or a fax.</summary>
    Voicemail,

    /// <summary>Engaged.</summary>
    Busy,

    /// <summary>It rang and nobody answered.</summary>
    NoAnswer,

    /// <summary>It could not be put through.</summary>
    Failed,

    /// <summary>No call can ever be made to the number.</summary>
    Refused,

    /// <summary>The carrier never told, and does not know any more.</summary>
    Unknown,
}
