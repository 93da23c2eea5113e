using IntegrationHub.Core;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Callbacks;

/// <summary>What somebody wants who wants a call.</summary>
/// <param name="Phone">E.164.</param>
/// <param name="Start">The slot that was chosen; null for the place in the desk's line.</param>
/// <param name="Reason">Why: <c>desk-not-reached</c>, <c>asked-for</c>.</param>
/// <param name="Since">When the person first called; null for now.</param>
/// <param name="Rule">Id of the area rule whose hours hold besides the desk's; null for none.</param>
/// <param name="Within">How soon the call is promised for a place in the line; null for <see cref="CasePolicy.CallBackWithin"/>.</param>
internal sealed record CallbackWish(CaseNumber Case, string Phone, DateTimeOffset? Start, string Reason, DateTimeOffset? Since = null, string? Rule = null,
    TimeSpan? Within = null);

/// <summary>Books, moves and cancels promised calls: one way for the telephone, the API and the page behind the link.</summary>
/// <remarks>
/// A slot is held first, in the stream of its day, and then the case promises. What a crash leaves held in between is freed by
/// <see cref="SlotWatch"/>; a promise without a slot cannot come about.
/// </remarks>
internal sealed class CallbackDesk(CaseStore cases, CallbackStore attempts, SlotLedger ledger, PhoneSettings settings, TimeProvider clock)
{
    /// <summary>How far ahead a time can be booked.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    private static readonly TimeSpan s_slowest = TimeSpan.FromSeconds(30);

    /// <summary>The free slots of a desk.</summary>
    /// <param name="desk">Whose.</param>
    /// <param name="from">Not before; null for now.</param>
    /// <param name="until">None begins after this; at most <see cref="Ahead"/> from now.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public Task<IReadOnlyList<(Slot Slot, int Free)>> FreeAsync(string desk, DateTimeOffset? from, DateTimeOffset? until, int most, CancellationToken ct)
    {
        var (now, slots) = (clock.GetUtcNow(), settings.SlotsOf(desk));
        var first = from > now ? from.Value : now;
        var last = until < now + Ahead ? until.Value : now + Ahead;
        return ledger.FreeSlotsAsync(desk, slots, slots.Between(first, last, settings.HoursOf(desk)), most, ct);
    }

    /// <summary>Promises a call. The same command again promises nothing more.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<Decision<CaseEvent>> BookAsync(CallbackWish wish, Guid command, EventContext context, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var loaded = await cases.LoadAsync(wish.Case, ct);
        var desk = loaded.State.Desk ?? settings.PersonDesk;
        var id = CallbackId.Of(wish.Case, command);
        if (Repeats(loaded, command))
        {
            return new Accepted<CaseEvent>([]);
        }

        if (wish.Start is { } start)
        {
            if (loaded.State.CallBack is not null)
            {
                return CallBackRefusals.Booked;
            }

            if (await HoldAsync(desk, start, id, context, now, ct) is { } refused)
            {
                return refused;
            }
        }

        var (from, until) = wish.Start is { } chosen ? Window(desk, chosen) : InLine(desk, wish.Rule, wish.Within, now);
        var booked = await cases.DecideAsync(wish.Case, new BookCallBack(wish.Phone, wish.Reason, from, until, now)
        {
            Callback = id,
            Kind = wish.Start is null ? CallBackKind.KeptPlace : CallBackKind.Booked,
            Since = wish.Since ?? now,
        }, command, context, ifRevision: null, ct);
        if (booked is Refused<CaseEvent> && wish.Start is { } held)
        {
            await ledger.FreeAsync(desk, held, id, context, clock.GetUtcNow(), ct);
        }

        return booked;
    }

    /// <summary>Gives a promised call another time. The same command again changes nothing more.</summary>
    /// <param name="id">Which.</param>
    /// <param name="start">The slot that was chosen; null for the place in the desk's line, counted from the first call as before.</param>
    /// <param name="ifSequence">Refused when it was changed meanwhile; null for whatever it is.</param>
    /// <param name="command">The command's id.</param>
    /// <param name="context">Who asked.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Decision<CaseEvent>> MoveAsync(
        CallbackId id, DateTimeOffset? start, int? ifSequence, Guid command, EventContext context, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var loaded = await cases.LoadAsync(id.Case, ct);
        if (Repeats(loaded, command))
        {
            return new Accepted<CaseEvent>([]);
        }

        if (loaded.State.CallBack is not { } open || open.Callback != id)
        {
            return CallBackRefusals.Over;
        }

        if ((await attempts.LoadAsync(id, ct)).State.UnderWay)
        {
            return CallBackRefusals.UnderWay;
        }

        if (start is { } wanted && await HoldAsync(open.Desk, wanted, id, context, now, ct) is { } refused)
        {
            return refused;
        }

        var (from, until) = start is { } chosen ? Window(open.Desk, chosen) : InLine(open.Desk, rule: null, within: null, now);
        var moved = await cases.DecideAsync(
            id.Case, new MoveCallBack(id, start is null ? CallBackKind.KeptPlace : CallBackKind.Booked, from, until, ifSequence, now),
            command, context, ifRevision: null, ct);
        if (moved is Refused<CaseEvent> && start is { } held && held != open.Slot)
        {
            await ledger.FreeAsync(open.Desk, held, id, context, clock.GetUtcNow(), ct);
        }

        await FreeGivenUpAsync(moved, id, context, ct);
        return moved;
    }

    /// <summary>Cancels a promised call. The same command again changes nothing more.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<Decision<CaseEvent>> CancelAsync(CallbackId id, int? ifSequence, Guid command, EventContext context, CancellationToken ct)
    {
        var cancelled = await cases.DecideAsync(id.Case, new CancelCallBack(id, ifSequence, clock.GetUtcNow()), command, context, ifRevision: null, ct);
        await FreeGivenUpAsync(cancelled, id, context, ct);
        return cancelled;
    }

    private static bool Repeats(LoadedCase loaded, Guid command) => loaded.History.Any(known => known.Recorded.Id == EventId.Of(command, 0));

    private async Task<Decision<CaseEvent>?> HoldAsync(
        string desk, DateTimeOffset start, CallbackId id, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        var slots = settings.SlotsOf(desk);
        if (start < now || start > now + Ahead || !slots.Has(start, settings.HoursOf(desk)))
        {
            return CallBackRefusals.NoSlot;
        }

        if (!await ledger.TakeAsync(desk, start.ToUniversalTime(), slots.Room, id, context, now, ct))
        {
            return CallBackRefusals.Full;
        }

        // What is held and not promised is soon freed: whoever is slower than that begins again.
        return clock.GetUtcNow() - now < s_slowest ? null : throw new EventLogException("busy", "The booking took too long. Try again.");
    }

    private (DateTimeOffset From, DateTimeOffset Until) Window(string desk, DateTimeOffset start) =>
        settings.SlotsOf(desk).Of(start) is var slot ? (slot.Start, slot.Until) : default;

    private (DateTimeOffset From, DateTimeOffset Until) InLine(string desk, string? rule, TimeSpan? within, DateTimeOffset now)
    {
        var from = settings.NextOpening(desk, rule, now);
        return (from, from + (within ?? CasePolicy.CallBackWithin));
    }

    private async Task FreeGivenUpAsync(Decision<CaseEvent> decided, CallbackId id, EventContext context, CancellationToken ct)
    {
        var freed = decided is Accepted<CaseEvent> yes
            ? yes.Events.Select(fact => fact switch
            {
                CallBackMoved { Freed: { } slot } e => (e.Desk, Slot: slot),
                CallBackCancelled { Freed: { } slot } e => (e.Desk, Slot: slot),
                _ => (Desk: "", Slot: default),
            }).FirstOrDefault(pair => pair.Desk.Length > 0)
            : default;
        if (freed.Desk is { Length: > 0 } desk)
        {
            await ledger.FreeAsync(desk, freed.Slot, id, context, clock.GetUtcNow(), ct);
        }
    }
}

/// <summary>Why a call is not promised or moved.</summary>
internal static class CallBackRefusals
{
    public static readonly Refused<CaseEvent> Booked = new("call-back-booked", "A call is promised already. Move it, or cancel it first.");
    public static readonly Refused<CaseEvent> Over = new("call-back-over", "There is no such call-back any more: it was made, given up or cancelled. Book a new one.");
    public static readonly Refused<CaseEvent> UnderWay = new("call-back-under-way", "The person is being called at this moment.");
    public static readonly Refused<CaseEvent> NoSlot = new("slot-unknown", "The desk has no such time. Ask for its free times first.");
    public static readonly Refused<CaseEvent> Full = new("slot-full", "The time is taken. Ask for the desk's free times again.");
}
