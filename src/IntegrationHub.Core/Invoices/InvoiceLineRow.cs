using System.Collections.Frozen;
using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Invoices;

/// <summary>A line of an invoice in a list, with what the order said of it. No personal text.</summary>
/// <param name="Invoice">Id of the invoice.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">The article's name in the catalogue; null where no order was found.</param>
/// <param name="Reference">What it is to be booked on: the order's, else what the invoice says.</param>
/// <param name="Orderer">Pseudonym.</param>
/// <param name="Users">Pseudonyms of who has what is billed.</param>
/// <param name="Item">The same for the same thing from month to month.</param>
public sealed record InvoiceLineRow(
    string Invoice, int Position, string Number, DateOnly Issued, string? Supplier, string? Order, int? Line, string? Article, string? Name, string? Reference, string? Project, string? Organisation,
    string? Orderer, IReadOnlyList<string> Users, decimal Quantity, string? Unit, decimal UnitPrice, Money Net, DateOnly? From, DateOnly? Until, string? How, IReadOnlyList<Difference> Differences, string Item)
{
    private const string Separator = "|";

    /// <summary>All lines, sought by what they can be grouped by; <c>users</c> holds all of them between bars.</summary>
    public static readonly View<InvoiceLineRow> View = new("invoice-lines", 1, KeyOf, Apply, new Dictionary<string, Func<InvoiceLineRow, string?>>(StringComparer.Ordinal)
    {
        ["invoice"] = row => row.Invoice,
        ["day"] = row => row.Issued.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["reference"] = row => row.Reference,
        ["project"] = row => row.Project,
        ["organisation"] = row => row.Organisation,
        ["orderer"] = row => row.Orderer,
        ["article"] = row => row.Article,
        ["supplier"] = row => row.Supplier,
        ["order_number"] = row => row.Order,
        ["users"] = row => row.Users.Count == 0 ? null : Separator + string.Join(Separator, row.Users) + Separator,
        ["differing"] = row => row.Differences.Count > 0 ? "yes" : "no",
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = new[] { StoredTypes.NameOf(typeof(InvoiceLineMatched)) }.ToFrozenSet(StringComparer.Ordinal),
    };

    /// <summary>How a user stands in the column of users.</summary>
    public static string UserIn(string person) => Separator + person + Separator;

    private static string? KeyOf(Known known) => known.Fact is InvoiceLineMatched e && InvoiceEvent.IdIn(known.Recorded.Stream) is { } invoice
        ? string.Create(CultureInfo.InvariantCulture, $"{invoice}-{e.Position}") : null;

    private static InvoiceLineRow? Apply(InvoiceLineRow? row, Known known) => known.Fact is not InvoiceLineMatched e ? row : new InvoiceLineRow(
        InvoiceEvent.IdIn(known.Recorded.Stream)!, e.Position, e.Number, e.Issued, e.Ordered?.Supplier ?? e.Supplier, e.Ordered?.Order, e.Ordered?.Line, e.Ordered?.Article ?? e.Article, e.Ordered?.Name,
        e.Ordered?.Reference ?? e.BilledOn, e.Ordered?.Project, e.Ordered?.Organisation, e.Ordered?.Orderer.Value, [.. (e.Ordered?.Users ?? []).Select(user => user.Value)], e.Quantity, e.Unit, e.UnitPrice,
        e.Net, e.From, e.Until, e.Ordered?.How, e.Differences, e.Item);
}
