using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>What a promised call waits for.</summary>
public enum CallBackKind
{
    /// <summary>The user's place in the desk's line: the call is made when it is first.</summary>
    KeptPlace,

    /// <summary>A time that the user chose.</summary>
    Booked,
}

/// <summary>The promised call has another time, or is made to another number.</summary>
/// <param name="Freed">The slot that it had and gave up; null when it had none.</param>
/// <param name="Sequence">1 for the first change, one more with each.</param>
[StoredAs("call-back-moved", 1)]
public sealed record CallBackMoved(
    CallbackId Callback, string Desk, Personal Phone, CallBackKind Kind, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset? Freed,
    int Sequence, DateTimeOffset At) : CaseEvent(At);

/// <summary>The promised call is not made: the user does not want it any more, or the case is closed.</summary>
/// <param name="Why"><c>user</c> or <c>case-closed</c>.</param>
/// <param name="Freed">The slot that it had; null when it had none.</param>
[StoredAs("call-back-cancelled", 1)]
public sealed record CallBackCancelled(
    CallbackId Callback, string Desk, string Why, DateTimeOffset? Freed, int Sequence, DateTimeOffset At) : CaseEvent(At);

/// <summary>The user could not be reached, as often as the hub tries, or not in time; the desk must find another way.</summary>
/// <param name="Attempts">How often the user was called; 0 when no call could be made.</param>
[StoredAs("call-back-given-up", 1)]
public sealed record CallBackGivenUp(CallbackId Callback, string Desk, int Attempts, DateTimeOffset At) : CaseEvent(At);

/// <summary>A promised call that nobody has had yet.</summary>
/// <param name="Since">When the user first called: its place in the line, and the beginning of the wait.</param>
/// <param name="BookedAt">When the promise was made.</param>
/// <param name="Sequence">0, and one more with each change.</param>
public sealed record OpenCallBack(
    CallbackId Callback, string Desk, Personal Phone, CallBackKind Kind, string Reason, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Since,
    DateTimeOffset BookedAt, int Sequence)
{
    /// <summary>The slot that it holds; null when it has a place in the line.</summary>
    public DateTimeOffset? Slot => Kind == CallBackKind.Booked ? From : null;

    internal static OpenCallBack? Of(CallBackBooked e) => e.Callback is { } id
        ? new(id, e.Desk, e.Phone, e.Kind ?? CallBackKind.KeptPlace, e.Reason, e.From, e.Until, e.Since ?? e.At, e.At, 0)
        : null;

    internal OpenCallBack After(CallBackMoved e) => this with
    {
        Desk = e.Desk,
        Phone = e.Phone,
        Kind = e.Kind,
        From = e.From,
        Until = e.Until,
        Sequence = e.Sequence,
    };
}
