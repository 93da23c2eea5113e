using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Calls;

/// <summary>Something that happened in a call to the one number. A call is a stream of its own; see <see cref="CallStore.StreamOf"/>.</summary>
/// <param name="At">When, UTC.</param>
public abstract record CallEvent(DateTimeOffset At);

/// <summary>A call came in.</summary>
/// <param name="Call">Twilio's id of the call, <c>CallSid</c>.</param>
/// <param name="Person">The pseudonym of whoever has the number; of the call itself when the number is withheld.</param>
/// <param name="Phone">E.164; null when withheld.</param>
/// <param name="Turn">What the hub said.</param>
[StoredAs("call-received", 1)]
public sealed record CallReceived(string Call, PersonId Person, Personal? Phone, Turn Turn, DateTimeOffset At) : CallEvent(At);

/// <summary>Somebody or something answered a call that the hub placed. Begins the call's stream, as <see cref="CallReceived"/> does of one that came in.</summary>
/// <param name="Call">Twilio's id of the call.</param>
/// <param name="Person">As the promise has it.</param>
/// <param name="Phone">The number that was called.</param>
/// <param name="Turn">What the hub said.</param>
/// <param name="Attempt">Which attempt of the promised call it is.</param>
/// <param name="AnsweredBy"><c>human</c>, <c>machine_start</c>, <c>fax</c>, <c>unknown</c>; null when Twilio did not listen for it.</param>
[StoredAs("call-answered", 1)]
public sealed record CallAnswered(
    string Call, PersonId Person, Personal? Phone, Turn Turn, CallbackId Callback, int Attempt, string? AnsweredBy, DateTimeOffset At) : CallEvent(At)
{
    /// <summary>Where it keeps a place in the line: when the person first called, which the wait is counted from. Null for a booked time.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>The hub heard something (or nothing) and took its next turn.</summary>
/// <param name="Step">1 for the first after the call came in; each is taken once.</param>
[StoredAs("call-step-taken", 1)]
public sealed record CallStepTaken(int Step, Heard Heard, Turn Turn, DateTimeOffset At) : CallEvent(At);

/// <summary>The desk picked up its telephone and is told of the case.</summary>
/// <param name="Step">The step whose turn called the desk.</param>
[StoredAs("call-offered", 1)]
public sealed record CallOffered(int Step, string? Desk, DateTimeOffset At) : CallEvent(At)
{
    /// <summary>What it was told of what is noted in the case; null for nothing.</summary>
    public IReadOnlyList<Personal>? Told { get; init; }
}

/// <summary>The desk took the call.</summary>
[StoredAs("call-taken", 1)]
public sealed record CallTaken(int Step, string? Desk, DateTimeOffset At) : CallEvent(At)
{
    /// <summary>The wait that ended; null when the desk answered at the first ring.</summary>
    public Waited? Waited { get; init; }
}

/// <summary>A wait in a desk's line.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Began">How many went first then.</param>
public sealed record Waited(DateTimeOffset Since, int Began);

/// <summary>The desk did not take the call: another key, or none.</summary>
[StoredAs("call-refused", 1)]
public sealed record CallRefused(int Step, string? Desk, DateTimeOffset At) : CallEvent(At);

/// <summary>The desk that has the call wants another to have it, and said what that one needs to know.</summary>
/// <param name="Step">The step whose turn called the desk.</param>
[StoredAs("call-transfer-asked", 1)]
public sealed record CallTransferAsked(int Step, string From, string To, Personal Words, DateTimeOffset At) : CallEvent(At)
{
    /// <summary>Whether the desk was talking with the caller, who must be moved; when not, the end of the desk's own leg does it.</summary>
    public bool Live { get; init; }
}

/// <summary>The call is over.</summary>
/// <param name="Status"><c>completed</c>, <c>busy</c>, <c>failed</c>, <c>no-answer</c> or <c>canceled</c>.</param>
/// <param name="Seconds">How long it lasted, when Twilio says.</param>
[StoredAs("call-ended", 1)]
public sealed record CallEnded(string Status, double? Seconds, DateTimeOffset At) : CallEvent(At);

/// <summary>What came back on a turn. All null or empty: silence.</summary>
/// <param name="Keys">Without the finish key. Sealed: it may be a telephone number.</param>
/// <param name="Speech">As Twilio understood it.</param>
/// <param name="Confidence">Above 0 to 1; null when Twilio does not say.</param>
/// <param name="Dialled">How the call to the desk went.</param>
/// <param name="Fault">Set when the hub's answer before did not reach the caller.</param>
public sealed record Heard(
    Personal? Keys = null, Personal? Speech = null, double? Confidence = null, Dialled? Dialled = null, CallFault? Fault = null)
{
    /// <summary>The spoken message; null when none was asked for or nothing came.</summary>
    public Recorded? Recording { get; init; }
}

/// <summary>Twilio could not use what the hub answered, and asks again.</summary>
/// <param name="Code">Twilio's error code, 11200 and up.</param>
/// <param name="AfterDial">Whether it was the answer to how the call to the desk went.</param>
public sealed record CallFault(string Code, bool AfterDial);

/// <summary>How a call to a desk went, as Twilio says; the hub's own record of what the desk pressed counts more.</summary>
/// <param name="Status"><c>completed</c>, <c>answered</c>, <c>busy</c>, <c>no-answer</c>, <c>failed</c> or <c>canceled</c>.</param>
/// <param name="Bridged">Whether the two ever spoke; null when Twilio does not say.</param>
public sealed record Dialled(string Status, bool? Bridged, double? Seconds);
