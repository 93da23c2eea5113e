using System.Text;
using IntegrationHub.Adapters.Invoices.Sheets;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Reports;
using IntegrationHub.Core.Views;
using MiniExcelLibs;

namespace IntegrationHub.Tests.Invoices;

public sealed class ReviewingWhatIsBilled
{
    private static readonly ReviewFacts s_facts = new(row => row.Item == "unused", person => person == "p-gone");
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sums_are_by_what_the_reader_wants_and_each_by_reference()
    {
        var rows = new[] { Row("a", 100, "110-1"), Row("b", 50, "110-2"), Row("c", 25, "110-1") with { Orderer = "p-other" }, Row("d", -30, "110-2") };
        Assert.Equal([("110-1", 125L, 2), ("110-2", 20L, 2)], InvoiceOverview.Of(rows, "reference", detailed: false).Select(group => (group.Key, group.Net.Minor, group.Lines)));
        var orderers = InvoiceOverview.Of(rows, "orderer", detailed: true);
        Assert.Equal([("p-o", 120L), ("p-other", 25L)], orderers.Select(group => (group.Key, group.Net.Minor)));
        Assert.Equal([("110-1", 100L), ("110-2", 20L)], orderers[0].References.Select(sum => (sum.Reference, sum.Net.Minor)));
        Assert.Equal(3, orderers[0].Rows!.Count);
    }

    [Fact]
    public void What_several_use_is_shared_out_to_the_ore()
    {
        var shared = InvoiceOverview.Of([Row("a", 100, "110-1") with { Users = ["p-1", "p-2", "p-3"] }, Row("b", -100, "110-1") with { Users = ["p-1", "p-2", "p-3"] }, Row("c", 10, "110-1") with { Users = ["p-1"] }], "user", detailed: false);
        Assert.Equal(10, shared.Sum(group => group.Net.Minor));
        Assert.Equal(["p-1", "p-2", "p-3"], shared.Select(group => group.Key).Order(StringComparer.Ordinal));
        Assert.Equal([34L, 33L, 33L], InvoiceOverview.Of([Row("a", 100, "110-1") with { Users = ["p-1", "p-2", "p-3"] }], "user", detailed: false).Select(group => group.Net.Minor));
    }

    [Fact]
    public void Currencies_are_not_added_up() => Assert.Equal(2, InvoiceOverview.Of([Row("a", 100, "110-1"), Row("b", 100, "110-1") with { Net = new Money(5, "EUR") }], "reference", detailed: false).Count);

    [Fact]
    public void Each_review_shows_its_lines()
    {
        InvoiceLineRow[] before = [Row("kept", 100, "r"), Row("ended", 100, "r"), Row("dearer", 100, "r")];
        InvoiceLineRow[] rows =
        [
            Row("kept", 100, "r"), Row("new", 100, "r"), Row("dearer", 110, "r") with { UnitPrice = 1.10m }, Row("doubled", 100, "r"), Row("doubled", 100, "r") with { Position = 2 },
            Row("unused", 100, "r"), Row("left", 100, "r") with { Users = ["p-gone"] }, Row("credit", -100, "r") with { Quantity = -1 },
        ];
        string[] Of(string review) => [.. InvoiceReviews.Of(review, rows, before, s_facts).Select(row => row.Item).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Assert.Equal(["doubled", "left", "new", "unused"], Of("new"));
        Assert.Equal(["ended"], Of("ended"));
        Assert.Equal(["dearer"], Of("changed-price"));
        Assert.Equal(["doubled"], Of("doubled"));
        Assert.Equal(["unused"], Of("unused"));
        Assert.Equal(["left"], Of("left"));
        Assert.Equal(2, InvoiceReviews.Of("doubled", rows, before, s_facts).Count);
    }

    [Fact]
    public void No_cell_of_a_file_is_a_formula()
    {
        string[] evil = ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"];
        var sheet = new Sheet(["Namn", "Antal", "Dag"], evil.Select(text => (IReadOnlyList<object?>)[text, -2.5m, new DateOnly(2026, 11, 30)]));
        var csv = Encoding.UTF8.GetString(sheet.ToCsv()).TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal("Namn,Antal,Dag", csv[0]);
        Assert.All(csv[1..^1], line => Assert.True(line.TrimStart('"') is ['\'', ..] && line.EndsWith(",-2.5,2026-11-30", StringComparison.Ordinal), line));
        using var file = new MemoryStream(sheet.ToExcel());
        var read = file.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();
        Assert.Equal(evil.Select(text => "'" + text), read.Select(row => (string)row["Namn"]));
        Assert.Equal(-2.5, Convert.ToDouble(read[0]["Antal"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("'=1", Sheet.Harmless("=1"));
        Assert.Equal("Skärm 24 tum", Sheet.Harmless("Skärm 24 tum"));
    }

    [Fact]
    public void The_figure_counts_invoices_that_need_no_credit()
    {
        var log = new TallyFold<InvoiceRow>(InvoiceRow.View);
        var matched = new InvoiceMatched(1, 1, 0, s_now);
        Tell("1", Received("1"), matched);
        Tell("2", Received("2"), matched, new InvoiceDisputed("d", "wrong-price", null, [1], new Money(1), s_now));
        Tell("3", Received("3"), matched, new InvoiceDisputed("d", "wrong-price", null, [1], new Money(1), s_now), new InvoiceDisputeSettled("d", "withdrawn", null, s_now));
        Tell("4", Received("4"), matched, new InvoiceCredited("c", "K", new Money(1), s_now));
        Tell("5", new InvoiceRefused("workplace", "5", new(2026, 11, 1), ["BR-CO-10"], "m", s_now));
        Tell("6", new InvoiceRefused("workplace", "6", new(2026, 11, 1), ["BR-CO-10"], "m", s_now), Received("6"), matched);
        Tell("7", Received("7") with { GivesBack = true }, matched);
        Tell("8", Received("8"));
        var report = InvoiceReport.Of(log.Tallies, null, null, new(2026, 11, 30));
        var month = Assert.Single(report.Months);
        Assert.Equal(("workplace", "2026-11"), (month.Supplier, month.Month));
        var figures = report.Total;
        Assert.Equal((6L, 3L, 0.5m, 1L, 2L, 1L, 1L), (figures.Invoices, figures.Correct, figures.CorrectShare, figures.Refused, figures.Disputed, figures.Credited, figures.Credits));
        Assert.Equal([KeyValuePair.Create("wrong-price", 1L)], figures.Differences);

        void Tell(string id, params InvoiceEvent[] facts)
        {
            foreach (var fact in facts)
            {
                log.Add(new Known(new RecordedEvent(InvoiceEvent.StreamOf(id.PadLeft(16, '0')), 0, LogPosition.Start, Guid.Empty, "", default, default, s_now), fact, new EventContext("hub", "hub")));
            }
        }
    }

    [Fact]
    public void An_order_is_found_by_every_clue_that_it_leaves()
    {
        var log = new TallyFold<OrderTrace>(OrderTrace.View);
        var line = OrdersHere.Line(1, "WP-MOUSE", 1, 24_900, 0);
        OrderEvent[] facts =
        [
            new OrderWished(new OrderNumber("500000013"), new PersonId("p-o"), null, null, null, null, "web", "sv", null, s_now), new OrderSpecified(1, [line], Money.Zero, null, false, s_now),
            new OrderConfirmed("workplace", "SO-1", [], s_now), new OrderDelivered("workplace", "L", [new OrderUnit(1, 1, "SN-1")], new DeliveryProof("signature"), s_now, s_now),
            new OrderInvoiced("workplace", "F-1", "1", 1, 1, new Money(1), null, null, s_now),
        ];
        foreach (var fact in facts)
        {
            log.Add(new Known(new RecordedEvent("order-500000013", 0, LogPosition.Start, Guid.Empty, "", default, default, s_now), fact, new EventContext("hub", "hub")));
        }

        string[] clues = [InvoiceClues.SalesOrder, InvoiceClues.Compact("SO-1"), InvoiceClues.BilledObject, "SN-1", InvoiceClues.Preceding, "F-1", InvoiceClues.Reference, InvoiceClues.Joined("110-12345", "wp-mouse")];
        Assert.All(clues.Chunk(2), clue => Assert.Equal("500000013", Assert.Single(log.Tallies(clue[0], clue[1], clue[1])).Group));
    }

    private static InvoiceReceived Received(string number) => new(
        new PersonId("p-1"), "workplace", Personal.Public("{}"), "p-2", number, false, "380", new(2026, 11, 10), null, null, null, null, null, [], new(new(1), new(1), new(2), new(2)), 1, 0, null, [], new("ref", 1, "m"), s_now);

    private static InvoiceLineRow Row(string item, long net, string reference) => new(
        "0123456789abcdef", 1, "F-1", new(2026, 11, 10), "workplace", "500000013", 1, "WP-MOUSE", "Mus", reference, "P-1", "utbildning", "p-o", ["p-u"], 1, "C62", 1.00m, new Money(net), new(2026, 11, 1), new(2026, 11, 30),
        InvoiceClues.PurchaseOrder, [], item);
}
