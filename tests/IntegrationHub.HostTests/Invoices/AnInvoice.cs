using System.Globalization;
using IntegrationHub.Core.Hours;

namespace IntegrationHub.HostTests.Invoices;

/// <summary>An invoice, or a credit note, for mice, as Peppol BIS Billing 3. Every name and number is made up.</summary>
internal static class AnInvoice
{
    /// <summary>When it was issued.</summary>
    public static string Day { get; } = CityDay.Of(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Its document.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="order">The order that it is for.</param>
    /// <param name="quantity">How many mice.</param>
    /// <param name="credits">The number of the invoice that it takes back; null for an invoice.</param>
    public static string Of(string number, string order, int quantity = 1, string? credits = null)
    {
        var (kind, line, billed, type) = credits is null ? ("Invoice", "InvoiceLine", "InvoicedQuantity", "InvoiceTypeCode") : ("CreditNote", "CreditNoteLine", "CreditedQuantity", "CreditNoteTypeCode");
        string Amount(decimal each) => (each * quantity).ToString("0.00", CultureInfo.InvariantCulture);
        static string Party(string role, string id, string name) => $"""
            <cac:{role}><cac:Party><cbc:EndpointID schemeID="0007">{id}</cbc:EndpointID><cac:PostalAddress><cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
            <cac:PartyTaxScheme><cbc:CompanyID>SE{id}01</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName><cbc:CompanyID schemeID="0007">{id}</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:{role}>
            """;
        const string Vat = "<cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
            <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID><cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
            <cbc:ID>{number}</cbc:ID><cbc:IssueDate>{Day}</cbc:IssueDate><cbc:{type}>{(credits is null ? 380 : 381)}</cbc:{type}><cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode><cbc:BuyerReference>110-12345</cbc:BuyerReference>
            <cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>
            {(credits is null ? "" : $"<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{credits}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>")}
            {Party("AccountingSupplierParty", "5565001234", "Arbetsplatsen AB")}{Party("AccountingCustomerParty", "2120000142", "Provstad")}
            <cac:PaymentTerms><cbc:Note>30 dagar</cbc:Note></cac:PaymentTerms>
            <cac:TaxTotal><cbc:TaxAmount currencyID="SEK">{Amount(62.25m)}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="SEK">{Amount(249)}</cbc:TaxableAmount><cbc:TaxAmount currencyID="SEK">{Amount(62.25m)}</cbc:TaxAmount><cac:TaxCategory>{Vat}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
            <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="SEK">{Amount(249)}</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="SEK">{Amount(249)}</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="SEK">{Amount(311.25m)}</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="SEK">{Amount(311.25m)}</cbc:PayableAmount></cac:LegalMonetaryTotal>
            <cac:{line}><cbc:ID>1</cbc:ID><cbc:{billed} unitCode="C62">{quantity}</cbc:{billed}><cbc:LineExtensionAmount currencyID="SEK">{Amount(249)}</cbc:LineExtensionAmount><cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference>
            <cac:Item><cbc:Name>Mus</cbc:Name><cac:SellersItemIdentification><cbc:ID>WP-MOUSE</cbc:ID></cac:SellersItemIdentification><cac:ClassifiedTaxCategory>{Vat}</cac:ClassifiedTaxCategory></cac:Item>
            <cac:Price><cbc:PriceAmount currencyID="SEK">249.00</cbc:PriceAmount></cac:Price></cac:{line}>
            </{kind}>
            """;
    }
}
