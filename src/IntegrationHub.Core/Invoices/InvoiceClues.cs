using System.Globalization;

namespace IntegrationHub.Core.Invoices;

/// <summary>Something on an invoice that tells which order a line of it is about.</summary>
/// <param name="How">One of <see cref="InvoiceClues"/>.</param>
/// <param name="Value">An order's number, a supplier's number for it, a serial number, or the reference and article, joined by a line break.</param>
public readonly record struct OrderClue(string How, string Value);

/// <summary>A clue of a line, and the order's line that it names.</summary>
/// <param name="Line">Null where only the order is named.</param>
public sealed record LineClue(OrderClue Clue, int? Line);

/// <summary>How a line was found, the surest way first.</summary>
public static class InvoiceClues
{
    /// <summary>By the buyer's order (BT-13) and its line (BT-132).</summary>
    public const string PurchaseOrder = "purchase-order";

    /// <summary>By a place that the supplier uses for it; see <see cref="OrderPlace"/>.</summary>
    public const string Place = "place";

    /// <summary>By the seller's own number for the order (BT-14).</summary>
    public const string SalesOrder = "sales-order";

    /// <summary>By what is billed (BT-128, BT-18): a subscription's or a device's number.</summary>
    public const string BilledObject = "object";

    /// <summary>By the invoice that is taken back (BG-3).</summary>
    public const string Preceding = "preceding";

    /// <summary>By article (BT-155 to BT-157, else BT-153) and reference (BT-10, BT-133): the last way.</summary>
    public const string Reference = "reference";

    private const string None = "NA";

    /// <summary>The clues of each line, in the order in which they are tried.</summary>
    /// <param name="places">See <see cref="InvoiceRules.PlacesOf"/>.</param>
    public static IReadOnlyList<LineClue> Of(Invoice invoice, InvoiceLine line, IReadOnlyList<OrderPlace> places)
    {
        var clues = new List<LineClue>();
        var (references, named) = (invoice.References, Number(line.OrderLine));
        foreach (var place in places)
        {
            if (place.FindIn(line) is var (order, at))
            {
                clues.Add(new(new(Place, Compact(order)), Number(at)));
            }
        }

        // What stands on the line is nearer than what stands on top, but a line of the order on top that the line names is nearest.
        if (references.PurchaseOrder is { Length: > 0 } purchase && purchase != None)
        {
            clues.Insert(named is null ? clues.Count : 0, new(new(PurchaseOrder, Compact(purchase)), named));
        }

        if (references.SalesOrder is { Length: > 0 } sales)
        {
            clues.Add(new(new(SalesOrder, Compact(sales)), named));
        }

        foreach (var billed in new[] { line.BilledObject, references.BilledObject })
        {
            if (billed is { Value.Length: > 0 })
            {
                clues.Add(new(new(BilledObject, billed.Value), null));
            }
        }

        clues.AddRange(invoice.Preceding.Select(earlier => new LineClue(new(Preceding, earlier.Number), named)));
        clues.AddRange(new[] { line.Accounting, references.Buyer }.OfType<string>().Distinct(StringComparer.Ordinal)
            .SelectMany(reference => line.Item.Articles.Select(article => new LineClue(new(Reference, Joined(reference, article)), null))));
        return clues;
    }

    /// <summary>The value of a clue by reference and article.</summary>
    public static string Joined(string reference, string article) => Bare(reference) + "\n" + article.Trim().ToUpperInvariant();

    /// <summary>A reference as it is compared: without blanks, in capitals.</summary>
    public static string Bare(string reference) => string.Concat(reference.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    /// <summary>A number as it is compared: without blanks, hyphens and number signs, which the one writes and the other leaves out.</summary>
    public static string Compact(string number) => string.Concat(number.Where(c => c is not (' ' or '-' or '#' or '\u00A0')));

    private static int? Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
