using System.Collections.Frozen;
using System.Collections.Immutable;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Invoices;

/// <summary>What an order can be recognised by on an invoice, other than by its number.</summary>
/// <param name="Clues">See <see cref="OrderClue"/>.</param>
public sealed record OrderTrace(string Number, ImmutableSortedSet<string> Clues)
{
    /// <summary>
    /// By order. What it is sought by stands among the tallies, which hold many values for a row and find them at once: the kind is how
    /// (<see cref="InvoiceClues"/>), the day is the clue's value, and the group is the order.
    /// </summary>
    public static readonly View<OrderTrace> View = new("order-traces", 2, KeyOf, Apply, FrozenDictionary<string, Func<OrderTrace, string?>>.Empty)
    {
        Types = new[] { typeof(OrderWished), typeof(OrderSpecified), typeof(OrderConfirmed), typeof(OrderDelivered), typeof(OrderInvoiced) }.Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal),
        Tallies = row => row.Clues.Select(clue => Split(clue) is var (how, value) ? new Tally(how, value, row.Number, "", 1) : default),
    };

    private const char Between = '\t';

    private static string? KeyOf(Known known) => known.Fact is OrderEvent && OrderNumber.IsStream(known.Recorded.Stream, out var number) ? number.Value : null;

    private static OrderTrace? Apply(OrderTrace? row, Known known) => (row, known.Fact) switch
    {
        (null, OrderWished e) => new(e.Number.Value, ImmutableSortedSet.Create<string>(StringComparer.Ordinal)),
        ({ }, OrderSpecified e) => row.With(InvoiceClues.Reference, e.Lines.SelectMany(line => new[] { InvoiceClues.Joined(line.Reference, line.Article), InvoiceClues.Joined(line.Reference, line.Name) })),
        ({ }, OrderConfirmed e) => row.With(InvoiceClues.SalesOrder, [InvoiceClues.Compact(e.SupplierOrder)]),
        ({ }, OrderDelivered e) => row.With(InvoiceClues.BilledObject, e.Units.Select(unit => unit.Serial).OfType<string>()),
        ({ }, OrderInvoiced e) => row.With(InvoiceClues.Preceding, [e.Invoice]),
        _ => row,
    };

    private OrderTrace With(string how, IEnumerable<string> values) =>
        this with { Clues = Clues.WithComparer(StringComparer.Ordinal).Union(values.Select(value => how + Between + value.Trim())) };

    private static (string How, string Value)? Split(string clue) => clue.IndexOf(Between, StringComparison.Ordinal) is > 0 and var at ? (clue[..at], clue[(at + 1)..]) : null;
}
