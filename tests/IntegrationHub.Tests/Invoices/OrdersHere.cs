using System.Collections.Immutable;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Orders;

namespace IntegrationHub.Tests.Invoices;

/// <summary>Orders that an invoice can be matched to, found as the hub finds them: by number, the supplier's number, serial number, earlier invoice, or reference and article.</summary>
internal sealed class OrdersHere(params OrderState[] orders)
{
    private readonly Dictionary<string, IReadOnlyList<HoldingRow>> _held = new(StringComparer.Ordinal);

    /// <summary>When everything was delivered, unless a test says otherwise.</summary>
    public static readonly DateTimeOffset Delivered = new(2026, 10, 2, 8, 0, 0, TimeSpan.Zero);

    public OrdersHere Holding(string order, params HoldingRow[] rows)
    {
        _held[order] = rows;
        return this;
    }

    public IReadOnlyList<FoundOrder> Find(OrderClue clue) =>
        [.. orders.Where(order => Has(order, clue)).Select(order => new FoundOrder(order, _held.GetValueOrDefault(order.Wish!.Number.Value) ?? []))];

    public IReadOnlyList<MatchedLine> Match(Invoice invoice, string? supplier = "workplace", InvoiceRules? rules = null) => InvoiceMatching.Match(invoice, supplier, rules ?? InvoiceRules.Default, Find);

    /// <summary>An order that was placed and confirmed, all of it delivered.</summary>
    public static OrderState Order(string number, params OrderLine[] lines) => Undelivered(number, lines) is var state
        ? lines.Aggregate(state, (so, line) => Deliver(so, line.Line, Delivered, [.. Enumerable.Range(1, line.Quantity)])) : throw new InvalidOperationException();

    public static OrderState Undelivered(string number, params OrderLine[] lines)
    {
        var at = OrderScenario.Now;
        object[] facts =
        [
            new OrderWished(new OrderNumber(number), OrderScenario.Orderer, "utbildning", null, null, null, "web", "sv", null, at), new OrderSpecified(1, lines, Money.Zero, null, false, at),
            .. lines.GroupBy(line => line.Supplier, StringComparer.Ordinal).Select(own => new OrderPlaced(own.Key, [.. own.Select(line => line.Line)], at)),
        ];
        return facts.Aggregate(OrderState.Empty, (state, fact) => state.After(fact));
    }

    public static OrderState Deliver(OrderState order, int line, DateTimeOffset at, params int[] units) => order.After(new OrderDelivered(
        order.Lines[line].Line.Supplier, "L", [.. units.Select(unit => new OrderUnit(line, unit, $"SN-{order.Wish!.Number.Value}-{line}-{unit}"))], new DeliveryProof("signature"), at, at));

    public static OrderLine Line(int line, string article, int quantity, long once, long monthly, string reference = "110-12345", string currency = Money.Kronor) => OrderScenario.Line(line, quantity, article: article) with
    {
        Once = new Money(once, currency),
        Monthly = new Money(monthly, currency),
        Reference = reference,
        Name = article,
    };

    /// <summary>What the orders note of a matched invoice.</summary>
    public static OrderState Note(OrderState order, Invoice invoice, IReadOnlyList<MatchedLine> lines) => lines.Where(line => line.Ordered?.Order == order.Wish!.Number.Value).Aggregate(order, (state, line) => state.After(
        new OrderInvoiced("workplace", invoice.Number, line.Of.Id, line.Ordered!.Line, line.Quantity, line.Net, line.Period?.From, line.Period?.Until, OrderScenario.Now)));

    private static bool Has(OrderState order, OrderClue clue) => clue.How switch
    {
        InvoiceClues.PurchaseOrder or InvoiceClues.Place => order.Wish!.Number.Value == clue.Value,
        InvoiceClues.SalesOrder => order.SupplierOrders.Values.Select(InvoiceClues.Compact).Contains(clue.Value, StringComparer.Ordinal),
        InvoiceClues.BilledObject => order.Lines.Values.Any(line => line.Delivered.Values.Any(unit => unit.Serial == clue.Value)),
        InvoiceClues.Preceding => order.Lines.Values.Any(line => line.Billed.Exists(billed => billed.Invoice == clue.Value)),
        _ => order.Lines.Values.Any(line => InvoiceClues.Joined(line.Line.Reference, line.Line.Article) == clue.Value),
    };
}
