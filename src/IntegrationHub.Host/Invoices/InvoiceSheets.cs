using System.Globalization;
using IntegrationHub.Adapters.Invoices.Sheets;
using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Host.Invoices;

/// <summary>Lines of invoices as a table: a row for each sum by reference, or for each line.</summary>
internal static class InvoiceSheets
{
    /// <summary>The table.</summary>
    /// <param name="lines">What was found.</param>
    /// <param name="names">Names of the persons in it.</param>
    /// <param name="english">Whether the header is in English; Swedish otherwise.</param>
    public static Sheet Of(InvoiceLines lines, IReadOnlyDictionary<string, string> names, bool english)
    {
        string Say(string swedish, string other) => english ? other : swedish;
        string Named(string key) => names.GetValueOrDefault(key) ?? key;
        if (lines.Groups.All(group => group.Rows is null))
        {
            return new(
                [Say("Grupp", "Group"), Say("Referens", "Reference"), Say("Rader", "Lines"), Say("Belopp utan moms", "Amount without VAT"), Say("Valuta", "Currency")],
                lines.Groups.SelectMany(group => group.References.Select(sum => (IReadOnlyList<object?>)[Named(group.Key), sum.Reference, sum.Lines, sum.Net.Amount, sum.Net.Currency])));
        }

        return new(
            [
                Say("Grupp", "Group"), Say("Faktura", "Invoice"), Say("Fakturadatum", "Issued"), Say("Leverantör", "Supplier"), Say("Beställning", "Order"), Say("Rad", "Line"), Say("Artikel", "Article"),
                Say("Benämning", "Name"), Say("Referens", "Reference"), Say("Projekt", "Project"), Say("Organisation", "Organisation"), Say("Beställare", "Orderer"), Say("Användare", "Users"),
                Say("Från", "From"), Say("Till", "Until"), Say("Antal", "Quantity"), Say("Pris", "Price"), Say("Belopp utan moms", "Amount without VAT"), Say("Valuta", "Currency"), Say("Avvikelser", "Differences"),
            ],
            lines.Groups.SelectMany(group => group.Rows!.Select(row => (IReadOnlyList<object?>)
            [
                Named(group.Key), row.Number, row.Issued, row.Supplier, row.Order, row.Line?.ToString(CultureInfo.InvariantCulture), row.Article, row.Name, row.Reference, row.Project, row.Organisation,
                row.Orderer is { } orderer ? Named(orderer) : null, string.Join(", ", row.Users.Select(Named)), row.From, row.Until, row.Quantity, row.UnitPrice, row.Net.Amount, row.Net.Currency,
                string.Join(", ", row.Differences.Select(difference => Differences.Text(difference.Code, english))),
            ])));
    }

    /// <summary>The persons that a table names.</summary>
    public static IEnumerable<string> Persons(InvoiceLines lines) => lines.Groups
        .SelectMany(group => (group.Rows ?? []).SelectMany(row => row.Users.Append(row.Orderer)).Append(lines.By is "user" or "orderer" ? group.Key : null)).OfType<string>().Where(person => person.Length > 0);
}
