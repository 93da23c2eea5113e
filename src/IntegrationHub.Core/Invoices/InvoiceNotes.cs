using System.Globalization;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Invoices;

/// <summary>What an invoice means to the orders that it bills. Pure; noted twice, it changes nothing the second time.</summary>
public static class InvoiceNotes
{
    /// <summary>What each order is to note: what was billed, disputed, settled and paid.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<OrderEvent>> Of(InvoiceState state, DateTimeOffset now)
    {
        var notes = new Dictionary<string, List<OrderEvent>>(StringComparer.Ordinal);
        void Note(string order, OrderEvent fact) => (notes.TryGetValue(order, out var own) ? own : notes[order] = []).Add(fact);
        foreach (var line in state.Lines.Values)
        {
            if (line.Ordered is { } ordered)
            {
                Note(ordered.Order, new OrderInvoiced(ordered.Supplier, line.Number, line.Line, ordered.Line, line.Quantity, line.Net, line.From, line.Until, now));
            }
        }

        foreach (var dispute in state.Disputes.Values)
        {
            foreach (var line in dispute.Positions.Select(position => state.Lines.GetValueOrDefault(position)).OfType<InvoiceLineMatched>().Where(line => line.Ordered is not null)
                .DistinctBy(line => (line.Ordered!.Order, line.Ordered.Line)))
            {
                var (ordered, id) = (line.Ordered!, IdOf(dispute, line.Ordered!.Line));

                // An order forgets a dispute that is settled: told of it again, it would open it anew.
                Note(ordered.Order, state.Settled.TryGetValue(dispute.Dispute, out var settled)
                    ? new OrderDisputeSettled(id, settled.Outcome, now)
                    : new OrderInvoiceDisputed(ordered.Supplier, id, line.Number, ordered.Line, dispute.Code, AmountOf(line, dispute), now));
            }
        }

        foreach (var line in state.PaidAt is null ? [] : state.Lines.Values.Where(line => line.Ordered is not null).DistinctBy(line => (line.Ordered!.Order, line.Ordered.Supplier)))
        {
            Note(line.Ordered!.Order, new OrderInvoicePaid(line.Ordered.Supplier, line.Number, now));
        }

        return notes.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<OrderEvent>)pair.Value, StringComparer.Ordinal);
    }

    /// <summary>Whether a dispute of an order, which is one for each of its lines, is part of a dispute of an invoice.</summary>
    public static bool IsOf(string ofOrder, string ofInvoice) => ofOrder == ofInvoice || ofOrder.StartsWith(ofInvoice + "-", StringComparison.Ordinal);

    private static string IdOf(InvoiceDisputed dispute, int line) => string.Create(CultureInfo.InvariantCulture, $"{dispute.Dispute}-{line}");

    private static Money AmountOf(InvoiceLineMatched line, InvoiceDisputed dispute) =>
        line.Differences.FirstOrDefault(difference => difference.Code == dispute.Code)?.Amount ?? dispute.Amount;
}
