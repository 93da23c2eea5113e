using IntegrationHub.Core.Search;

namespace IntegrationHub.Core.Orders;

/// <summary>An order as searches see it: a fold over its history, so that the index can be made again from the log.</summary>
public static class OrderDocument
{
    private const int NamedInTitle = 3;

    /// <summary>The document; null when there is no such order.</summary>
    public static SearchDocument? Of(LoadedOrder loaded)
    {
        if (loaded.State is not { Wish: { } wish } state)
        {
            return null;
        }

        var lines = state.Lines.Values.Select(line => line.Line).ToList();
        var facts = loaded.History.Select(known => known.Fact).OfType<OrderEvent>().ToList();
        var standing = OrderStanding.Of(facts);
        return new SearchDocument(wish.Number.Stream, SearchKind.Order, wish.Number.Value, wish.At, Title(wish, lines))
        {
            Texts = Values([
                wish.Wish?.Text, .. lines.SelectMany(line => new[] { line.Name, line.NameEn, line.Specification?.Text }), .. facts.Select(Said),
                .. lines.SelectMany(line => line.Recipients).Select(who => who.Name?.Text)]),
            Supplier = Values(lines.Select(line => line.Supplier)),
            HadBy = Values(state.Suppliers.Where(supplier => state.Of(supplier).Any())), // Who was not told has no reader there yet.
            Service = Values(lines.Select(line => line.Service)),
            Organisation = Values([state.Organisation]), // Whose order it is; who pays for another line does not read it.
            Site = Values([wish.Site, .. lines.Select(line => line.Site)]),
            Person = Values(lines.SelectMany(line => line.Recipients).Select(who => who.Person.Value)),
            Role = Values(lines.SelectMany(line => line.Recipients).Select(who => who.Role?.Text)),
            Orderer = Values([wish.Orderer.Value]),
            Ticket = Values([.. state.SupplierOrders.Values, .. facts.OfType<OrderShipped>().Select(e => e.Shipment), .. facts.OfType<OrderDelivered>().Select(e => e.Delivery)]),
            Article = Values(lines.Select(line => line.Article)),
            Subscription = Values(facts.OfType<OrderDelivered>().SelectMany(e => e.Units).SelectMany(unit => new[] { unit.Serial, Holdings.Holding.IdOf(wish.Number, unit.Line, unit.Unit) })),
            Invoice = Values(state.Invoices.Keys.Select(key => key.Invoice)),
            Reference = Values(lines.Select(line => line.Reference)),
            Project = Values(lines.Select(line => line.Project)),
            Status = [standing.Status],
        };
    }

    private static string Title(OrderWished wish, List<OrderLine> lines)
    {
        var named = lines.GroupBy(line => line.Name, StringComparer.Ordinal).Select(same => (Name: same.Key, Units: same.Sum(line => line.Quantity))).ToList();
        return lines.Count == 0
            ? wish.Wish?.Shown is { } text ? SearchText.Title(text) : "Beställning"
            : string.Join(", ", named.Take(NamedInTitle).Select(one => one.Units > 1 ? $"{one.Units} {one.Name}" : one.Name)) + (named.Count > NamedInTitle ? $" och {named.Count - NamedInTitle} till" : "");
    }

    private static string? Said(OrderEvent fact) => fact switch
    {
        OrderTurnedDown e => e.Reason.Text,
        OrderLinesDeclined e => e.Reason.Text,
        OrderDeliveryExpected e => e.Reason?.Text,
        OrderUnitsReturned e => e.Reason?.Text,
        OrderLinesCancelled e => e.Reason?.Text,
        OrderCancellationAsked e => e.Reason?.Text,
        OrderCancellationRefused e => e.Reason.Text,
        _ => null,
    };

    private static IReadOnlyList<string> Values(IEnumerable<string?> values) =>
        [.. values.OfType<string>().Where(text => !string.IsNullOrWhiteSpace(text)).Distinct(StringComparer.Ordinal)];
}
