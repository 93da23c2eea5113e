using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Tmf622;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>Orders with a supplier that speaks TMF622, version 4 or 5.</summary>
public sealed class SpeakingTmf622
{
    private const string Order = "500000013";
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task An_order_is_made_once_though_answers_are_lost_and_says_all_that_was_ordered(int version)
    {
        await using var supplier = await Tmf622Double.StartAsync(version);
        var system = SystemOf(supplier, version);
        supplier.LosesAnswers = 2;

        Assert.IsType<TryLater>(await TellAsync(system, Placed));
        var taken = Assert.IsType<Delivered>(await TellAsync(system, Placed));
        Assert.IsType<Delivered>(await TellAsync(system, Placed));

        var order = Assert.Single(supplier.Orders());
        Assert.Equal((string?)order["id"], taken.Ticket);
        Assert.Equal(Order, version == 5 ? (string?)order["externalId"]![0]!["id"] : (string?)order["externalId"]);
        var item = order["productOrderItem"]![0]!;
        Assert.Equal(("1", "add", 2, "110-12345"), ((string?)item["id"], (string?)item["action"], (int)item["quantity"]!, (string?)item["billingAccount"]!["id"]));
        var features = ((JsonArray)item["product"]!["productCharacteristic"]!).ToDictionary(one => (string)one!["name"]!, one => (string)one!["value"]!, StringComparer.Ordinal);
        Assert.Equal(("box", "Storgatan 1", "110-12345"), (features["deliveryWay"], features["site"], features["invoiceReference"]));
        Assert.Equal(4490m, (decimal)item["itemPrice"]![0]!["price"]!["dutyFreeAmount"]!["value"]!);
    }

    [Fact]
    public async Task An_order_is_found_again_where_the_server_passes_over_filters_and_has_many_of_others()
    {
        await using var supplier = await Tmf622Double.StartAsync(4);
        supplier.Fill(120);
        var system = SystemOf(supplier, 4);
        await TellAsync(system, Placed);
        supplier.PassesFiltersOver = true;

        Assert.IsType<Delivered>(await TellAsync(system, Placed));

        Assert.Equal(121, supplier.Orders().Count);
        supplier.Move((string)supplier.Orders()[120]["id"]!, "inProgress");
        Assert.Single(await HeardAsync(system), report => report.Report is SupplierOrderConfirmed); // On the third page.
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public async Task What_the_supplier_does_is_heard_in_order_and_the_same_under_the_same_name(int version, bool dated)
    {
        await using var supplier = await Tmf622Double.StartAsync(version);
        supplier.DatesChanges = dated;
        var system = SystemOf(supplier, version);
        await TellAsync(system, Placed);
        var id = (string)supplier.Orders()[0]["id"]!;

        Assert.Empty(await HeardAsync(system)); // Acknowledged is not taken.
        supplier.Move(id, "inProgress", expected: s_now.AddDays(8));
        var confirmed = Assert.IsType<SupplierOrderConfirmed>(Assert.Single(await HeardAsync(system)).Report);
        Assert.Equal((id, new DateOnly(2026, 12, 1)), (confirmed.SupplierOrder, confirmed.Lines![0].Expected));
        supplier.Move(id, "held", expected: new DateTimeOffset(2026, 12, 4, 0, 0, 0, TimeSpan.FromHours(1))); // A day as people mean it: midnight in the city.
        Assert.Equal(new DateOnly(2026, 12, 4), Assert.IsType<SupplierDeliveryExpected>((await HeardAsync(system))[^1].Report).Expected);
        supplier.Move(id, "inProgress");
        supplier.Move(id, "completed", line: 1, expected: null, "SN-1", "SN-2");
        var partly = Assert.Single((await HeardAsync(system)).Select(report => report.Report).OfType<SupplierOrderDelivered>());
        Assert.Equal([new OrderUnit(1, 1, "SN-1"), new OrderUnit(1, 2, "SN-2")], partly.Units);
        supplier.Move(id, "completed", line: null, expected: null, []);
        var all = await HeardAsync(system);
        Assert.Equal([1, 2], all.Select(report => report.Report).OfType<SupplierOrderDelivered>().Select(report => report.Units[0].Line));
        Assert.Equal("electronic", all.Select(report => report.Report).OfType<SupplierOrderDelivered>().Last().Way);
        Assert.Equal(all.Select(report => report.Id), (await HeardAsync(system)).Select(report => report.Id));
        Assert.All(all, report => Assert.IsType<UnderstoodOrder>(SupplierOrderMessages.Parse(SupplierMessages.Received(SupplierOrderMessages.ToEvent(report.Report, report.Id, "//s", report.At)))));
    }

    [Fact]
    public async Task What_is_pushed_has_the_names_of_what_is_asked_for()
    {
        await using var supplier = await Tmf622Double.StartAsync(5);
        var system = SystemOf(supplier, 5);
        await TellAsync(system, Placed);
        var id = (string)supplier.Orders()[0]["id"]!;
        supplier.Move(id, "inProgress");
        var envelope = new JsonObject { ["eventId"] = "e-1", ["eventTime"] = "2026-11-23T10:00:00Z", ["eventType"] = "ProductOrderStateChangeEvent", ["event"] = new JsonObject { ["productOrder"] = supplier.Orders()[0] } };

        Assert.Equal((await HeardAsync(system)).Select(report => report.Id), TmfOrders.Pushed(envelope, Settings(supplier, 5), s_now)!.Select(report => report.Id));
        Assert.Null(TmfOrders.Pushed(new JsonArray(), Settings(supplier, 5), s_now));
        Assert.Null(TmfOrders.Pushed(new JsonObject { ["eventId"] = "e", ["event"] = new JsonObject() }, Settings(supplier, 5), s_now));
        Assert.Null(await system.ListenAsync("http://hub.example/x", Ct));
        Assert.Null(await system.ListenAsync("http://hub.example/x", Ct)); // Registered already.
        Assert.Single(supplier.Callbacks);
    }

    [Fact]
    public async Task What_a_server_delivers_without_naming_a_day_came_when_it_was_seen_first_and_is_no_news_again()
    {
        await using var supplier = await Tmf622Double.StartAsync(4);
        await TellAsync(SystemOf(supplier, 4), Placed);
        var id = (string)supplier.Orders()[0]["id"]!;
        supplier.Move(id, "inProgress");
        supplier.Move(id, "completed");
        var order = supplier.Orders()[0];
        foreach (var day in new[] { "orderDate", "completionDate", "expectedCompletionDate", "lastUpdate" })
        {
            order.Remove(day);
        }

        var envelope = new JsonObject { ["eventId"] = "e-1", ["event"] = new JsonObject { ["productOrder"] = order } };
        IReadOnlyList<PolledOrderReport> At(DateTimeOffset now) => TmfOrders.Pushed(envelope, Settings(supplier, 4), now)!;
        var (first, later) = (At(s_now), At(s_now.AddDays(40)));
        Assert.Equal(first.Select(report => report.Id), later.Select(report => report.Id));
        Assert.Equal(first.Select(report => SupplierOrderMessages.Found(report, "//s").ContentHash), later.Select(report => SupplierOrderMessages.Found(report, "//s").ContentHash));
        Assert.All(first.Select(report => report.Report).OfType<SupplierOrderDelivered>(), delivered => Assert.Equal(s_now, delivered.DeliveredAt));
    }

    [Fact]
    public async Task A_day_that_was_put_off_and_then_holds_after_all_is_heard_again()
    {
        await using var supplier = await Tmf622Double.StartAsync(4);
        var system = SystemOf(supplier, 4);
        await TellAsync(system, Placed);
        var id = (string)supplier.Orders()[0]["id"]!;
        async Task<string> NameAsync(string state, int days)
        {
            supplier.Move(id, state, expected: s_now.AddDays(days));
            return (await HeardAsync(system))[^1].Id;
        }

        await NameAsync("inProgress", 8);
        var promised = await NameAsync("held", 8);
        await NameAsync("inProgress", 11);
        var later = await NameAsync("held", 11);
        await NameAsync("inProgress", 8);
        Assert.Equal(3, new[] { promised, later, await NameAsync("held", 8) }.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_word_that_is_not_known_says_nothing_until_the_settings_say_what_it_means()
    {
        await using var supplier = await Tmf622Double.StartAsync(4);
        await TellAsync(SystemOf(supplier, 4), Placed);
        supplier.Move((string)supplier.Orders()[0]["id"]!, "Arbetar");

        Assert.Empty(await HeardAsync(SystemOf(supplier, 4)));
        Assert.IsType<SupplierOrderConfirmed>(Assert.Single(await HeardAsync(SystemOf(supplier, 4, ("OrderStates:arbetar", "inProgress")))).Report);
    }

    [Fact]
    public async Task An_order_of_which_one_line_fails_and_one_comes_is_told_line_by_line()
    {
        await using var supplier = await Tmf622Double.StartAsync(4);
        var system = SystemOf(supplier, 4);
        await TellAsync(system, Placed);
        var id = (string)supplier.Orders()[0]["id"]!;
        supplier.Move(id, "inProgress");
        supplier.Move(id, "failed", line: 1);
        supplier.Move(id, "completed", line: 2);
        supplier.Move(id, "partial");

        var told = (await HeardAsync(system)).Select(report => report.Report).ToList();

        Assert.Equal([2], Assert.Single(told.OfType<SupplierOrderConfirmed>()).Lines!.Select(line => line.Line));
        Assert.Equal([1], Assert.Single(told.OfType<SupplierOrderDeclined>()).Lines);
        Assert.Equal(2, Assert.Single(told.OfType<SupplierOrderDelivered>()).Units[0].Line);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task A_whole_order_is_cancelled_once_though_the_answer_is_lost_and_what_becomes_of_it_is_heard(int version, bool granted)
    {
        await using var supplier = await Tmf622Double.StartAsync(version);
        var system = SystemOf(supplier, version);
        await TellAsync(system, Placed);
        var id = (string)supplier.Orders()[0]["id"]!;
        supplier.Move(id, "inProgress");
        supplier.LosesAnswers = 1;
        var cancel = new OrderCancellationMessage(Order, [1, 2], "Behövs inte.", id);

        Assert.IsType<TryLater>(await TellAsync(system, cancel, "c-1"));
        Assert.IsType<Delivered>(await TellAsync(system, cancel, "c-1"));

        var task = Assert.Single(supplier.Cancellations());
        if (granted)
        {
            supplier.Move(id, "pendingCancellation");
            supplier.Move(id, "cancelled");
            Assert.Equal([1, 2], Assert.Single((await HeardAsync(system)).Select(report => report.Report).OfType<SupplierOrderCancelled>()).Lines);
        }
        else
        {
            supplier.Decide((string)task["id"]!, "terminatedWithError");
            supplier.Move(id, "inProgress");
            var refused = Assert.Single((await HeardAsync(system)).Select(report => report.Report).OfType<SupplierCancellationRefused>());
            Assert.Equal([1, 2], refused.Lines);
            var envelope = new JsonObject { ["eventId"] = "e-2", ["event"] = new JsonObject { ["cancelProductOrder"] = supplier.Cancellations()[0] } };
            Assert.Equal(refused.Order, Assert.Single(TmfOrders.Pushed(envelope, Settings(supplier, version), s_now)!).Report.Order);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task What_the_standard_has_no_word_for_is_a_note_and_stands_there_once(int version)
    {
        await using var supplier = await Tmf622Double.StartAsync(version);
        var system = SystemOf(supplier, version);
        await TellAsync(system, Placed);
        var news = new HubOrderMessage[]
        {
            new OrderCancellationMessage(Order, [1], "Behövs inte."), new OrderSwapMessage(Order, 2, s_now, s_now.AddHours(1)),
            new OrderReturnMessage(Order, "R-1", [new OrderUnit(1, 1, "SN-1")]), new OrderDisputeMessage(Order, "D-1", "F-1", "wrong-price", new Money(2580), 1),
        };
        foreach (var (one, index) in news.Select((one, index) => (one, index)))
        {
            supplier.LosesAnswers = 1;
            Assert.IsType<TryLater>(await TellAsync(system, one, $"n-{index}"));
            Assert.IsType<Delivered>(await TellAsync(system, one, $"n-{index}"));
        }

        var notes = ((JsonArray)supplier.Orders()[0]["note"]!).Select(note => (string)note!["text"]!).ToList();
        Assert.Equal(4, notes.Count);
        Assert.Equal("Beställaren vill avbeställa rad 1. Behövs inte.", notes[0]);
        Assert.Contains("SN-1", notes[2], StringComparison.Ordinal);
        Assert.Empty(supplier.Cancellations());
    }

    [Fact]
    public async Task What_goes_wrong_is_an_answer_and_never_an_exception()
    {
        await using var supplier = await Tmf622Double.StartAsync(4);
        var system = SystemOf(supplier, 4);
        Assert.IsType<Refused>(await TellAsync(system, new OrderSwapMessage(Order, 1, s_now, s_now))); // It never got the order.
        Assert.IsType<TryLater>(await TellAsync(new TmfOrders(new HttpClient(), Settings(supplier, 4) with { Token = "other" }, TimeProvider.System), Placed));
        foreach (var (status, kind) in new[] { (503, typeof(TryLater)), (400, typeof(Refused)), (410, typeof(Retired)) })
        {
            supplier.Answers = status;
            Assert.IsType(kind, await TellAsync(system, Placed));
            await Assert.ThrowsAsync<HttpRequestException>(() => system.ReadAsync(null, Ct));
        }

        await supplier.DisposeAsync();
        Assert.IsType<TryLater>(await TellAsync(system, Placed));
    }

    private static readonly OrderPlacedMessage Placed = new(Order, s_now, Together: false,
    [
        new OrderedLineMessage(1, "MO-PHONE", "Mobiltelefon", 2, new Money(449000), default, null, "110-12345", "box", "Storgatan 1", "socialforvaltningen", Recipients: [new OrderedFor(1, "p-1", "Kim Exempel"), new OrderedFor(2, "p-2")]),
        new OrderedLineMessage(2, "MO-SIM", "Mobilabonnemang", 1, default, new Money(12900), 24, "110-12345", "electronic", WantedFrom: s_now.AddDays(1), WantedUntil: s_now.AddDays(2)),
    ]);

    private static TmfOrders SystemOf(Tmf622Double supplier, int version, params (string, string)[] more) => new(new HttpClient(), Settings(supplier, version, more), TimeProvider.System);

    private static SupplierSettings Settings(Tmf622Double supplier, int version, params (string Key, string Value)[] more) => new("mobile", "tmf621", supplier.Address, Tmf622Double.Token)
    {
        Options = more.Append(("OrdersVersion", version == 5 ? "5" : "4")).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.OrdinalIgnoreCase),
    };

    private static Task<Delivery> TellAsync(TmfOrders system, HubOrderMessage news, string id = "m-1") => system.TellAsync(new OrderTelling(news, id, "/hub/orders", s_now), Ct);

    /// <summary>All that asking finds, from the beginning.</summary>
    private static async Task<IReadOnlyList<PolledOrderReport>> HeardAsync(TmfOrders system)
    {
        var (heard, cursor, more) = (new List<PolledOrderReport>(), (string?)null, true);
        while (more)
        {
            var read = await system.ReadAsync(cursor, Ct);
            heard.AddRange(read.Reports);
            (cursor, more) = (read.Cursor, read.More);
        }

        var again = await system.ReadAsync(cursor, Ct); // From where it had got to: nothing that was not heard.
        Assert.Empty(again.Reports.Select(report => report.Id).Except(heard.Select(report => report.Id), StringComparer.Ordinal));
        return heard;
    }
}
