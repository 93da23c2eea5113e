using IntegrationHub.Core.Callbacks;

namespace IntegrationHub.Core.Cases;

/// <summary>Gives the promised call another time.</summary>
/// <param name="Callback">Which; a call that is not open is not moved.</param>
/// <param name="IfSequence">Refused when it was changed meanwhile; null for whatever it is.</param>
public sealed record MoveCallBack(
    CallbackId Callback, CallBackKind Kind, DateTimeOffset From, DateTimeOffset Until, int? IfSequence, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The user does not want the call any more.</summary>
public sealed record CancelCallBack(CallbackId Callback, int? IfSequence, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The user was not reached, and is not called any more.</summary>
public sealed record GiveUpCallBack(CallbackId Callback, int Attempts, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The rules of promised calls. A case has at most one at a time.</summary>
internal static class CallBacks
{
    public static Decision<CaseEvent> Book(CaseState state, BookCallBack c) => state.CallBack switch
    {
        { } open when open.Callback == c.Callback => CaseDecider.Yes(),
        null => CaseDecider.Yes(new CallBackBooked(
            state.Desk ?? "", state.Text(c.Phone), c.Reason, c.From, c.Until, c.Now, c.Callback, c.Callback is null ? null : c.Kind, c.Since)),
        _ when c.Kind == CallBackKind.Booked || c.Callback is null => CaseDecider.No("call-back-booked", "A call is promised already. Move it, or cancel it first."),

        // Called again before the call came: the promise stands with its place; one whose time has passed is promised anew.
        { } open when state.CallBackDue is not null && open.Phone.Text == c.Phone => CaseDecider.Yes(),
        { } open => CaseDecider.Yes(new CallBackMoved(
            open.Callback, state.Desk ?? open.Desk, state.Text(c.Phone), state.CallBackDue is null ? CallBackKind.KeptPlace : open.Kind,
            state.CallBackDue is null ? c.From : open.From, state.CallBackDue is null ? c.Until : open.Until,
            state.CallBackDue is null ? open.Slot : null, open.Sequence + 1, c.Now)),
    };

    public static Decision<CaseEvent> Decide(CaseState state, CaseCommand command) => (state.CallBack, command) switch
    {
        (var open, TellCallBack c) when c.Callback is not null && open?.Callback != c.Callback => CaseDecider.Yes(),
        (var open, TellCallBack c) => open is null && state.CallBackDue is null ? CaseDecider.Yes() : CaseDecider.Yes(new CallBackMade(c.Desk, c.Outcome, c.Now)),
        (_, MissCallBack c) => state.CallBackDue is { } due && due <= c.Now && state.Desk is { } desk
            ? CaseDecider.Yes(new CallBackMissed(desk, due, c.Now)) : CaseDecider.Yes(),
        ({ } open, GiveUpCallBack c) when open.Callback == c.Callback => CaseDecider.Yes(new CallBackGivenUp(c.Callback, open.Desk, c.Attempts, c.Now)),
        (_, GiveUpCallBack) => CaseDecider.Yes(),
        ({ } open, MoveCallBack c) when open.Callback == c.Callback => Move(state, open, c),
        ({ } open, CancelCallBack c) when open.Callback == c.Callback => Changed(open, c.IfSequence)
            ?? CaseDecider.Yes(new CallBackCancelled(c.Callback, open.Desk, "user", open.Slot, open.Sequence + 1, c.Now)),
        _ => CaseDecider.No("call-back-over", "There is no such call-back any more: it was made, given up or cancelled. Book a new one."),
    };

    /// <summary>What closing a case means for a call that is promised.</summary>
    public static IEnumerable<CaseEvent> NotNeeded(CaseState state, DateTimeOffset now) => state.CallBack is { } open
        ? [new CallBackCancelled(open.Callback, open.Desk, "case-closed", open.Slot, open.Sequence + 1, now)]
        : [];

    private static Decision<CaseEvent> Move(CaseState state, OpenCallBack open, MoveCallBack c) =>
        open.Kind == c.Kind && open.From == c.From && open.Until == c.Until && state.CallBackDue is not null ? CaseDecider.Yes()
        : Changed(open, c.IfSequence) ?? CaseDecider.Yes(new CallBackMoved(
            open.Callback, open.Desk, open.Phone, c.Kind, c.From, c.Until, open.Slot == c.From ? null : open.Slot, open.Sequence + 1, c.Now));

    private static Decision<CaseEvent>? Changed(OpenCallBack open, int? wanted) => wanted is null || wanted == open.Sequence
        ? null
        : CaseDecider.No("call-back-changed", "The call-back was changed meanwhile. Read it again, then decide again.");
}
