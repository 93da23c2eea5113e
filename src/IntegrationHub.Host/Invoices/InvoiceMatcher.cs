using System.Globalization;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Invoices;

/// <summary>Matches invoices to orders: finds them, lets the rules judge, records it, and tells the orders and the invoices that are taken back.</summary>
internal sealed class InvoiceMatcher(
    InvoiceStore invoices, OrderStore orders, InvoiceFiles files, LiveView<OrderTrace> traces, LiveView<HoldingRow> holdings, IPersonKeys keys, InvoiceSettings settings, TimeProvider clock)
{
    private const int MostOrders = 50;
    private const int MostHeld = 2_000;
    private const int MostOrdersInAll = 5_000;
    private const int FactsAtOnce = 300; // One append is bounded.

    /// <summary>Up to where the log is known of what orders are found by.</summary>
    public LogPosition Reached => traces.Position < holdings.Position ? traces.Position : holdings.Position;

    /// <summary>Matches an invoice, or matches it anew.</summary>
    /// <param name="id">The invoice.</param>
    /// <param name="context">Who wants it.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <returns>A refusal where there is no such invoice, or it was erased.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Decision<InvoiceEvent>> MatchAsync(string id, EventContext context, CancellationToken ct)
    {
        var loaded = await invoices.LoadAsync(id, ct);
        if (loaded.State.Received is not { } received)
        {
            return new Refused<InvoiceEvent>("invoice-unknown", "There is no such invoice.");
        }

        var now = clock.GetUtcNow();
        if (await files.Kept.OpenAsync(received.Texts, InvoiceEvent.StreamOf(id), received.Original.Reference, ct) is not { } file
            || Of(PeppolReader.Read(file.Content, InvoiceLimits.Default, CityDay.Of(now))) is not { } invoice)
        {
            return new Refused<InvoiceEvent>("invoice-erased", "The invoice as it came is not there any more, so that it cannot be matched.");
        }

        var found = await FindAsync(invoice, received.Supplier, ct);
        var matched = InvoiceMatching.Match(invoice, received.Supplier, settings.Rules, clue => found.GetValueOrDefault(clue) ?? []);
        var doubled = invoice.Lines.GroupBy(line => line.Id, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        var lines = matched.Select(line => Line(line, invoice, received, !doubled.Contains(line.Of.Id), now)).ToList();
        var decision = await invoices.DecideAsync(id, new MatchInvoice(lines, now), EventId.From("invoice-match", id, loaded.Revision.ToString(CultureInfo.InvariantCulture)), context, ct);
        await NoteAsync(id, context, ct);
        await CreditAsync(id, invoice, lines, context, ct);
        return decision;
    }

    /// <remarks>It was taken by the rules of its day. Rules that came later do not undo that.</remarks>
    private static Invoice? Of(PeppolReading reading) => reading switch
    {
        InvoiceRead read => read.Invoice,
        InvoiceUnreadable wrong => wrong.Invoice,
        _ => null,
    };

    /// <summary>Tells the orders what the invoice means to them.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task NoteAsync(string id, EventContext context, CancellationToken ct)
    {
        var (loaded, now) = (await invoices.LoadAsync(id, ct), clock.GetUtcNow());
        foreach (var (order, facts) in InvoiceNotes.Of(loaded.State, now))
        {
            foreach (var (part, some) in OrderNumber.TryParse(order, out var number) ? facts.Chunk(FactsAtOnce).Index() : [])
            {
                var command = EventId.From("invoice-note", id, order, loaded.Revision.ToString(CultureInfo.InvariantCulture), part.ToString(CultureInfo.InvariantCulture));
                await orders.DecideAsync(number, new NoteInvoice(some, now), command, context, ifRevision: null, ct);
            }
        }
    }

    private async Task CreditAsync(string id, Invoice invoice, IReadOnlyList<InvoiceLineMatched> lines, EventContext context, CancellationToken ct)
    {
        var earlier = new List<LoadedInvoice>();
        foreach (var credited in invoice.GivesBack ? invoice.Preceding.Select(each => InvoiceEvent.IdOf(invoice.Seller.Key, each.Number)).Distinct(StringComparer.Ordinal).Take(MostOrders) : [])
        {
            if (credited != id && await invoices.LoadAsync(credited, ct) is { State.Received: not null } loaded)
            {
                earlier.Add(loaded);
            }
        }

        // What stands on the whole goes with the first line, as it does where an invoice is judged.
        var given = lines.Select((line, at) => (line.Ordered?.Order, line.Ordered?.Line, Amount: line.Net.Plus(at == 0 ? Money.Of(invoice.OnTop, invoice.Currency) : line.Net with { Minor = 0 })))
            .GroupBy(line => (line.Order, line.Line)).Select(line => new CreditedLine(line.Key.Order, line.Key.Line, Money.Sum(line.Select(each => each.Amount with { Minor = -each.Amount.Minor }))))
            .Select(line => line with { Amount = line.Amount with { Currency = invoice.Currency } }).ToList();
        foreach (var (loaded, share) in earlier.Zip(CreditShares.Of(given, [.. earlier.Select(each => each.State)])))
        {
            // One in another currency is refused there, and differs here.
            await invoices.DecideAsync(loaded.Id, new CreditInvoice(id, invoice.Number, share, clock.GetUtcNow()), EventId.From("invoice-credit", loaded.Id, id), context, ct);
        }
    }

    private async Task<Dictionary<OrderClue, IReadOnlyList<FoundOrder>>> FindAsync(Invoice invoice, string? supplier, CancellationToken ct)
    {
        var known = new Dictionary<string, FoundOrder?>(StringComparer.Ordinal);
        var found = new Dictionary<OrderClue, IReadOnlyList<FoundOrder>>();
        var clues = invoice.Lines.SelectMany(line => InvoiceClues.Of(invoice, line, settings.Rules.PlacesOf(supplier))).Select(clue => clue.Clue).Distinct();
        foreach (var clue in clues.OrderBy(clue => clue.How == InvoiceClues.Reference)) // The last way leads to the most orders: it may not take the place of a surer one.
        {
            var here = new List<FoundOrder>();
            foreach (var number in NumbersOf(clue).Distinct(StringComparer.Ordinal).Take(MostOrders))
            {
                if (!known.TryGetValue(number, out var order) && known.Count < MostOrdersInAll)
                {
                    known[number] = order = await LoadAsync(number, ct);
                }

                // An order of other suppliers alone is none of this one's.
                if (order is not null && (supplier is null || order.State.Of(supplier).Any()))
                {
                    here.Add(order);
                }
            }

            found[clue] = here;
        }

        return found;
    }

    private IEnumerable<string> NumbersOf(OrderClue clue)
    {
        IEnumerable<string> Traced(string how) => traces.Tallies(how, clue.Value.Trim(), clue.Value.Trim()).Select(tally => tally.Group).OrderDescending(StringComparer.Ordinal);
        return clue.How switch
        {
            InvoiceClues.PurchaseOrder or InvoiceClues.Place => OrderNumber.TryParse(clue.Value, out var number) ? [number.Value] : Traced(InvoiceClues.SalesOrder),
            InvoiceClues.BilledObject => Traced(clue.How).Concat(holdings.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["serial"] = clue.Value }, before: null, MostOrders).Select(row => row.Row.Order)),
            _ => Traced(clue.How),
        };
    }

    private async Task<FoundOrder?> LoadAsync(string text, CancellationToken ct) =>
        OrderNumber.TryParse(text, out var number) && await orders.LoadAsync(number, ct) is { State.Wish: not null } loaded
            ? new FoundOrder(loaded.State, [.. holdings.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["order_number"] = number.Value }, before: null, MostHeld).Select(found => found.Row)])
            : null;

    private InvoiceLineMatched Line(MatchedLine matched, Invoice invoice, InvoiceReceived received, bool unique, DateTimeOffset now)
    {
        var (line, ordered) = (matched.Of, matched.Ordered);
        var words = string.Join('\n', new[] { line.Item.Name, line.Item.Description, line.Note, line.BilledObject?.Value }.OfType<string>());
        return new(
            line.Position, unique ? line.Id : string.Create(CultureInfo.InvariantCulture, $"{line.Id}#{line.Position}"), invoice.Number, invoice.Issued, received.Supplier, matched.Quantity, line.Unit,
            decimal.Round(line.Price.OfOne, 4), matched.Net, matched.Period?.From, matched.Period?.Until, line.Item.SellersId, line.Accounting ?? invoice.References.Buyer, ItemOf(line, ordered, invoice, received.SellerMark),
            (received.Seller with { Text = words }), ordered, matched.Differences, now);
    }

    /// <summary>What is billed, recognised from month to month; a telephone number is not stored for it.</summary>
    private string ItemOf(InvoiceLine line, OrderedLine? ordered, Invoice invoice, string seller)
    {
        if (line.BilledObject is { Value: { Length: > 0 } billed })
        {
            var mark = keys.Pseudonym("billed", seller + "\n" + billed);
            keys.Recognise([mark]);
            return mark.Value;
        }

        return EventId.From(ordered is null
            ? [seller, line.Accounting ?? invoice.References.Buyer ?? "", line.Item.SellersId ?? line.Item.Name]
            : ["order-line", ordered.Order, ordered.Line.ToString(CultureInfo.InvariantCulture)]).ToString("N");
    }
}
