using IntegrationHub.Core;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Callbacks;
using PhoneNumber = IntegrationHub.Adapters.People.PhoneNumber;

namespace IntegrationHub.Host.Chats;

/// <summary>Calls that a conversation promises, moves and cancels: the same promises as on the telephone.</summary>
internal sealed class ChatCalls(CallbackDesk desk, CaseStore cases, TimeProvider clock)
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(6); // A weekday tells a day within a week.

    /// <summary>Promises, moves or cancels. The conversation has made the case, or shown it to whoever may.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<ChatOutcome> DoAsync(ChatDeed deed, LoadedChat chat, ChatTurn turn, Guid command, CancellationToken ct)
    {
        var context = new EventContext("user", "chat", chat.Stream);
        if (deed is ChatDeed.PromiseCall promise)
        {
            return await PromiseAsync(promise, context, command, ct);
        }

        var number = deed switch { ChatDeed.MoveCall move => move.Number, ChatDeed.CancelCall cancel => cancel.Number, _ => default };
        if (turn.Phone is null && turn.Own != true || (await cases.LoadAsync(number, ct)).State.CallBack is not { } open)
        {
            return new ChatOutcome.NotDone("call-back-over");
        }

        var decision = deed is ChatDeed.MoveCall to
            ? await desk.MoveAsync(open.Callback, to.Start, ifSequence: null, command, context, ct)
            : await desk.CancelAsync(open.Callback, ifSequence: null, command, context, ct);
        return decision is Refused<CaseEvent> no ? new ChatOutcome.NotDone(no.Code) : new ChatOutcome.Done();
    }

    private async Task<ChatOutcome> PromiseAsync(ChatDeed.PromiseCall promise, EventContext context, Guid command, CancellationToken ct)
    {
        if (PhoneNumber.ToE164(promise.Phone) is not { } phone)
        {
            return new ChatOutcome.NotDone(NotDone.NotANumber);
        }

        var now = clock.GetUtcNow();
        if (await desk.BookAsync(new CallbackWish(promise.Number, phone, Start: null, "asked-for"), command, context, ct) is Refused<CaseEvent> { Code: not "call-back-booked" } refused)
        {
            return new ChatOutcome.NotDone(refused.Code);
        }

        return (await cases.LoadAsync(promise.Number, ct)).State.CallBack is { } open
            ? new ChatOutcome.CallPromised(
                open.From > now ? open.From : null,
                [.. (await desk.FreeAsync(open.Desk, null, now + s_week, Dialogue.MostTimes, ct)).Select(free => free.Slot.Start)])
            : new ChatOutcome.NotDone("call-back-over");
    }
}
