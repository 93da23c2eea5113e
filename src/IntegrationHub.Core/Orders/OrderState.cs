using System.Collections.Immutable;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>How far a line is with its supplier.</summary>
public enum LinePhase
{
    /// <summary>It is clear what is wanted; nobody outside was told.</summary>
    Specified,

    /// <summary>The supplier is to be told, or was.</summary>
    Placed,

    /// <summary>The supplier has taken it.</summary>
    Confirmed,

    /// <summary>The supplier is asked not to deliver it.</summary>
    CancelAsked,

    /// <summary>The supplier does not deliver it.</summary>
    Declined,

    /// <summary>It is not delivered any more.</summary>
    Cancelled,
}

/// <summary>A unit that was delivered.</summary>
public sealed record DeliveredUnit(string Delivery, string? Serial, DateTimeOffset At);

/// <summary>What was billed for a line.</summary>
/// <param name="Net">Without VAT; negative for a credit.</param>
public sealed record BilledLine(string Invoice, string InvoiceLine, decimal Quantity, Money Net, DateOnly? From, DateOnly? Until);

/// <summary>A line and what became of it.</summary>
/// <param name="Expected">The day of delivery that the supplier told last.</param>
/// <param name="Promised">The day that it told first; on time is counted by it.</param>
public sealed record LineState(OrderLine Line, LinePhase Phase = LinePhase.Specified, DateOnly? Expected = null, DateOnly? Promised = null)
{
    /// <summary>Units on their way or there, by number.</summary>
    public ImmutableHashSet<int> Shipped { get; init; } = [];

    /// <summary>Units that were delivered, by number.</summary>
    public ImmutableDictionary<int, DeliveredUnit> Delivered { get; init; } = ImmutableDictionary<int, DeliveredUnit>.Empty;

    /// <summary>Units that went back.</summary>
    public ImmutableHashSet<int> Returned { get; init; } = [];

    /// <summary>What was billed.</summary>
    public ImmutableList<BilledLine> Billed { get; init; } = [];

    /// <summary>The hour of the swap; null when none is booked.</summary>
    public DeliveryTime? Swap { get; init; }

    /// <summary>Whether it counts no more.</summary>
    public bool IsOff => Phase is LinePhase.Declined or LinePhase.Cancelled;

    /// <summary>Whether every unit was delivered.</summary>
    public bool IsDelivered => Delivered.Count == Line.Quantity;

    /// <summary>Whether something more is to be delivered.</summary>
    public bool IsOpen => !IsOff && !IsDelivered;
}

/// <summary>What later decisions about an order ask for.</summary>
public sealed record OrderState
{
    /// <summary>No order.</summary>
    public static readonly OrderState Empty = new();

    /// <summary>What it began with; null before that.</summary>
    public OrderWished? Wish { get; init; }

    /// <summary>Whose order it is: said with the lines, or with the wish.</summary>
    public string? Organisation => Lines.Values.FirstOrDefault()?.Line.Organisation ?? Wish?.Organisation;

    /// <summary>The role that must approve it.</summary>
    public string? Attest { get; init; }

    /// <summary>Whether it was approved, or needs no approval.</summary>
    public bool IsApproved { get; init; }

    /// <summary>Whether the last specification was turned down.</summary>
    public bool IsTurnedDown { get; init; }

    /// <summary>Who specified it last; null where that was not recorded.</summary>
    public PersonId? SpecifiedBy { get; init; }

    /// <summary>The version of the catalogue that it was ordered under.</summary>
    public int Catalogue { get; init; }

    /// <summary>Whether a supplier's lines come together.</summary>
    public bool Together { get; init; }

    /// <summary>When it was placed first; null before that.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>The lines, by number.</summary>
    public ImmutableSortedDictionary<int, LineState> Lines { get; init; } = ImmutableSortedDictionary<int, LineState>.Empty;

    /// <summary>Suppliers' own numbers for the order, by supplier.</summary>
    public ImmutableDictionary<string, string> SupplierOrders { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Disputes that are open: id to code.</summary>
    public ImmutableDictionary<string, OrderInvoiceDisputed> Disputes { get; init; } = ImmutableDictionary<string, OrderInvoiceDisputed>.Empty;

    /// <summary>Invoices that bill the order, by supplier and number; true once paid.</summary>
    public ImmutableDictionary<(string Supplier, string Invoice), bool> Invoices { get; init; } = ImmutableDictionary<(string, string), bool>.Empty;

    /// <summary>Messages of suppliers that came, with the hash of what they held.</summary>
    public ImmutableDictionary<string, string> Seen { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The lines that a supplier was told.</summary>
    public IEnumerable<LineState> Of(string supplier) => Lines.Values.Where(line => line.Line.Supplier == supplier && line.Phase != LinePhase.Specified);

    /// <summary>The suppliers of the lines.</summary>
    public IEnumerable<string> Suppliers => Lines.Values.Select(line => line.Line.Supplier).Distinct(StringComparer.Ordinal);

    /// <summary>The text as part of this order, under the orderer's key.</summary>
    public Personal Text(string text) => new Personal(Wish?.Orderer ?? PersonId.Nobody, text).Within(Wish?.Number.Value ?? "");

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public OrderState After(object? fact) => fact switch
    {
        OrderWished e => this with { Wish = e },
        OrderSpecified e => this with
        {
            Catalogue = e.Catalogue,
            Attest = e.Attest,
            SpecifiedBy = e.By,
            Together = e.Together,
            IsApproved = e.Attest is null,
            IsTurnedDown = false,
            Lines = e.Lines.ToImmutableSortedDictionary(line => line.Line, line => new LineState(line)),
        },
        OrderApproved => this with { IsApproved = true, IsTurnedDown = false },
        OrderTurnedDown => this with { IsTurnedDown = true },
        OrderPlaced e => Each(e.Lines, line => line with { Phase = LinePhase.Placed }) with { PlacedAt = PlacedAt ?? e.At },
        OrderConfirmed e => Confirmed(e),
        OrderLinesDeclined e => Each(e.Lines, line => line with { Phase = LinePhase.Declined }),
        OrderDeliveryExpected e => Each(e.Lines, line => line with { Expected = e.Expected, Promised = line.Promised ?? e.Expected }),
        OrderSwapBooked e => Each([e.Line], line => line with { Swap = e.Time }),
        OrderShipped e => Units(e.Units, (line, unit) => line with { Shipped = line.Shipped.Add(unit.Unit) }),
        OrderDelivered e => Units(e.Units, (line, unit) => line with
        {
            Delivered = line.Delivered.SetItem(unit.Unit, new(e.Delivery, unit.Serial, e.DeliveredAt)),
            Phase = line.Phase is LinePhase.Placed or LinePhase.CancelAsked ? LinePhase.Confirmed : line.Phase,
        }),
        OrderUnitsReturned e => Units(e.Units, (line, unit) => line with { Returned = line.Returned.Add(unit.Unit) }),
        OrderCancellationAsked e => Each(e.Lines, line => line with { Phase = LinePhase.CancelAsked }),
        OrderLinesCancelled e => Each(e.Lines, line => line with { Phase = LinePhase.Cancelled }),
        OrderCancellationRefused e => Each(e.Lines, line => line with { Phase = LinePhase.Confirmed }),
        OrderInvoiced e => Each([e.Line], line => line with { Billed = line.Billed.Add(new(e.Invoice, e.InvoiceLine, e.Quantity, e.Net, e.From, e.Until)) })
            with
        { Invoices = Invoices.ContainsKey((e.Supplier, e.Invoice)) ? Invoices : Invoices.Add((e.Supplier, e.Invoice), false) },
        OrderInvoiceDisputed e => this with { Disputes = Disputes.SetItem(e.Dispute, e) },
        OrderDisputeSettled e => this with { Disputes = Disputes.Remove(e.Dispute) },
        OrderInvoicePaid e => this with { Invoices = Invoices.SetItem((e.Supplier, e.Invoice), true) },
        OrderSupplierSaid e => this with { Seen = Seen.SetItem(e.Message, e.ContentHash) },
        _ => this,
    };

    private OrderState Confirmed(OrderConfirmed fact) => fact.Lines.Aggregate(
        this with { SupplierOrders = SupplierOrders.SetItem(fact.Supplier, fact.SupplierOrder) },
        (state, promised) => state.Each([promised.Line], line => line with
        {
            Phase = line.Phase == LinePhase.Placed ? LinePhase.Confirmed : line.Phase, // Asked not to deliver it, the supplier has not answered that yet.
            Expected = promised.Expected ?? line.Expected,
            Promised = line.Promised ?? promised.Expected,
        }));

    private OrderState Each(IEnumerable<int> numbers, Func<LineState, LineState> change) => this with
    {
        Lines = numbers.Where(Lines.ContainsKey).Aggregate(Lines, (lines, number) => lines.SetItem(number, change(lines[number]))),
    };

    private OrderState Units(IEnumerable<OrderUnit> units, Func<LineState, OrderUnit, LineState> change) => this with
    {
        Lines = units.Where(unit => Lines.ContainsKey(unit.Line)).Aggregate(Lines, (lines, unit) => lines.SetItem(unit.Line, change(lines[unit.Line], unit))),
    };
}
