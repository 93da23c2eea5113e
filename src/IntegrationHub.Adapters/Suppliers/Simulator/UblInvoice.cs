using System.Globalization;
using System.Xml.Linq;
using IntegrationHub.Core;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>An invoice or credit note as Peppol BIS Billing 3: UBL 2.1, with 25 percent VAT.</summary>
/// <remarks>Source: OpenPEPPOL/peppol-bis-invoice-3. The parties are made up; their numbers have the form of Swedish ones and belong to nobody.</remarks>
internal static class UblInvoice
{
    private const string Customization = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
    private const string Profile = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
    private const int VatPercent = 25;
    private const int DaysToPay = 30;
    private static readonly XNamespace s_cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private static readonly XNamespace s_cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    /// <summary>The document.</summary>
    public static string Write(SimulatedInvoice invoice)
    {
        var name = invoice.Credits is null ? "Invoice" : "CreditNote";
        XNamespace root = $"urn:oasis:names:specification:ubl:schema:xsd:{name}-2";
        var net = Money.Sum(invoice.Lines.Select(line => line.Net));
        var vat = Vat(net);
        var document = new XElement(
            root + name, new XAttribute(XNamespace.Xmlns + "cac", s_cac), new XAttribute(XNamespace.Xmlns + "cbc", s_cbc),
            Head(invoice, net.Currency), References(invoice),
            new XElement(s_cac + "AccountingSupplierParty", Party($"Simulerad leverantör {invoice.Supplier}", SellerNumber(invoice.Supplier))),
            new XElement(s_cac + "AccountingCustomerParty", Party("Staden", Numbered("212000990"))),
            Payment(invoice),
            invoice.Credits is null ? null : new XElement(s_cac + "PaymentTerms", Text("Note", "Avräknas mot fakturan.")), // A credit note has no due date in its head.
            new XElement(s_cac + "TaxTotal", Amount("TaxAmount", vat), new XElement(
                s_cac + "TaxSubtotal", Amount("TaxableAmount", net), Amount("TaxAmount", vat), Category("TaxCategory"))),
            new XElement(
                s_cac + "LegalMonetaryTotal", Amount("LineExtensionAmount", net), Amount("TaxExclusiveAmount", net), Amount("TaxInclusiveAmount", net.Plus(vat)),
                Amount("PayableAmount", net.Plus(vat))),
            invoice.Lines.Select(line => Line(line, invoice)));
        return new XDeclaration("1.0", "UTF-8", null) + "\n" + document;
    }

    private static IEnumerable<XElement?> Head(SimulatedInvoice invoice, string currency) =>
    [
        Text("CustomizationID", Customization), Text("ProfileID", Profile), Text("ID", invoice.Number), Text("IssueDate", Day(invoice.Issued)),
        invoice.Credits is null ? Text("DueDate", Day(invoice.Issued.AddDays(DaysToPay))) : null,
        invoice.Credits is null ? Text("InvoiceTypeCode", "380") : Text("CreditNoteTypeCode", "381"),
        Text("DocumentCurrencyCode", currency), Text("BuyerReference", invoice.Reference),
    ];

    /// <summary>The order in the head, where it bills one order alone; the invoice that it credits; the project, where it is one.</summary>
    private static IEnumerable<XElement?> References(SimulatedInvoice invoice)
    {
        var first = invoice.Lines[0];
        var months = invoice.Lines.Where(line => line.From is not null).ToList();
        yield return months.Count == 0 ? null : new XElement(
            s_cac + "InvoicePeriod", Text("StartDate", Day(months.Min(line => line.From)!.Value)), Text("EndDate", Day(months.Max(line => line.Until)!.Value)));
        yield return invoice.Collective ? null : new XElement(s_cac + "OrderReference", Text("ID", first.Order), Text("SalesOrderID", first.SupplierOrder));
        yield return invoice.Credits is { } credited
            ? new XElement(s_cac + "BillingReference", new XElement(s_cac + "InvoiceDocumentReference", Text("ID", credited))) : null;
        yield return invoice.Credits is null && first.Project is { } project && invoice.Lines.All(line => line.Project == project)
            ? new XElement(s_cac + "ProjectReference", Text("ID", project)) : null;
    }

    private static XElement Party(string name, string number) => new(
        s_cac + "Party",
        new XElement(s_cbc + "EndpointID", new XAttribute("schemeID", "0007"), number),
        new XElement(s_cac + "PartyName", Text("Name", name)),
        new XElement(s_cac + "PostalAddress", Text("CityName", "Stockholm"), new XElement(s_cac + "Country", Text("IdentificationCode", "SE"))),
        new XElement(s_cac + "PartyTaxScheme", Text("CompanyID", $"SE{number}01"), new XElement(s_cac + "TaxScheme", Text("ID", "VAT"))),
        new XElement(s_cac + "PartyLegalEntity", Text("RegistrationName", name), new XElement(s_cbc + "CompanyID", new XAttribute("schemeID", "0007"), number)));

    private static XElement Payment(SimulatedInvoice invoice) => new(
        s_cac + "PaymentMeans", Text("PaymentMeansCode", "30"), Text("PaymentID", invoice.Number),
        new XElement(s_cac + "PayeeFinancialAccount", Text("ID", "9912346"), new XElement(s_cac + "FinancialInstitutionBranch", Text("ID", "SE:BANKGIRO"))));

    private static XElement Line(SimulatedInvoiceLine line, SimulatedInvoice invoice) => new(
        s_cac + (invoice.Credits is null ? "InvoiceLine" : "CreditNoteLine"),
        Text("ID", line.Id),
        invoice.Collective ? Text("Note", string.Create(CultureInfo.InvariantCulture, $"Beställning {line.Order} rad {line.Line}")) : null,
        new XElement(
            s_cbc + (invoice.Credits is null ? "InvoicedQuantity" : "CreditedQuantity"), new XAttribute("unitCode", line.From is null ? "C62" : "MON"), line.Units.Count.ToString(CultureInfo.InvariantCulture)),
        Amount("LineExtensionAmount", line.Net),
        line is { From: { } from, Until: { } until } ? new XElement(s_cac + "InvoicePeriod", Text("StartDate", Day(from)), Text("EndDate", Day(until))) : null,
        new XElement(s_cac + "OrderLineReference", Text("LineID", line.Line.ToString(CultureInfo.InvariantCulture))),
        line.Billed is { } billed ? new XElement(s_cac + "DocumentReference", Text("ID", billed), Text("DocumentTypeCode", "130")) : null,
        new XElement(
            s_cac + "Item", Text("Name", line.Name), new XElement(s_cac + "SellersItemIdentification", Text("ID", line.Article)), Category("ClassifiedTaxCategory"),
            invoice.Collective ? [Property("OrderNumber", line.Order), Property("OrderLine", line.Line.ToString(CultureInfo.InvariantCulture)), Property("SalesOrder", line.SupplierOrder)] : Array.Empty<XElement>()),
        new XElement(s_cac + "Price", Amount("PriceAmount", line.Price)));

    private static XElement Property(string name, string value) => new(s_cac + "AdditionalItemProperty", Text("Name", name), Text("Value", value));

    private static XElement Category(string name) => new(
        s_cac + name, Text("ID", "S"), Text("Percent", VatPercent.ToString(CultureInfo.InvariantCulture)), new XElement(s_cac + "TaxScheme", Text("ID", "VAT")));

    /// <summary>Rounded to the öre, half away from zero.</summary>
    private static Money Vat(Money net) => Money.Of(net.Amount * VatPercent / 100m, net.Currency);

    /// <summary>Ten digits that say whose, in the form of an organisation's number.</summary>
    private static string SellerNumber(string supplier) => Numbered("55900" + (supplier.Sum(c => c) % 10_000).ToString("D4", CultureInfo.InvariantCulture));

    private static string Numbered(string digits) => digits + Luhn.CheckDigit(digits);

    private static XElement Amount(string name, Money amount) => new(
        s_cbc + name, new XAttribute("currencyID", amount.Currency), amount.Amount.ToString("0.00", CultureInfo.InvariantCulture));

    private static XElement Text(string name, string value) => new(s_cbc + name, value);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
