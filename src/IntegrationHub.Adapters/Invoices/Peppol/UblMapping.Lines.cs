using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Adapters.Invoices.Peppol;

/// <summary>Totals, VAT and lines.</summary>
internal sealed partial class UblMapping
{
    private InvoiceTotals Totals(string? taxCurrency)
    {
        var totals = read.Group(root, "LegalMonetaryTotal");
        var split = UblFields.Groups(root, "TaxTotal").Where(total => UblFields.Groups(total, "TaxSubtotal").Any()).ToList();
        var whole = UblFields.Groups(root, "TaxTotal").Where(total => !UblFields.Groups(total, "TaxSubtotal").Any()).ToList();
        if (split.Count != 1)
        {
            read.Fault("PEPPOL-EN16931-R053", "TaxTotal", "One total of VAT is split by category, no more and no less.");
        }

        if (whole.Count != (taxCurrency is null ? 0 : 1))
        {
            read.Fault("PEPPOL-EN16931-R054", "TaxTotal", "One total of VAT without categories is there when the VAT has a currency of its own, else none.");
        }

        return new InvoiceTotals(
            read.Amount(totals, "LineExtensionAmount"), read.Amount(totals, "AllowanceTotalAmount"), read.Amount(totals, "ChargeTotalAmount"), read.Amount(totals, "TaxExclusiveAmount"),
            read.Amount(split.FirstOrDefault(), "TaxAmount"), taxCurrency is null ? null : read.Amount(whole.FirstOrDefault(), "TaxAmount", taxCurrency), read.Amount(totals, "TaxInclusiveAmount"),
            read.Amount(totals, "PrepaidAmount"), read.Amount(totals, "PayableRoundingAmount"), read.Amount(totals, "PayableAmount"));
    }

    private List<VatBreakdown> Vat() =>
    [
        .. UblFields.Groups(root, "TaxTotal").SelectMany(total => UblFields.Groups(total, "TaxSubtotal")).Select(part =>
        {
            var category = read.Group(part, "TaxCategory");
            return new VatBreakdown(
                read.Amount(part, "TaxableAmount"), read.Amount(part, "TaxAmount"), Category(category) ?? new VatCategory("", null), read.Text(category, "TaxExemptionReason"),
                read.Text(category, "TaxExemptionReasonCode"));
        }),
    ];

    private VatCategory? Category(XmlPart? category)
    {
        if (category is null)
        {
            return null;
        }

        if (!string.Equals(read.Text(read.Group(category, "TaxScheme"), "ID"), "VAT", StringComparison.OrdinalIgnoreCase))
        {
            read.Fault("BR-CO-04", "TaxScheme", "The tax is VAT.");
        }

        return new VatCategory(read.Text(category, "ID") ?? "", read.Number(category, "Percent"));
    }

    private List<AllowanceOrCharge> AllowancesAndCharges(XmlPart within) =>
    [
        .. UblFields.Groups(within, "AllowanceCharge").Select(part => new AllowanceOrCharge(
            read.Indicator(part) == true, read.Amount(part, "Amount"), read.Amount(part, "BaseAmount"), read.Number(part, "MultiplierFactorNumeric"), read.Text(part, "AllowanceChargeReason"),
            read.Text(part, "AllowanceChargeReasonCode"), Category(read.Group(part, "TaxCategory")))),
    ];

    private List<InvoiceLine> Lines() =>
        [.. UblFields.Groups(root, kind == InvoiceKind.Invoice ? "InvoiceLine" : "CreditNoteLine").Select((part, index) => Line(part, index + 1))];

    private InvoiceLine Line(XmlPart part, int position)
    {
        var quantity = kind == InvoiceKind.Invoice ? "InvoicedQuantity" : "CreditedQuantity";
        var item = read.Group(part, "Item");
        var objects = UblFields.Groups(part, "DocumentReference").ToList();
        if (objects.Count > 1)
        {
            read.Fault("PEPPOL-EN16931-R100", "DocumentReference", "A line is about one object (BT-128) at most.");
        }

        if (objects.Exists(each => CodeOf(each) != ObjectCode))
        {
            read.Fault("PEPPOL-EN16931-R101", "DocumentReference", "A line's document reference names the object that is billed, with the code 130.");
        }

        return new InvoiceLine(
            position, read.Text(part, "ID") ?? "", read.Number(part, quantity), read.Field(part, quantity)?.Mark("unitCode"), read.Amount(part, "LineExtensionAmount"), Price(read.Group(part, "Price")),
            Item(item), Category(read.Group(item, "ClassifiedTaxCategory")))
        {
            Note = read.Text(part, "Note"),
            BilledObject = read.Id(objects.FirstOrDefault(), "ID"),
            OrderLine = read.Text(read.Group(part, "OrderLineReference"), "LineID"),
            Accounting = read.Text(part, "AccountingCost"),
            Period = Period(read.Group(part, "InvoicePeriod")),
            AllowancesAndCharges = AllowancesAndCharges(part),
        };
    }

    private InvoicePrice Price(XmlPart? price)
    {
        var allowance = read.Group(price, "AllowanceCharge");
        if (allowance is not null && read.Indicator(allowance) == true)
        {
            read.Fault("PEPPOL-EN16931-R044", "Price", "A price has allowances alone, no charges.");
        }

        return new InvoicePrice(
            read.Amount(price, "PriceAmount"), read.Amount(allowance, "Amount"), read.Amount(allowance, "BaseAmount"), read.Number(price, "BaseQuantity"), read.Field(price, "BaseQuantity")?.Mark("unitCode"));
    }

    private InvoiceItem Item(XmlPart? item) => new(
        read.Text(item, "Name") ?? "", read.Text(item, "Description"), read.Text(read.Group(item, "SellersItemIdentification"), "ID"), read.Text(read.Group(item, "BuyersItemIdentification"), "ID"),
        read.Id(read.Group(item, "StandardItemIdentification"), "ID"),
        [.. UblFields.Groups(item, "CommodityClassification").Select(part => read.Id(part, "ItemClassificationCode", "listID")).OfType<InvoiceIdentifier>()],
        read.Text(read.Group(item, "OriginCountry"), "IdentificationCode"),
        [.. UblFields.Groups(item, "AdditionalItemProperty").Select(part => KeyValuePair.Create(read.Text(part, "Name") ?? "", read.Text(part, "Value") ?? ""))]);
}
