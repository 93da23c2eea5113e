using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Simulator;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>A simulated supplier fulfils orders and bills them.</summary>
public sealed class SimulatedOrdersAtWork
{
    private const string Order = "500000013";
    private static readonly XNamespace s_cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private static readonly XNamespace s_cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";

    [Fact]
    public async Task An_order_is_confirmed_shipped_delivered_with_serial_numbers_and_billed_with_the_city_s_references()
    {
        await using var scene = await SimulatorScene.StartAsync();
        Assert.IsType<Delivered>(await scene.TellAsync(Placed(Line(1, "Fast telefon", 2, once: 49900), Line(2, "Anknytning i växeln", 1, monthly: 8900, way: "electronic"))));

        var confirmed = Assert.IsType<SupplierOrderConfirmed>((await scene.Hub.NextOrderAsync()).Report);
        Assert.Equal("TE-S000001", confirmed.SupplierOrder);
        Assert.Equal([1, 2], confirmed.Lines!.Select(line => line.Line));
        var electronic = await scene.Hub.NextOrderAsync<SupplierOrderDelivered>();
        Assert.Equal(("electronic", "+467017400001003"), (electronic.Way, Assert.Single(electronic.Units).Serial));
        var serials = new List<string?>();
        while (serials.Count < 2)
        {
            serials.AddRange((await scene.Hub.NextOrderAsync<SupplierOrderDelivered>()).Units.Select(unit => unit.Serial));
        }

        Assert.Equal(["TE5000000130001", "TE5000000130002"], serials);
        var invoice = await scene.Hub.NextInvoiceAsync();
        Assert.Equal(("110-12345", Order, "TE-S000001"), (Text(invoice, "BuyerReference"), Text(invoice, "OrderReference/ID"), Text(invoice, "OrderReference/SalesOrderID")));
        var lines = invoice.Root!.Elements(s_cac + "InvoiceLine").ToList();
        Assert.Equal(["1", "2"], lines.Select(line => line.Element(s_cac + "OrderLineReference")!.Element(s_cbc + "LineID")!.Value));
        Assert.Equal("+467017400001003", lines[1].Element(s_cac + "DocumentReference")!.Element(s_cbc + "ID")!.Value);
        Assert.Equal(["998.00", "89.00"], lines.Select(line => line.Element(s_cbc + "LineExtensionAmount")!.Value));
        AssertSound(invoice);
        Assert.Equal(("1087.00", "271.75", "1358.75"), (Text(invoice, "LegalMonetaryTotal/LineExtensionAmount"), Text(invoice, "TaxTotal/TaxAmount"), Text(invoice, "LegalMonetaryTotal/PayableAmount")));
    }

    [Fact]
    public async Task What_comes_after_midnight_in_the_city_is_of_that_day_and_month()
    {
        var midnight = new FakeTimeProvider(new DateTimeOffset(2026, 11, 30, 23, 10, 0, TimeSpan.Zero)); // 00:10 on the first of December.
        await using var scene = await SimulatorScene.StartAsync(options => options with { Clock = midnight });
        await scene.TellAsync(Placed(Line(1, "Anknytning i växeln", 1, monthly: 8900, way: "electronic")));
        Assert.Equal(new DateOnly(2026, 12, 1), Assert.IsType<SupplierOrderConfirmed>((await scene.Hub.NextOrderAsync()).Report).Lines![0].Expected);
        var invoice = await scene.Hub.NextInvoiceAsync();
        Assert.Equal("2026-12-01", Text(invoice, "IssueDate"));
        Assert.Equal("2026-12-01", Text(invoice, "InvoiceLine/InvoicePeriod/StartDate"));
    }

    [Fact]
    public async Task What_is_to_come_together_comes_in_one_delivery_and_a_message_that_comes_again_orders_nothing_again()
    {
        await using var scene = await SimulatorScene.StartAsync();
        var placed = Placed(Line(1, "Fast telefon", 3, once: 49900), Line(2, "Anknytning", 1, monthly: 8900, way: "electronic")) with { Together = true };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.TellAsync(placed)));

        Assert.Equal(4, (await scene.Hub.NextOrderAsync<SupplierOrderDelivered>()).Units.Count);
        await scene.Hub.NextInvoiceAsync();
        Assert.Equal(1, Assert.Single(await scene.ControlAsync<MessageEffect>("effects")).Effects);
        Assert.Single(await scene.ControlAsync<SimulatedOrder>("orders"));
        Assert.Single(await scene.ControlAsync<SimulatedInvoice>("invoices"));
    }

    [Fact]
    public async Task A_cancellation_is_agreed_to_before_it_is_shipped_and_refused_after()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Delays = SimulatorDelays.None with { Resolve = TimeSpan.FromHours(30) }, Clock = new FakeTimeProvider(SimulatorScene.Now) });
        await scene.TellAsync(Placed(Line(1, "Fast telefon", 1, once: 49900), Line(2, "Licens", 1, monthly: 8900, way: "electronic")));
        await scene.Hub.NextOrderAsync<SupplierOrderDelivered>(); // The licence, at once.

        await scene.TellAsync(new OrderCancellationMessage(Order, [1, 2], "Behövs inte."), "o-2");

        Assert.Equal([1], (await scene.Hub.NextOrderAsync<SupplierOrderCancelled>()).Lines);
        Assert.Equal([2], (await scene.Hub.NextOrderAsync<SupplierCancellationRefused>()).Lines);
    }

    [Fact]
    public async Task What_comes_back_is_credited_with_the_invoice_that_billed_it()
    {
        await using var scene = await SimulatorScene.StartAsync();
        await scene.TellAsync(Placed(Line(1, "Fast telefon", 2, once: 49900)));
        var number = Text(await scene.Hub.NextInvoiceAsync(), "ID");

        await scene.TellAsync(new OrderReturnMessage(Order, "R-1", [new OrderUnit(1, 2)]), "o-2");

        Assert.Equal("R-1", (await scene.Hub.NextOrderAsync<SupplierOrderReturned>()).Return);
        var credit = await scene.Hub.NextInvoiceAsync();
        AssertSound(credit);
        Assert.Equal(("CreditNote", number, "499.00"), (credit.Root!.Name.LocalName, Text(credit, "BillingReference/InvoiceDocumentReference/ID"), Text(credit, "LegalMonetaryTotal/LineExtensionAmount")));
    }

    [Fact]
    public async Task A_wrong_price_that_is_disputed_is_credited_and_billed_anew_as_agreed()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["bill-wrong-price"] });
        await scene.TellAsync(Placed(Line(1, "Fast telefon", 1, once: 10000)));
        var wrong = await scene.Hub.NextInvoiceAsync();
        Assert.Equal("120.00", Text(wrong, "LegalMonetaryTotal/LineExtensionAmount"));

        await scene.TellAsync(new OrderDisputeMessage(Order, "D-1", Text(wrong, "ID"), "wrong-price", new Money(2000), 1), "o-2");

        Assert.Equal("will-credit", (await scene.Hub.NextOrderAsync<SupplierDisputeAnswered>()).Outcome);
        Assert.Equal("120.00", Text(await scene.Hub.NextInvoiceAsync(), "LegalMonetaryTotal/LineExtensionAmount"));
        Assert.Equal("100.00", Text(await scene.Hub.NextInvoiceAsync(), "LegalMonetaryTotal/LineExtensionAmount"));
    }

    [Theory]
    [InlineData("bill-wrong-reference", "999-00000", 1)]
    [InlineData("bill-twice", "110-12345", 2)]
    public async Task A_fault_shows_in_what_is_billed(string fault, string reference, int invoices)
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = [fault] });
        await scene.TellAsync(Placed(Line(1, "Fast telefon", 1, once: 10000)));
        for (var i = 0; i < invoices; i++)
        {
            Assert.Equal(reference, Text(await scene.Hub.NextInvoiceAsync(), "BuyerReference"));
        }

        Assert.Equal(invoices, (await scene.ControlAsync<SimulatedInvoice>("invoices")).Count);
    }

    [Fact]
    public async Task Faults_decline_an_order_move_its_day_bill_it_too_early_and_hold_a_dispute_to_be_wrong()
    {
        await using (var declining = await SimulatorScene.StartAsync(options => options with { Faults = ["order-decline"] }))
        {
            await declining.TellAsync(Placed(Line(1, "Fast telefon", 1, once: 10000)));
            await declining.Hub.NextOrderAsync<SupplierOrderDeclined>();
        }

        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["deliver-late", "bill-undelivered", "dispute-reject"], Delays = SimulatorDelays.None with { Resolve = TimeSpan.FromHours(30) }, Clock = new FakeTimeProvider(SimulatorScene.Now) });
        await scene.TellAsync(Placed(Line(1, "Fast telefon", 1, once: 10000)));
        var invoice = await scene.Hub.NextInvoiceAsync(); // Nothing was delivered yet.
        Assert.True((await scene.Hub.NextOrderAsync<SupplierDeliveryExpected>()).Expected > new DateOnly(2026, 11, 30));
        await scene.TellAsync(new OrderDisputeMessage(Order, "D-1", Text(invoice, "ID"), "not-delivered", new Money(10000)), "o-2");
        Assert.Equal("rejected", (await scene.Hub.NextOrderAsync<SupplierDisputeAnswered>()).Outcome);
    }

    [Fact]
    public async Task What_is_to_stand_together_is_billed_on_one_invoice_that_names_each_order_line_by_line()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Auto = false });
        await scene.TellAsync(Placed(Line(1, "Fast telefon", 1, once: 10000) with { Grouping = "hösten" }));
        await scene.TellAsync(Placed(Line(1, "Fast telefon", 1, once: 10000) with { Grouping = "hösten" }) with { Order = "500000021" }, "o-2");
        foreach (var order in new[] { Order, "500000021" })
        {
            Assert.Equal(202, await scene.ControlAsync($"orders/{order}/confirm", new { }));
            Assert.Equal(202, await scene.ControlAsync($"orders/{order}/deliver", new { way = "signature" }));
            await scene.Hub.NextOrderAsync<SupplierOrderDelivered>();
        }

        Assert.Equal(202, await scene.ControlAsync($"orders/{Order}/bill", new { })); // Nothing stands alone.
        Assert.Equal(202, await scene.ControlAsync($"orders/{Order}/bill-together", new { }));

        var invoice = await scene.Hub.NextInvoiceAsync();
        AssertSound(invoice);
        Assert.Null(invoice.Root!.Element(s_cac + "OrderReference"));
        Assert.Equal(
            [$"Beställning {Order} rad 1", "Beställning 500000021 rad 1"], invoice.Root.Elements(s_cac + "InvoiceLine").Select(line => line.Element(s_cbc + "Note")!.Value));
        Assert.Equal(400, await scene.ControlAsync($"orders/{Order}/answer-dispute", new { dispute = "D", outcome = "maybe" }));
        Assert.Equal(404, await scene.ControlAsync($"orders/{Order}/lose", new { }));
    }

    [Fact]
    public async Task A_simulator_that_is_started_anew_goes_on_where_it_was_and_bills_once()
    {
        var file = Path.Combine(Path.GetTempPath(), $"hub-orders-{Guid.CreateVersion7():N}.jsonl");
        try
        {
            var clock = new FakeTimeProvider(SimulatorScene.Now);
            await using (var first = await SimulatorScene.StartAsync(options => options with { MemoryFile = file, Clock = clock, Delays = SimulatorDelays.None with { Resolve = TimeSpan.FromMinutes(5) } }))
            {
                await first.TellAsync(Placed(Line(1, "Mobilabonnemang", 1, monthly: 12900)));
                await first.Hub.NextOrderAsync<SupplierOrderConfirmed>();
                await first.DeliveredAsync(1);
            }

            clock.Advance(TimeSpan.FromMinutes(6));
            await using var second = await SimulatorScene.StartAsync(options => options with { MemoryFile = file, Clock = clock });
            Assert.Single((await second.Hub.NextOrderAsync<SupplierOrderDelivered>()).Units);
            var invoice = await second.Hub.NextInvoiceAsync();
            Assert.Equal("2026-12-22", Text(invoice, "InvoicePeriod/EndDate"));
            Assert.Equal(202, await second.ControlAsync($"orders/{Order}/bill", new { })); // By hand: the next month.
            Assert.Equal("2027-01-22", Text(await second.Hub.NextInvoiceAsync(), "InvoicePeriod/EndDate"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The hub's own reader and its checks find nothing wrong with it.</summary>
    private static void AssertSound(XDocument invoice)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var reading = PeppolReader.Read(Encoding.UTF8.GetBytes(invoice.ToString()), InvoiceLimits.Default, today);
        Assert.True(reading is InvoiceRead, reading is InvoiceUnreadable no ? string.Join('\n', no.Faults) : "");
    }

    private static OrderPlacedMessage Placed(params IReadOnlyList<OrderedLineMessage> lines) => new(Order, SimulatorScene.Now, Together: false, lines);

    private static OrderedLineMessage Line(int line, string name, int quantity, long once = 0, long monthly = 0, string way = "box") => new(
        line, string.Create(CultureInfo.InvariantCulture, $"A-{line}"), name, quantity, new Money(once), new Money(monthly), monthly > 0 ? 24 : null, "110-12345", way, "Storgatan 1");

    private static string Text(XDocument document, string path) =>
        path.Split('/').Aggregate(document.Root!, (at, name) => at.Element(s_cac + name) ?? at.Element(s_cbc + name) ?? throw new KeyNotFoundException(path)).Value;
}
