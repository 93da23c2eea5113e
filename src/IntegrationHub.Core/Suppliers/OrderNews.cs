using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Suppliers;

/// <summary>What one supplier must be told of an event of an order. Pure: the same history gives the same message, whenever it is asked.</summary>
public static class OrderNews
{
    /// <summary>The stored types that may be news to a supplier.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
        [typeof(OrderPlaced), typeof(OrderCancellationAsked), typeof(OrderSwapBooked), typeof(OrderUnitsReturned), typeof(OrderInvoiceDisputed)];

    /// <summary>Whose business an event is; null when it is no supplier's.</summary>
    /// <param name="history">The order up to and with the event, which is the last.</param>
    public static string? SupplierOf(IReadOnlyList<Known> history) => history[^1] switch
    {
        { Fact: OrderPlaced e } => e.Supplier,
        { Fact: OrderCancellationAsked e } => e.Supplier,
        { Fact: OrderInvoiceDisputed e } => e.Supplier,
        { Fact: OrderUnitsReturned e, Context.By: var by } when by != "supplier:" + e.Supplier => e.Supplier,
        { Fact: OrderSwapBooked e } when At(history).Lines.GetValueOrDefault(e.Line) is { Phase: not LinePhase.Specified } line => line.Line.Supplier, // Else it is told with the order.
        _ => null,
    };

    /// <summary>Whether the supplier need not be told of an event any more: it has the message, or it has answered the order already, since a person told it.</summary>
    /// <param name="supplier">Whose business the event is.</param>
    /// <param name="happened">The event.</param>
    /// <param name="now">The order with all that happened since.</param>
    public static bool IsSettled(string supplier, Known happened, LoadedOrder now) => IsTold(supplier, happened, now) || Knows(happened, now);

    /// <summary>Whether the supplier's system has the message of an event.</summary>
    public static bool IsTold(string supplier, Known happened, LoadedOrder now)
    {
        var message = happened.Recorded.Id.ToString("N");
        return now.History.Any(known => known.Fact is OrderSupplierInformed e && e.Supplier == supplier && e.Message == message);
    }

    /// <summary>The message; null when the event is none of the supplier's business, or its own doing.</summary>
    /// <param name="supplier">Whom it would be told.</param>
    /// <param name="history">The order up to and with the event, which is the last.</param>
    public static HubOrderMessage? For(string supplier, IReadOnlyList<Known> history)
    {
        if (SupplierOf(history) != supplier || At(history) is not { Wish: { } wish } state)
        {
            return null;
        }

        var (number, own) = (wish.Number.Value, state.SupplierOrders.GetValueOrDefault(supplier));
        return history[^1].Fact switch
        {
            OrderPlaced e => new OrderPlacedMessage(
                number, e.At, state.Together, [.. e.Lines.Where(state.Lines.ContainsKey).Select(line => Line(state.Lines[line], wish.Site))]),
            OrderCancellationAsked e => new OrderCancellationMessage(number, e.Lines, e.Reason?.Text, own),
            OrderSwapBooked e => new OrderSwapMessage(number, e.Line, e.Time.From, e.Time.Until, own),
            OrderUnitsReturned e => new OrderReturnMessage(number, e.Return, [.. e.Units.Select(unit => Known(unit, state))], e.Reason?.Text, own),
            OrderInvoiceDisputed e => new OrderDisputeMessage(number, e.Dispute, e.Invoice, e.Code, e.Amount, e.Line),
            _ => null,
        };
    }

    private static bool Knows(Known happened, LoadedOrder now) => happened.Fact is OrderPlaced placed
        && placed.Lines.All(line => now.State.Lines.GetValueOrDefault(line) is { Phase: LinePhase.Confirmed or LinePhase.Declined or LinePhase.Cancelled });

    private static OrderState At(IReadOnlyList<Known> history) => history.Aggregate(OrderState.Empty, (state, known) => state.After(known.Fact));

    /// <summary>The unit with the mark that it was delivered under.</summary>
    private static OrderUnit Known(OrderUnit unit, OrderState state) =>
        unit.Serial is null && state.Lines.GetValueOrDefault(unit.Line)?.Delivered.GetValueOrDefault(unit.Unit)?.Serial is { } serial ? unit with { Serial = serial } : unit;

    private static OrderedLineMessage Line(LineState state, string? site)
    {
        var line = state.Line;
        var time = state.Swap ?? line.Wanted;
        return new OrderedLineMessage(
            line.Line, line.Article, line.Name, line.Quantity, line.Once, line.Monthly, line.TermMonths, line.Reference, WayOf(line.Way), line.Site ?? site, line.Organisation,
            line.Project, line.Grouping, time?.From, time?.Until,
            line.Recipients.Count == 0 ? null : [.. line.Recipients.Select((who, index) => new OrderedFor(index + 1, who.Person.Value, who.Name?.Text, who.Role?.Text))],
            line.Swap.Count == 0 ? null : line.Swap, line.Specification?.Text, line.Adaptation?.Reason.Text);
    }

    private static string WayOf(DeliveryWay way) => way switch { DeliveryWay.Box => "box", DeliveryWay.Technician => "technician", _ => "electronic" };
}
