using System.Collections.Frozen;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>The part of an order that concerns somebody who may not see all of it: a supplier its lines, a recipient the units that are the recipient's own.</summary>
public sealed class OrderPart
{
    private readonly Func<OrderLine, OrderLine?> _own;
    private readonly FrozenDictionary<int, FrozenSet<int>> _units;

    private OrderPart(OrderState order, Func<OrderLine, OrderLine?> own, Func<LineState, IEnumerable<int>> units)
    {
        _own = own;
        _units = order.Lines.Values.Select(line => (line.Line.Line, Units: units(line).ToFrozenSet())).Where(one => one.Units.Count > 0).ToFrozenDictionary(one => one.Line, one => one.Units);
    }

    /// <summary>Whether nothing of the order is in it.</summary>
    public bool IsEmpty => _units.Count == 0;

    /// <summary>The lines that a supplier was told.</summary>
    public static OrderPart OfSupplier(OrderState order, string supplier) => new(
        order, line => line.Supplier == supplier ? line : null,
        line => line.Line.Supplier == supplier && line.Phase != LinePhase.Specified ? Enumerable.Range(1, line.Line.Quantity) : []);

    /// <summary>The units that somebody gets.</summary>
    /// <param name="order">The order.</param>
    /// <param name="persons">All pseudonyms of the recipient.</param>
    public static OrderPart OfRecipient(OrderState order, IReadOnlyCollection<PersonId> persons) => new(
        order, line => Narrowed(line, persons), line => Enumerable.Range(1, line.Line.Quantity).Where(unit => line.Line.RecipientOf(unit) is { } who && persons.Contains(who.Person)));

    /// <summary>The order as it is shown, without what is another's or is about the whole.</summary>
    public OrderView Of(OrderView whole)
    {
        IReadOnlyList<LineView> lines = [.. whole.Lines.Where(line => _units.ContainsKey(line.Line)).Select(line => line with
        {
            Quantity = _units[line.Line].Count,
            Units = [.. line.Units.Where(unit => Has(new OrderUnit(line.Line, unit.Unit)))],
        })];
        return whole with
        {
            Wish = null,
            Case = null,
            Value = Money.Sum(lines.Select(line => line.Value)),
            Expected = lines.Any(line => line.Expected is null) ? null : lines.Max(line => line.Expected),
            Invoices = [.. lines.SelectMany(line => line.Billed).Select(billed => billed.Invoice).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Lines = lines,
            Disputes = [.. whole.Disputes.Where(dispute => dispute.Line is { } line && _units.ContainsKey(line))],
        };
    }

    /// <summary>What an event says of the part; null when it says nothing of it.</summary>
    public OrderEvent? Of(OrderEvent fact) => fact switch
    {
        OrderWished e => e with { Wish = null, Mail = null, Case = null },
        OrderSpecified e => Some(e.Lines.Select(_own).OfType<OrderLine>(), lines => e with { Lines = lines, Value = Money.Sum(lines.Select(line => line.Value)) }),
        OrderPlaced e => Some(Own(e.Lines), lines => e with { Lines = lines }),
        OrderConfirmed e => Some(e.Lines.Where(line => _units.ContainsKey(line.Line)), lines => e with { Lines = lines }),
        OrderLinesDeclined e => Some(Own(e.Lines), lines => e with { Lines = lines }),
        OrderDeliveryExpected e => Some(Own(e.Lines), lines => e with { Lines = lines }),
        OrderSwapBooked e => Own([e.Line]).Any() ? e : null,
        OrderShipped e => Some(e.Units.Where(Has), units => e with { Units = units }),
        OrderDelivered e => Some(e.Units.Where(Has), units => e with { Units = units }),
        OrderUnitsReturned e => Some(e.Units.Where(Has), units => e with { Units = units }),
        OrderCancellationAsked e => Some(Own(e.Lines), lines => e with { Lines = lines }),
        OrderLinesCancelled e => Some(Own(e.Lines), lines => e with { Lines = lines }),
        OrderCancellationRefused e => Some(Own(e.Lines), lines => e with { Lines = lines }),
        OrderInvoiced e => Own([e.Line]).Any() ? e : null,
        OrderInvoiceDisputed e => e.Line is { } line && Own([line]).Any() ? e : null,
        _ => null,
    };

    private bool Has(OrderUnit unit) => _units.TryGetValue(unit.Line, out var units) && units.Contains(unit.Unit);

    private IEnumerable<int> Own(IEnumerable<int> lines) => lines.Where(_units.ContainsKey);

    private static OrderEvent? Some<T>(IEnumerable<T> some, Func<IReadOnlyList<T>, OrderEvent> fact) => some.ToList() is { Count: > 0 } own ? fact(own) : null;

    /// <summary>A line with its own recipient alone: nobody learns by it who else is in the class, or what was changed for another and why.</summary>
    private static OrderLine? Narrowed(OrderLine line, IReadOnlyCollection<PersonId> persons)
    {
        IReadOnlyList<Recipient> own = [.. line.Recipients.Where(who => persons.Contains(who.Person))];
        return own.Count == 0 ? null : line with { Quantity = own.Count, Recipients = own, Swap = [], Adaptation = line.Adaptation is { } made && persons.Contains(made.For) ? made : null };
    }
}
