using IntegrationHub.Core;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Voice;

namespace IntegrationHub.Host.Callbacks;

/// <summary>What a call's step does to promised calls. Done again for the same call and step, nothing more happens.</summary>
internal sealed class CallbackDeeds(CallbackDesk desk, CaseStore cases, CallerLookup callers, TimeProvider clock)
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(6); // A weekday tells a day within a week.

    /// <summary>Promises a call: the place in the line, counted from when this call began. The times that may be chosen instead come with it.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<Outcome> BookAsync(BookCall book, string phone, CallState call, string? rule, Guid command, string contact, CancellationToken ct)
    {
        var number = book.Number;
        var wish = new CallbackWish(number, phone, Start: null, book.Place is null ? "desk-not-reached" : "place-kept", call.Since, rule, book.Place?.CallWithin(CasePolicy.CallBackWithin));
        if (await desk.BookAsync(wish, command, Context(contact), ct) is Refused<CaseEvent> refused)
        {
            return new NotDone(refused.Code);
        }

        if ((await cases.LoadAsync(number, ct)).State.CallBack is not { } open)
        {
            return new NotDone("call-back-over");
        }

        return new Booked(open.From, Later: open.From > clock.GetUtcNow())
        {
            AtATime = open.Kind == CallBackKind.Booked,
            Times = open.Kind == CallBackKind.Booked ? [] : await TimesAsync(open.Desk, ct),
        };
    }

    /// <summary>Finds times, moves or cancels; only for whoever has the case.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<Outcome> DoAsync(Deed deed, CallState call, Guid command, string contact, CancellationToken ct)
    {
        var number = deed switch { FindTimes find => find.Number, MoveCall move => move.Number, CancelCall cancel => cancel.Number, _ => default };
        var state = (await cases.LoadAsync(number, ct)).State;
        var own = call.Turn.Callback is { } placed ? placed.Case == number : callers.IsOf(state, call) || call.Turn.Case == number && call.Turn.Kind == TurnKind.OfferTimes;
        if (!own || state.CallBack is not { } open)
        {
            return new NotDone("call-back-over");
        }

        return deed switch
        {
            FindTimes => new TimesFound(await TimesAsync(open.Desk, ct)),
            MoveCall move => Said(await desk.MoveAsync(open.Callback, move.Start, ifSequence: null, command, Context(contact), ct)),
            _ => Said(await desk.CancelAsync(open.Callback, ifSequence: null, command, Context(contact), ct)),
        };
    }

    /// <summary>What the case's user is promised; null when it is no call.</summary>
    public static PromisedTime? PromisedTo(CaseState state) =>
        state.CallBack is { } open ? new PromisedTime(open.From, open.Kind == CallBackKind.Booked) : null;

    private async Task<IReadOnlyList<DateTimeOffset>> TimesAsync(string of, CancellationToken ct) =>
        [.. (await desk.FreeAsync(of, null, clock.GetUtcNow() + s_week, Dialogue.MostTimes, ct)).Select(free => free.Slot.Start)];

    private static Outcome Said(Decision<CaseEvent> decision) => decision is Refused<CaseEvent> refused ? new NotDone(refused.Code) : new Done();

    private static EventContext Context(string contact) => new("user", "phone", contact);
}
