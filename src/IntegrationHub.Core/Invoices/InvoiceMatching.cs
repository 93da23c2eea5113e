using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Invoices;

/// <summary>An order that an invoice may be about.</summary>
/// <param name="Held">What its units became; empty where nothing is held.</param>
public sealed record FoundOrder(OrderState State, IReadOnlyList<HoldingRow> Held)
{
    /// <summary>Its number.</summary>
    public string Number => State.Wish?.Number.Value ?? "";
}

/// <summary>The order's side of an invoice's line, as it was when the line was matched.</summary>
/// <param name="How">What found it: see <see cref="InvoiceClues"/>.</param>
/// <param name="Name">The article's name, of the catalogue.</param>
/// <param name="Reference">What it is to be booked on.</param>
/// <param name="Users">Who has the units that are billed.</param>
public sealed record OrderedLine(
    string Order, int Line, string How, string Supplier, string Article, string Name, string Reference, string? Project, string? Organisation, PersonId Orderer, IReadOnlyList<PersonId> Users);

/// <summary>An invoice's line with what it was matched to.</summary>
/// <param name="Of">The line.</param>
/// <param name="Ordered">Null when no line of an order was found.</param>
/// <param name="Quantity">Units, or months times units; negative when it is given back.</param>
/// <param name="Net">Negative when it is given back.</param>
/// <param name="Period">The days that it is noted for; null for none.</param>
/// <param name="Differences">Empty when the line is as it should be.</param>
public sealed record MatchedLine(InvoiceLine Of, OrderedLine? Ordered, decimal Quantity, Money Net, InvoicePeriod? Period, IReadOnlyList<Difference> Differences);

/// <summary>Finds the order's line that each line of an invoice is about, and what differs. Pure: whoever calls has looked the orders up.</summary>
public static class InvoiceMatching
{
    /// <summary>Matches every line, in the document's order: what an earlier line bills counts for a later one.</summary>
    /// <param name="supplier">Who sent it; null when that is not known, and then every supplier's lines are looked at.</param>
    /// <param name="rules">Terms, and where order numbers stand.</param>
    /// <param name="find">The orders that a clue leads to.</param>
    public static IReadOnlyList<MatchedLine> Match(Invoice invoice, string? supplier, InvoiceRules rules, Func<OrderClue, IReadOnlyList<FoundOrder>> find)
    {
        var billed = new BilledSoFar(invoice.Number);
        return HeaderAmounts.Judge(invoice, [.. invoice.Lines.Select(line => Match(invoice, line, supplier, rules, find, billed))]);
    }

    private static MatchedLine Match(Invoice invoice, InvoiceLine line, string? supplier, InvoiceRules rules, Func<OrderClue, IReadOnlyList<FoundOrder>> find, BilledSoFar billed)
    {
        var net = Money.Of(invoice.ToBuyer(line.Net ?? 0), invoice.Currency);
        var quantity = invoice.ToBuyer(line.Quantity ?? 0);
        var period = line.Period ?? invoice.Period;
        FoundOrder? missed = null;
        foreach (var (clue, named) in InvoiceClues.Of(invoice, line, rules.PlacesOf(supplier)))
        {
            foreach (var order in find(clue))
            {
                if (Pick(order, invoice, line, supplier, clue, named) is { } found)
                {
                    var ordered = Ordered(order, found, line, clue.How);
                    var bill = new Bill(invoice, line, quantity, net, period, order, found, rules.TermsOf(ordered.Supplier));
                    var (units, differences) = InvoiceComparison.Of(bill, ordered, billed);
                    return new MatchedLine(line, ordered, units, net, bill.Noted, differences);
                }

                missed ??= order;
            }
        }

        var inQuestion = net with { Minor = Math.Abs(net.Minor) };
        return new MatchedLine(line, null, quantity, net, period,
        [
            missed is null ? new(Differences.OrderUnknown, inQuestion)
            : line.OrderLine is { } said ? new(Differences.LineUnknown, inQuestion, Billed: said)
            : new(Differences.NotOrdered, inQuestion, Billed: line.Item.SellersId),
        ]);
    }

    /// <summary>The line of the order that is meant; null when none can be.</summary>
    private static LineState? Pick(FoundOrder order, Invoice invoice, InvoiceLine line, string? supplier, OrderClue clue, int? named)
    {
        var own = order.State.Lines.Values.Where(each => supplier is null || each.Line.Supplier == supplier).ToList();
        var pointed = named is { } number ? own.Find(each => each.Line.Line == number) : null;
        if (named is not null && (pointed is null || IsAbout(pointed.Line, line.Item)))
        {
            return pointed;
        }

        if (clue.How == InvoiceClues.BilledObject && own.Find(each => each.Delivered.Values.Any(unit => unit.Serial == clue.Value)) is { } delivered)
        {
            return delivered;
        }

        // Where the invoice points at one line and names the article of another, its seller counts lines in a way of its own: the article says more.
        var same = own.Where(each => IsAbout(each.Line, line.Item)).ToList();
        if (clue.How == InvoiceClues.Preceding)
        {
            same = [.. same.Where(each => each.Billed.Exists(before => before.Invoice == clue.Value))];
        }

        // Of several lines with the article: the one booked on the same reference, then one with something left to bill, at the price.
        return same.Count > 0
            ? same.OrderByDescending(each => SaysReference(invoice, line, each.Line.Reference)).ThenByDescending(each => each.Billed.Sum(before => before.Quantity) < each.Line.Quantity)
                .ThenByDescending(each => IsPrice(each.Line, line)).ThenBy(each => each.Line.Line).First()
            : pointed ?? (own.Count == 1 && line.Item.SellersId is null && line.Item.BuyersId is null ? own[0] : null);
    }

    private static bool IsAbout(OrderLine ordered, InvoiceItem item) => item.Articles.Any(article =>
        string.Equals(ordered.Article, article, StringComparison.OrdinalIgnoreCase) || string.Equals(ordered.Name, article, StringComparison.OrdinalIgnoreCase));

    private static bool SaysReference(Invoice invoice, InvoiceLine line, string reference) =>
        new[] { line.Accounting, invoice.References.Buyer }.OfType<string>().Any(said => InvoiceClues.Bare(said) == InvoiceClues.Bare(reference));

    private static bool IsPrice(OrderLine ordered, InvoiceLine line) => line.Price.OfOne == ordered.Once.Amount || line.Price.OfOne == ordered.Monthly.Amount;

    private static OrderedLine Ordered(FoundOrder order, LineState found, InvoiceLine line, string how)
    {
        var held = order.Held.Where(each => each.Line == found.Line.Line && (line.BilledObject is null || each.Serial is null || each.Serial == line.BilledObject.Value)).ToList();
        IReadOnlyList<PersonId> users = held.Count > 0
            ? [.. held.Where(each => each.Status != "ended").Select(each => each.Person).OfType<string>().Distinct(StringComparer.Ordinal).Select(person => new PersonId(person))]
            : [.. found.Line.Recipients.Select(who => who.Person).Distinct()];
        var (booked, unit) = (held.Select(each => each.Reference).Distinct(StringComparer.Ordinal).ToList(), found.Line);
        return new OrderedLine(
            order.Number, unit.Line, how, unit.Supplier, unit.Article, unit.Name, booked is [var only] ? only : unit.Reference, unit.Project, unit.Organisation ?? order.State.Wish?.Organisation,
            order.State.Wish?.Orderer ?? PersonId.Nobody, users);
    }
}
