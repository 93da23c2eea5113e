using System.Collections.Immutable;
using IntegrationHub.Core.Hours;

namespace IntegrationHub.Core.Orders;

/// <summary>How far a line is, in counts: enough for its status and for the figures, small enough for a list of all orders.</summary>
/// <param name="IsOnce">Whether it is paid once, unit by unit; else it runs and is billed by month.</param>
/// <param name="Shipped">Units on their way or there.</param>
/// <param name="Delivered">Units delivered.</param>
/// <param name="First">Units of the first delivery.</param>
/// <param name="Returned">Units that went back.</param>
/// <param name="Billed">Units, or months times units, that were billed and not credited.</param>
/// <param name="Promised">The day of delivery that the supplier told first.</param>
/// <param name="Expected">The day that it told last.</param>
/// <param name="DeliveredAt">When the last unit came.</param>
public sealed record LineStanding(
    int Line, string Article, string Type, string Supplier, int Quantity, bool IsOnce, LinePhase Phase = LinePhase.Specified, int Shipped = 0, int Delivered = 0, int First = 0,
    int Returned = 0, decimal Billed = 0, DateOnly? Promised = null, DateOnly? Expected = null, DateTimeOffset? DeliveredAt = null)
{
    /// <summary>Invoices that bill it and are not paid.</summary>
    public ImmutableList<string> Unpaid { get; init; } = [];

    /// <summary>Whether it counts no more.</summary>
    public bool IsOff => Phase is LinePhase.Declined or LinePhase.Cancelled;

    /// <summary>Whether every unit was delivered.</summary>
    public bool IsDelivered => Delivered >= Quantity;

    /// <summary>Whether it was there on the day that was promised first; null while that cannot be said.</summary>
    public bool? WasOnTime => IsDelivered && Promised is { } day && DeliveredAt is { } at ? CityDay.Of(at) <= day : null;
}

/// <summary>How far an order is, folded from its history; see <see cref="OrderStatus"/>.</summary>
/// <param name="Attest">The role that must approve it.</param>
/// <param name="PlacedAt">When its suppliers were first to be told.</param>
public sealed record OrderStanding(bool IsApproved = false, bool IsTurnedDown = false, string? Attest = null, DateTimeOffset? PlacedAt = null)
{
    /// <summary>What it is worth in all.</summary>
    public Money Value { get; init; } = Money.Zero;

    /// <summary>The lines, in order.</summary>
    public ImmutableList<LineStanding> Lines { get; init; } = [];

    /// <summary>Disputes that are open, and the line that each is about; 0 for the whole invoice.</summary>
    public ImmutableSortedDictionary<string, int> Disputes { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Where it stands.</summary>
    public string Status => OrderStatus.Of(this);

    /// <summary>The day on which all of it is expected, by what the suppliers told last; null when one has not told.</summary>
    public DateOnly? Expected
    {
        get
        {
            var open = Lines.Where(line => !line.IsOff && !line.IsDelivered).ToList();
            return open.Count == 0 || open.Exists(line => line.Expected is null) ? null : open.Max(line => line.Expected);
        }
    }

    /// <summary>The standing that a history leads to.</summary>
    public static OrderStanding Of(IEnumerable<object?> facts) => facts.Aggregate(new OrderStanding(), (standing, fact) => standing.After(fact));

    /// <summary>The standing after one more event.</summary>
    public OrderStanding After(object? fact) => fact switch
    {
        OrderSpecified e => this with
        {
            IsApproved = e.Attest is null,
            IsTurnedDown = false,
            Attest = e.Attest,
            Value = e.Value,
            Lines = [.. e.Lines.Select(line => new LineStanding(line.Line, line.Article, line.Type, line.Supplier, line.Quantity, line.Once.Minor > 0))],
        },
        OrderApproved => this with { IsApproved = true, IsTurnedDown = false },
        OrderTurnedDown => this with { IsTurnedDown = true },
        OrderPlaced e => Each(e.Lines, line => line with { Phase = LinePhase.Placed }) with { PlacedAt = PlacedAt ?? e.At },
        OrderConfirmed e => e.Lines.Aggregate(this, (standing, told) => standing.Each([told.Line], line => line with
        {
            Phase = line.Phase == LinePhase.Placed ? LinePhase.Confirmed : line.Phase,
            Promised = line.Promised ?? told.Expected,
            Expected = told.Expected ?? line.Expected,
        })),
        OrderLinesDeclined e => Each(e.Lines, line => line with { Phase = LinePhase.Declined }),
        OrderDeliveryExpected e => Each(e.Lines, line => line with { Promised = line.Promised ?? e.Expected, Expected = e.Expected }),
        OrderShipped e => Units(e.Units, (line, units) => line with { Shipped = line.Shipped + units }),
        OrderDelivered e => Units(e.Units, (line, units) => line with
        {
            Phase = line.Phase is LinePhase.Placed or LinePhase.CancelAsked ? LinePhase.Confirmed : line.Phase,
            Delivered = line.Delivered + units,
            First = line.Delivered == 0 ? units : line.First,
            DeliveredAt = line.DeliveredAt is { } before && before > e.DeliveredAt ? before : e.DeliveredAt,
        }),
        OrderUnitsReturned e => Units(e.Units, (line, units) => line with { Returned = line.Returned + units }),
        OrderCancellationAsked e => Each(e.Lines, line => line with { Phase = LinePhase.CancelAsked }),
        OrderLinesCancelled e => Each(e.Lines, line => line with { Phase = LinePhase.Cancelled }),
        OrderCancellationRefused e => Each(e.Lines, line => line with { Phase = LinePhase.Confirmed }),
        OrderInvoiced e => Each([e.Line], line => line with { Billed = line.Billed + e.Quantity, Unpaid = Unpaid(line, e) }),
        OrderInvoicePaid e => this with { Lines = [.. Lines.Select(line => line with { Unpaid = line.Unpaid.Remove(Key(e.Supplier, e.Invoice), StringComparer.Ordinal) })] },
        OrderInvoiceDisputed e => this with { Disputes = Disputes.SetItem(e.Dispute, e.Line ?? 0) },
        OrderDisputeSettled e => this with { Disputes = Disputes.Remove(e.Dispute) },
        _ => this,
    };

    /// <summary>A credit is owed by the supplier: nobody pays it.</summary>
    private static ImmutableList<string> Unpaid(LineStanding line, OrderInvoiced fact) =>
        fact.Net.Minor < 0 || line.Unpaid.Contains(Key(fact.Supplier, fact.Invoice)) ? line.Unpaid : line.Unpaid.Add(Key(fact.Supplier, fact.Invoice));

    private static string Key(string supplier, string invoice) => supplier + " " + invoice;

    private OrderStanding Each(IReadOnlyList<int> numbers, Func<LineStanding, LineStanding> change) =>
        this with { Lines = [.. Lines.Select(line => numbers.Contains(line.Line) ? change(line) : line)] };

    private OrderStanding Units(IReadOnlyList<OrderUnit> units, Func<LineStanding, int, LineStanding> change)
    {
        var counts = units.GroupBy(unit => unit.Line).ToDictionary(same => same.Key, same => same.Count());
        return this with { Lines = [.. Lines.Select(line => counts.TryGetValue(line.Line, out var many) ? change(line, many) : line)] };
    }
}
