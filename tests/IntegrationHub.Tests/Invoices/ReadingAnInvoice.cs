using System.IO.Compression;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Tests.Invoices;

public sealed class ReadingAnInvoice
{
    public static TheoryData<string> All => [.. Examples.Own.Concat(Examples.Official)];

    [Theory]
    [MemberData(nameof(All))]
    public void Loses_nothing_of_it(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var reading = Examples.Read(bytes);
        Assert.True(reading is InvoiceRead, reading is InvoiceUnreadable no ? string.Join("\n", no.Faults) : "");
        Assert.Equal(Canonical(bytes), CanonicalXml.Of(((InvoiceRead)reading).Document));
    }

    [Fact]
    public void The_official_examples_are_read()
    {
        Assert.SkipWhen(Examples.Official.Count == 0, Examples.HowToGet);
        Assert.True(Examples.Official.Count >= 9, $"There are {Examples.Official.Count}; the release has nine or more.");
        Assert.All(Examples.Official, path => Assert.IsType<InvoiceRead>(Examples.Read(File.ReadAllBytes(path))));
    }

    [Fact]
    public void Finds_every_reference_in_its_place()
    {
        var invoice = Examples.Invoice("month-of-rent");
        Assert.Equal(new InvoiceReferences("110-12345", "500000013", "SO-4711", "P-77", "Ramavtal 3", "MK-1", "FS-1", "LOT-2", null, "4025:123"), invoice.References);
        Assert.Equal(("2026-1001", new DateOnly(2026, 10, 31), "380", "SEK"), (invoice.Number, invoice.Issued, invoice.TypeCode, invoice.Currency));
        Assert.Equal(("5565001234", "2120000142"), (invoice.Seller.Key, invoice.Buyer.Key));
        var line = invoice.Lines[0];
        Assert.Equal(("1", 3m, "MON", 987.00m, 329.00m, "WP-LAP-14", "1"), (line.Id, line.Quantity, line.Unit, line.Net, line.Price.OfOne, line.Item.SellersId, line.OrderLine));
        Assert.Equal(new InvoicePeriod(new(2026, 10, 1), new(2026, 10, 31)), line.Period);
        Assert.Equal(4377.00m, invoice.Totals.WithoutVat);
        Assert.False(invoice.GivesBack);
    }

    [Fact]
    public void Finds_what_is_taken_off_put_on_and_attached()
    {
        var priced = Examples.Invoice("allowances-and-charges");
        Assert.Equal([25.50m, -200.00m, -10.00m], priced.AllowancesAndCharges.Select(each => each.Adds));
        Assert.Equal((40m, 450m), (priced.Lines[0].Price.Allowance, priced.Lines[0].Price.Gross));
        Assert.Equal([25m, 12m, 6m], priced.Vat.Select(each => each.Category.Rate));
        var attached = Examples.Invoice("attachments-and-object");
        Assert.Equal([("tidrapport.pdf", "application/pdf", 23), (null, null, 0)], attached.Attachments.Select(each => (each.FileName, each.MediaType, each.Bytes)));
        Assert.Equal(("Avtal 77", "+46704650001"), (attached.References.BilledObject!.Value, attached.Lines[0].BilledObject!.Value));
        Assert.Equal(("EUR", "SEK", 671.63m), (Examples.Invoice("foreign-currency").Currency, Examples.Invoice("foreign-currency").TaxCurrency, Examples.Invoice("foreign-currency").Totals.VatInTaxCurrency));
        Assert.Equal("Consultant <senior> & \"lead\"", Examples.Invoice("foreign-currency").Lines[0].Item.Name);
    }

    [Fact]
    public void Knows_what_gives_back()
    {
        var credit = Examples.Invoice("credit-note");
        Assert.True(credit.GivesBack);
        Assert.Equal(-1m, credit.ToBuyer(credit.Lines[0].Quantity!.Value));
        Assert.Equal("2026-1001", Assert.Single(credit.Preceding).Number);
        Assert.True(Examples.Invoice("correction-with-minus").GivesBack);
    }

    [Theory]
    [InlineData("month-of-rent")]
    [InlineData("credit-note")]
    public void Several_ways_to_be_paid_are_all_read(string name)
    {
        const string More = """
            <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>DUE<cbc:PaymentID>OTHER</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>SE4550000000058398257466</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
            """;
        var credit = name == "credit-note";
        string Way(string due) => More.Replace("DUE", credit ? $"<cbc:PaymentDueDate>{due}</cbc:PaymentDueDate>" : "", StringComparison.Ordinal);
        var reading = Examples.Read(Examples.Text(name).Replace("<cac:PaymentTerms>", Way("2026-12-31") + Way("2026-12-15") + "<cac:PaymentTerms>", StringComparison.Ordinal));
        var read = Assert.IsType<InvoiceRead>(reading);
        var invoice = read.Invoice;
        Assert.Contains("UBL-SR-44", read.Remarks.Select(remark => remark.Rule)); // Which reference counts is for a person to say.
        Assert.DoesNotContain("UBL-SR-47", read.Remarks.Select(remark => remark.Rule));
        Assert.Equal(["50501055", "SE4550000000058398257466", "SE4550000000058398257466"], invoice.Payments.Select(way => way.Account));
        Assert.Equal(["OTHER", "OTHER"], invoice.Payments.Skip(1).Select(way => way.Remittance));
        Assert.Equal(credit ? new DateOnly(2026, 12, 15) : Examples.Invoice(name).Due, invoice.Due);
    }

    [Fact]
    public void May_be_packed_and_in_another_encoding()
    {
        var text = Examples.Text("month-of-rent");
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        Assert.IsType<InvoiceRead>(Examples.Read(packed.ToArray()));
        var latin = text.Replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"", StringComparison.Ordinal);
        Assert.Equal("Skärm 24 tum", Assert.IsType<InvoiceRead>(Examples.Read(Encoding.Latin1.GetBytes(latin))).Invoice.Lines[1].Item.Name);
    }

    private static string Canonical(byte[] bytes)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        using (var reader = XmlReader.Create(new MemoryStream(bytes)))
        {
            document.Load(reader);
        }

        var transform = new XmlDsigC14NTransform();
        transform.LoadInput(document);
        using var output = new StreamReader((Stream)transform.GetOutput(typeof(Stream)));
        return output.ReadToEnd();
    }
}
