using IntegrationHub.Adapters.Notifications;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Callbacks;

/// <summary>The calendar entry that an event of a case leads to: whoever sends mail asks here. Pure: the same history gives the same mail.</summary>
internal static class CallbackMail
{
    /// <summary>The stored types that may lead to one.</summary>
    public static readonly IReadOnlyList<Type> Kinds = [typeof(CallBackBooked), typeof(CallBackMoved), typeof(CallBackCancelled)];

    /// <summary>The invitation; null when the event leads to none, when the person has no mail address, or when the call has no time of its own.</summary>
    /// <param name="history">The case up to and with the event, which is the last.</param>
    /// <param name="sender">The city's address that mail comes from.</param>
    /// <param name="linkTo">As <see cref="CallbackLinks.To"/>.</param>
    public static CallbackInvitation? For(IReadOnlyList<Known> history, string sender, Func<CallbackId, DateTimeOffset, string> linkTo)
    {
        var before = history.SkipLast(1).Aggregate(CaseState.Empty, (state, known) => state.After(known.Fact));
        if (history is not [{ Fact: CaseOpened { Reporter.Email.Text: { } receiver } opened }, ..])
        {
            return null;
        }

        var after = before.After(history[^1].Fact);
        return (history[^1].Fact, before.CallBack, after.CallBack) switch
        {
            (CallBackBooked or CallBackMoved, _, { Kind: CallBackKind.Booked } open) =>
                Of(open.Callback, open.From, open.Until, open.Sequence, cancelled: false, ((CaseEvent)history[^1].Fact!).At),

            // Back to a place in the line, or not wanted any more: there is no time to keep free.
            (CallBackMoved e, { Kind: CallBackKind.Booked } was, _) => Of(e.Callback, was.From, was.Until, e.Sequence, cancelled: true, e.At),
            (CallBackCancelled e, { Kind: CallBackKind.Booked } was, _) => Of(e.Callback, was.From, was.Until, e.Sequence, cancelled: true, e.At),
            _ => null,
        };

        CallbackInvitation Of(CallbackId id, DateTimeOffset from, DateTimeOffset until, int sequence, bool cancelled, DateTimeOffset at) =>
            CallbackInvitation.Of(new CallbackFacts(
                id.Value, opened.Number.Spaced, from, until, sequence, cancelled, opened.Language, sender, receiver, cancelled ? null : linkTo(id, until), at));
    }
}
