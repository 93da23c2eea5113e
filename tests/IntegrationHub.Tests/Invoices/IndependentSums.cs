using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace IntegrationHub.Tests.Invoices;

/// <summary>Adds an invoice up again, straight from its XML and without any of the hub's code: a second opinion.</summary>
internal static class IndependentSums
{
    private static readonly XNamespace s_cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private static readonly XNamespace s_cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";

    /// <summary>The first sum that does not hold, within what the rules allow for rounding; null when all hold.</summary>
    public static string? Wrong(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var root = XDocument.Load(reader).Root!;
        var lines = root.Elements(s_cac + "InvoiceLine").Concat(root.Elements(s_cac + "CreditNoteLine")).ToList();
        var totals = root.Element(s_cac + "LegalMonetaryTotal")!;
        var split = root.Elements(s_cac + "TaxTotal").Single(total => total.Elements(s_cac + "TaxSubtotal").Any());
        decimal Total(string name) => Amount(totals.Element(s_cbc + name));
        var own = root.Elements(s_cac + "AllowanceCharge").ToList();
        var (off, on) = (own.Where(each => !IsCharge(each)).Sum(AmountOf), own.Where(IsCharge).Sum(AmountOf));
        foreach (var line in lines)
        {
            if (Math.Abs(Amount(line.Element(s_cbc + "LineExtensionAmount")) - LineSum(line)) > 0.02m)
            {
                return "line";
            }
        }

        return Total("LineExtensionAmount") != lines.Sum(line => Amount(line.Element(s_cbc + "LineExtensionAmount"))) ? "lines"
            : Total("AllowanceTotalAmount") != off ? "allowances"
            : Total("ChargeTotalAmount") != on ? "charges"
            : Total("TaxExclusiveAmount") != Total("LineExtensionAmount") - off + on ? "without VAT"
            : Total("TaxInclusiveAmount") != Total("TaxExclusiveAmount") + Amount(split.Element(s_cbc + "TaxAmount")) ? "with VAT"
            : Total("PayableAmount") != Total("TaxInclusiveAmount") - Total("PrepaidAmount") + Total("PayableRoundingAmount") ? "payable"
            : Amount(split.Element(s_cbc + "TaxAmount")) != split.Elements(s_cac + "TaxSubtotal").Sum(part => Amount(part.Element(s_cbc + "TaxAmount"))) ? "VAT"
            : split.Elements(s_cac + "TaxSubtotal").Select(part => WrongPart(part, lines, own)).FirstOrDefault(wrong => wrong is not null);
    }

    private static string? WrongPart(XElement part, IReadOnlyList<XElement> lines, IReadOnlyList<XElement> own)
    {
        var category = part.Element(s_cac + "TaxCategory")!;
        var (code, rate) = (category.Element(s_cbc + "ID")!.Value.Trim(), Amount(category.Element(s_cbc + "Percent")));
        var rated = code is "S" or "L" or "M" or "B";
        bool Same(XElement? other) => other is not null && other.Element(s_cbc + "ID")!.Value.Trim() == code && (!rated || Amount(other.Element(s_cbc + "Percent")) == rate);
        var sum = lines.Where(line => Same(line.Element(s_cac + "Item")!.Element(s_cac + "ClassifiedTaxCategory"))).Sum(line => Amount(line.Element(s_cbc + "LineExtensionAmount")))
            + own.Where(each => Same(each.Element(s_cac + "TaxCategory"))).Sum(each => IsCharge(each) ? AmountOf(each) : -AmountOf(each));
        var (taxable, tax) = (Amount(part.Element(s_cbc + "TaxableAmount")), Amount(part.Element(s_cbc + "TaxAmount")));
        return Math.Abs(taxable - sum) >= (rated ? 1m : 0.005m) ? "taxable " + code
            : Math.Abs(tax - (rated ? taxable * rate / 100 : 0)) >= (rated ? 1.005m : 0.005m) ? "tax " + code
            : null;
    }

    private static decimal LineSum(XElement line)
    {
        var quantity = Amount(line.Element(s_cbc + "InvoicedQuantity") ?? line.Element(s_cbc + "CreditedQuantity"));
        var price = line.Element(s_cac + "Price")!;
        var units = price.Element(s_cbc + "BaseQuantity") is { } said ? Amount(said) : 1;
        return (quantity * Amount(price.Element(s_cbc + "PriceAmount")) / units) + line.Elements(s_cac + "AllowanceCharge").Sum(each => IsCharge(each) ? AmountOf(each) : -AmountOf(each));
    }

    private static bool IsCharge(XElement each) => each.Element(s_cbc + "ChargeIndicator")!.Value.Trim() == "true";

    private static decimal AmountOf(XElement each) => Amount(each.Element(s_cbc + "Amount"));

    private static decimal Amount(XElement? element) => element is null ? 0 : decimal.Parse(element.Value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
