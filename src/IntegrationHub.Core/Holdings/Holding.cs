using System.Globalization;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Holdings;

/// <summary>What later decisions about a holding ask for.</summary>
/// <param name="Started">How it began; null before that.</param>
/// <param name="Holder">Who has it now.</param>
/// <param name="Offer">Set while others may take it over.</param>
/// <param name="EndsOn">Set once its end is ordered.</param>
/// <param name="EndedOn">Set once it is held no more.</param>
/// <param name="UsedOn">The last day on which the supplier saw it used; null when it tells no such thing.</param>
public sealed record Holding(
    HoldingStarted? Started = null, Holder? Holder = null, HoldingOffered? Offer = null, DateOnly? EndsOn = null, DateOnly? EndedOn = null, DateOnly? UsedOn = null)
{
    private const string Prefix = "holding-";

    /// <summary>The id of what a unit of an order becomes: <c>500000013-2-17</c>.</summary>
    public static string IdOf(OrderNumber order, int line, int unit) => string.Create(CultureInfo.InvariantCulture, $"{order.Value}-{line}-{unit}");

    /// <summary>The stream of a holding.</summary>
    public static string StreamOf(string holding) => Prefix + holding;

    /// <summary>The digits of the order that a holding came by, from its stream.</summary>
    public static string OrderOf(string stream) => stream.StartsWith(Prefix, StringComparison.Ordinal) ? stream[Prefix.Length..].Split('-')[0] : "";

    /// <summary>Whether a text could be an id: digits and hyphens.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= 40 && text.All(c => char.IsAsciiDigit(c) || c == '-');

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public Holding After(object? fact) => fact switch
    {
        HoldingStarted e => this with { Started = e, Holder = e.Holder },
        HoldingMoved e when e.Before.IsSame(e.Holder) => this with { Holder = e.Holder },
        HoldingMoved e => this with { Holder = e.Holder, Offer = null, EndsOn = null },
        HoldingOffered e => this with { Offer = e },
        HoldingEndOrdered e => this with { Offer = null, EndsOn = e.EndsOn },
        HoldingKept => this with { Offer = null, EndsOn = null },
        HoldingEnded e => this with { EndedOn = e.On, Offer = null },
        HoldingUsed e => this with { UsedOn = UsedOn is { } before && before > e.On ? before : e.On },
        _ => this,
    };

    /// <summary>What remains to be paid when it ends on a day: the months of the term that are left, each begun one whole.</summary>
    public static Money Remaining(HoldingStarted started, DateOnly endsOn)
    {
        if (started.TermEnds is not { } end || endsOn >= end)
        {
            return started.Monthly with { Minor = 0 };
        }

        var months = ((end.Year - endsOn.Year) * 12) + end.Month - endsOn.Month + (end.Day > endsOn.Day ? 1 : 0);
        return started.Monthly.Times(Math.Max(0, months));
    }
}

/// <summary>What someone wants done with a holding.</summary>
/// <param name="Now">The time at the edge where the wish came in, UTC.</param>
public abstract record HoldingCommand(DateTimeOffset Now);

/// <summary>Begins it.</summary>
public sealed record StartHolding(HoldingStarted Started, DateTimeOffset Now) : HoldingCommand(Now);

/// <summary>Gives it to somebody else, or lets somebody else pay.</summary>
/// <param name="TakesOffer">Whether it is taken because it is offered: by somebody who may not move it otherwise.</param>
public sealed record MoveHolding(Holder To, DateOnly On, DateTimeOffset Now, bool TakesOffer = false) : HoldingCommand(Now);

/// <summary>Ends it. Before its term it is offered to others first, unless nobody else is to have it.</summary>
/// <param name="OfferFor">So long others may take it; zero to end it at once.</param>
public sealed record EndHolding(DateOnly On, TimeSpan OfferFor, DateTimeOffset Now) : HoldingCommand(Now);

/// <summary>The time to take it over has passed.</summary>
/// <param name="Until">The time that was set.</param>
public sealed record CloseOffer(DateTimeOffset Until, DateTimeOffset Now) : HoldingCommand(Now);

/// <summary>Keeps it after all.</summary>
public sealed record KeepHolding(DateTimeOffset Now) : HoldingCommand(Now);

/// <summary>It is held no more.</summary>
public sealed record StopHolding(DateOnly On, string Why, DateTimeOffset Now) : HoldingCommand(Now);

/// <summary>It was used on a day.</summary>
public sealed record NoteUse(DateOnly On, DateTimeOffset Now) : HoldingCommand(Now);

/// <summary>The rules of what is held. Sent twice, a command changes nothing the second time.</summary>
public static class HoldingDecider
{
    /// <summary>What the command leads to.</summary>
    public static Decision<HoldingEvent> Decide(Holding state, HoldingCommand command) => (state, command) switch
    {
        ({ Started: null }, StartHolding c) => Yes(c.Started),
        (_, StartHolding) => Yes(),
        ({ Started: null }, _) => No("holding-unknown", "There is no such equipment or subscription."),
        ({ EndedOn: not null }, StopHolding or CloseOffer) => Yes(),
        ({ EndedOn: not null }, _) => No("holding-ended", "It is held no more."),
        (_, MoveHolding c) when c.To == state.Holder => Yes(),
        ({ Offer: null }, MoveHolding { TakesOffer: true }) => No("offer-over", "It is offered no more: somebody else was quicker, it is kept after all, or its end is ordered."),
        (_, MoveHolding c) => Yes(new HoldingMoved(state.Holder!, c.To, c.On, c.Now)),
        (_, EndHolding c) => End(state, c),
        ({ Offer: { } offer }, CloseOffer c) when offer.Until == c.Until && c.Now >= c.Until => Yes(new HoldingEndOrdered(offer.EndsOn, offer.Remaining, c.Now)),
        (_, CloseOffer) => Yes(),
        ({ Offer: null, EndsOn: null }, KeepHolding) => Yes(),
        (_, KeepHolding c) => Yes(new HoldingKept(c.Now)),
        (_, StopHolding c) => Yes(new HoldingEnded(c.On, c.Why, c.Now)),
        (_, NoteUse c) => c.On <= state.UsedOn ? Yes() : Yes(new HoldingUsed(c.On, c.Now)),
        _ => No("not-possible", "This cannot be done with it as it stands."),
    };

    private static Decision<HoldingEvent> End(Holding state, EndHolding command)
    {
        if (state.EndsOn == command.On || state.Offer?.EndsOn == command.On)
        {
            return Yes();
        }

        if (command.On < state.Started!.StartsOn)
        {
            return No("ends-before-start", $"It began on {state.Started.StartsOn:yyyy-MM-dd}, and cannot end before.");
        }

        var remaining = Holding.Remaining(state.Started, command.On);
        return remaining.Minor > 0 && command.OfferFor > TimeSpan.Zero
            ? Yes(new HoldingOffered(command.On, remaining, command.Now + command.OfferFor, command.Now))
            : Yes(new HoldingEndOrdered(command.On, remaining, command.Now));
    }

    private static Accepted<HoldingEvent> Yes(params IReadOnlyList<HoldingEvent> events) => new(events);

    private static Refused<HoldingEvent> No(string code, string why) => new(code, why);
}
