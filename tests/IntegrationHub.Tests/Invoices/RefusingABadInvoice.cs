using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using IntegrationHub.Adapters.Invoices.Peppol;

namespace IntegrationHub.Tests.Invoices;

public sealed class RefusingABadInvoice
{
    private const string Good = "month-of-rent";
    private const string Seller = "//cac:AccountingSupplierParty/cac:Party/";
    private const string Buyer = "//cac:AccountingCustomerParty/cac:Party/";
    private static readonly XmlNamespaceManager s_prefixes = Prefixes();

    [Theory]
    [InlineData("<cbc:LineExtensionAmount currencyID=\"SEK\">4377.00<", "<cbc:LineExtensionAmount currencyID=\"SEK\">4376.00<", "BR-CO-10")]
    [InlineData("TaxExclusiveAmount currencyID=\"SEK\">4377.00<", "TaxExclusiveAmount currencyID=\"SEK\">4377.01<", "BR-CO-13")]
    [InlineData("TaxInclusiveAmount currencyID=\"SEK\">5471.25<", "TaxInclusiveAmount currencyID=\"SEK\">5471.26<", "BR-CO-15")]
    [InlineData("PayableAmount currencyID=\"SEK\">5471.25<", "PayableAmount currencyID=\"SEK\">5471.24<", "BR-CO-16")]
    [InlineData("<cbc:LineExtensionAmount currencyID=\"SEK\">987.00<", "<cbc:LineExtensionAmount currencyID=\"SEK\">977.00<", "PEPPOL-EN16931-R120")]
    [InlineData("TaxableAmount currencyID=\"SEK\">4377.00<", "TaxableAmount currencyID=\"SEK\">4000.00<", "BR-S-08")]
    [InlineData("<cbc:Percent>25</cbc:Percent>", "<cbc:Percent>12</cbc:Percent>", "BR-CO-17")]
    [InlineData("PayableAmount currencyID=\"SEK\"", "PayableAmount currencyID=\"EUR\"", "PEPPOL-EN16931-R051")]
    [InlineData(">987.00<", ">987.001<", "BR-DEC-23")]
    [InlineData("<cbc:DueDate>2026-11-30</cbc:DueDate>", "<cbc:DueDate>30/11 2026</cbc:DueDate>", "PEPPOL-EN16931-F001")]
    [InlineData("<cbc:IssueDate>2026-10-31</cbc:IssueDate>", "<cbc:IssueDate>2062-10-31</cbc:IssueDate>", "HUB-DATE")]
    [InlineData("<cbc:ID>2026-1001</cbc:ID>", "<cbc:ID> </cbc:ID>", "BR-02")]
    [InlineData("<cbc:InvoiceTypeCode>380<", "<cbc:InvoiceTypeCode>381<", "PEPPOL-EN16931-P0100")]
    [InlineData("<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>", "<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "UBL")]
    public void Names_the_rule(string good, string bad, string rule)
    {
        var text = Examples.Text(Good);
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.Contains(rule, Examples.Rules(text.Replace(good, bad, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("without-vat", "AE", Buyer + "cac:PartyTaxScheme", "")] // The organisation number is enough for reverse charge.
    [InlineData("without-vat", "AE", Buyer + "cac:PartyTaxScheme | " + Buyer + "cac:PartyLegalEntity/cbc:CompanyID", "BR-AE-02")]
    [InlineData("without-vat", "AE", Seller + "cac:PartyTaxScheme[1]", "")] // Another registration with the tax office remains.
    [InlineData("without-vat", "AE", Seller + "cac:PartyTaxScheme", "BR-AE-02 BR-E-02 BR-Z-02")]
    [InlineData("without-vat", "G", "cac:None", "")]
    [InlineData("without-vat", "G", Seller + "cac:PartyTaxScheme[1]", "BR-G-02")]
    [InlineData("without-vat", "K", "cac:None", "")]
    [InlineData("without-vat", "K", Seller + "cac:PartyTaxScheme[1]", "BR-IC-02")]
    [InlineData("without-vat", "K", Buyer + "cac:PartyTaxScheme", "BR-IC-02")]
    [InlineData("without-vat", "K", "//cbc:ActualDeliveryDate", "BR-IC-11")]
    [InlineData("without-vat", "K", "//cac:DeliveryLocation", "BR-IC-12")]
    [InlineData("without-vat", "AE", "//cac:DeliveryLocation//cac:Country", "BR-57")]
    [InlineData("without-vat", "AE", "//cac:InvoiceLine[2]//cbc:Percent", "BR-E-05")]
    [InlineData("allowances-and-charges", "AE", Seller + "cac:PartyTaxScheme", "BR-S-02 BR-S-03 BR-S-04")]
    [InlineData("month-of-rent", "AE", "//cac:StandardItemIdentification/cbc:ID/@schemeID", "BR-64")]
    [InlineData("attachments-and-object", "AE", "//@mimeCode", "UBL-DT-06")]
    [InlineData("attachments-and-object", "AE", "//@filename", "UBL-DT-07")]
    public void Names_the_rule_of_what_is_missing(string example, string reverseCharge, string removed, string rules)
    {
        var document = XDocument.Parse(Examples.Text(example).Replace("<cbc:ID>AE</cbc:ID>", $"<cbc:ID>{reverseCharge}</cbc:ID>", StringComparison.Ordinal));
        foreach (var part in ((IEnumerable<object>)document.XPathEvaluate(removed, s_prefixes)).ToList())
        {
            (part as XElement)?.Remove();
            (part as XAttribute)?.Remove();
        }

        Assert.Equal(rules.Split(' ', StringSplitOptions.RemoveEmptyEntries), Examples.Rules(document.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Outside_vat_nobody_has_a_vat_number_and_no_rate_stands()
    {
        var text = Examples.Text("outside-vat");
        const string Registered = "<cac:PartyTaxScheme><cbc:CompanyID>SE212000014201</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>";
        Assert.Equal(["BR-O-02"], Examples.Rules(text.Replace("<cac:PartyLegalEntity>", Registered, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal));
        Assert.Equal(["BR-O-05"], Examples.Rules(text.Replace("<cbc:ID>O</cbc:ID><cac:TaxScheme>", "<cbc:ID>O</cbc:ID><cbc:Percent>0</cbc:Percent><cac:TaxScheme>", StringComparison.Ordinal)));
    }

    [Fact]
    public void Needs_a_reference()
    {
        var text = Examples.Text("collective");
        Assert.Contains("PEPPOL-EN16931-R003", Examples.Rules(text.Replace("<cbc:BuyerReference>110-12345</cbc:BuyerReference>", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<Invoice")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><x>&b;</x>")]
    [InlineData("<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/never.dtd\"><x/>")]
    [InlineData("<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><x>&f;</x>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"no-such\"?><x/>")]
    [InlineData("<?xml-stylesheet href=\"http://127.0.0.1:1/x\"?><x/>")]
    [InlineData("<x>&undefined;</x>")]
    public void Takes_nothing_that_is_no_sound_xml(string text) => Assert.Equal(400, Assert.IsType<InvoiceUnreadable>(Examples.Read(text)).Status);

    [Fact]
    public void Knows_what_is_no_invoice()
    {
        Assert.Equal(415, Assert.IsType<InvoiceUnreadable>(Examples.Read("<html/>")).Status);
        Assert.Equal(415, Assert.IsType<InvoiceUnreadable>(Examples.Read(Examples.Text(Good).Replace("xsd:Invoice-2", "xsd:Invoice-1", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public void Does_not_unpack_what_is_packed_to_burst()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var blanks = new byte[1024 * 1024];
            Array.Fill(blanks, (byte)' ');
            for (var megabyte = 0; megabyte < 200; megabyte++)
            {
                zip.Write(blanks);
            }
        }

        Assert.True(packed.Length < 1024 * 1024);
        Assert.Equal(413, Assert.IsType<InvoiceUnreadable>(Examples.Read(packed.ToArray())).Status);
        Assert.Equal(400, Assert.IsType<InvoiceUnreadable>(Examples.Read([0x1F, 0x8B, 1, 2, 3])).Status);
        Assert.Equal(413, Assert.IsType<InvoiceUnreadable>(Examples.Read(new byte[InvoiceLimits.Default.Bytes + 1])).Status);
    }

    [Fact]
    public void Is_bounded_in_depth_elements_attributes_and_lines()
    {
        Assert.Equal(400, Assert.IsType<InvoiceUnreadable>(Examples.Read(string.Concat(Enumerable.Repeat("<a>", 100_000)))).Status);
        Assert.Equal(400, Assert.IsType<InvoiceUnreadable>(Examples.Read("<a>" + string.Concat(Enumerable.Repeat("<b/>", 400_000)) + "</a>")).Status);
        Assert.Equal(400, Assert.IsType<InvoiceUnreadable>(Examples.Read("<a " + string.Join(' ', Enumerable.Range(0, 1_000).Select(n => $"a{n}=\"1\"")) + "/>")).Status);
        var text = Examples.Text("prepaid-and-rounding");
        var begin = text.IndexOf("<cac:InvoiceLine>", StringComparison.Ordinal);
        var many = new StringBuilder(text[..begin]).Insert(begin, "<cac:InvoiceLine/>", 10_001).Append(text[begin..]);
        Assert.Equal(413, Assert.IsType<InvoiceUnreadable>(Examples.Read(many.ToString())).Status);
    }

    [Fact]
    public void Does_not_tell_what_stands_in_it()
    {
        var text = Examples.Text(Good).Replace("Kim Prov", "Hemlig Person", StringComparison.Ordinal).Replace(">987.00<", ">Hemlig Person<", StringComparison.Ordinal);
        var wrong = Assert.IsType<InvoiceUnreadable>(Examples.Read(text));
        Assert.DoesNotContain("Hemlig", string.Join('|', wrong.Faults), StringComparison.Ordinal);
    }

    private static XmlNamespaceManager Prefixes()
    {
        var prefixes = new XmlNamespaceManager(new NameTable());
        prefixes.AddNamespace("cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2");
        prefixes.AddNamespace("cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2");
        return prefixes;
    }
}
