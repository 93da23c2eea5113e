using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>Suppliers are told of their orders, and what they say comes to them: between a log in memory and a supplier's side that is played.</summary>
public sealed class TellingOrders
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly OrderNumber s_number = OrderNumber.FromSequence(1);
    private readonly MemoryEventLog _log = new(TimeProvider.System);
    private readonly EventCodec _codec = new(new TestKeys());
    private readonly OrderStore _orders;
    private readonly List<OrderTelling> _told = [];
    private readonly List<DisputeAnswer> _answers = [];
    private int _commands;

    public TellingOrders() => _orders = new OrderStore(_log, _codec);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_supplier_is_told_its_own_lines_once_however_often_the_work_is_done()
    {
        await PlaceAsync();

        Assert.Equal([WorkResult.Done, WorkResult.Done], await WorkAsync("mobile", twice: true));
        await WorkAsync("workplace");

        Assert.Equal(2, _told.Count);
        var placed = Assert.IsType<OrderPlacedMessage>(_told[0].News);
        Assert.Equal((s_number.Value, 1, "Ny Person"), (placed.Order, Assert.Single(placed.Lines).Line, placed.Lines[0].Recipients![0].Name));
        Assert.Equal([2], Assert.IsType<OrderPlacedMessage>(_told[1].News).Lines.Select(line => line.Line));
        var events = await HistoryAsync();
        Assert.Equal(events.First(known => known.Fact is OrderPlaced { Supplier: "mobile" }).Recorded.Id.ToString("N"), _told[0].Id);
        Assert.Equal(["mobile", "workplace"], events.Select(known => known.Fact).OfType<OrderSupplierInformed>().Select(told => told.Supplier));
    }

    [Fact]
    public async Task A_supplier_learns_no_more_than_it_needs()
    {
        await PlaceAsync();
        await WorkAsync("mobile", options: ("Share", "site"));
        await WorkAsync("workplace", options: ("Share", "none"));
        var (mobile, workplace) = (((OrderPlacedMessage)_told[0].News).Lines[0], ((OrderPlacedMessage)_told[1].News).Lines[0]);

        Assert.Equal((null, "Storgatan 1", null, null), (mobile.Recipients![0].Name, mobile.Site, mobile.Organisation, mobile.Adaptation));
        Assert.Null(workplace.Site); // It comes over the network.
        _told.Clear();

        var other = new TellingOrders();
        await other.PlaceAsync();
        await other.WorkAsync("mobile", options: ("Share", "name,site,adaptation"));
        Assert.Equal("Ser dåligt", ((OrderPlacedMessage)other._told[0].News).Lines[0].Adaptation); // Where it is agreed.
    }

    [Fact]
    public async Task What_is_asked_of_a_supplier_later_is_told_with_its_own_number_and_its_own_doings_are_not()
    {
        await PlaceAsync();
        await WorkAsync("mobile");
        await SayAsync("mobile", new SupplierOrderConfirmed(s_number.Value, "MO-S1"));
        await SayAsync("mobile", new SupplierOrderDelivered(s_number.Value, "L-1", [new OrderUnit(1, 1, "SN-1")], s_now, "signature", "Kim Exempel"));
        await DoAsync("staff:s", new ReturnUnits("R-1", [new OrderUnit(1, 1)], "Fel färg", s_now));
        await SayAsync("mobile", new SupplierOrderReturned(s_number.Value, "R-1", [new OrderUnit(1, 1)]));
        await SayAsync("mobile", new SupplierOrderReturned(s_number.Value, "R-2", [new OrderUnit(1, 1)]), "again");
        await WorkAsync("mobile");

        var back = Assert.IsType<OrderReturnMessage>(Assert.Single(_told.Skip(1)).News);
        Assert.Equal(("R-1", "SN-1", "MO-S1", "Fel färg"), (back.Return, back.Units[0].Serial, back.SupplierOrder, back.Reason));
    }

    [Fact]
    public async Task What_the_system_refuses_is_parked_and_noted_and_what_it_cannot_take_now_is_tried_again()
    {
        await PlaceAsync();

        Assert.IsType<WorkFailed>(Assert.Single(await WorkAsync("mobile", answer: new TryLater(null, "503"))));
        Assert.Equal("400: no", Assert.IsType<WorkHopeless>(Assert.Single(await WorkAsync("mobile", answer: new Refused(400, "400: no")))).Cause);
        Assert.Equal("400: no", Assert.Single((await HistoryAsync()).Select(known => known.Fact).OfType<OrderMessageRefused>()).Why);
        Assert.Same(WorkResult.Done, Assert.Single(await WorkAsync("mobile"))); // Released by a person.
        Assert.Equal(3, _told.Count);
    }

    [Fact]
    public async Task An_order_that_was_taken_by_hand_is_not_told_again()
    {
        await PlaceAsync();
        await SayAsync("mobile", new SupplierOrderConfirmed(s_number.Value, "by-hand"));

        Assert.Same(WorkResult.Done, Assert.Single(await WorkAsync("mobile")));

        Assert.Empty(_told);
        Assert.Single((await HistoryAsync()).Select(known => known.Fact).OfType<OrderSupplierInformed>());
    }

    [Fact]
    public async Task What_a_supplier_says_has_its_effect_once_and_other_content_under_its_id_is_noticed()
    {
        await PlaceAsync();
        var confirmed = new SupplierOrderConfirmed(s_number.Value, "MO-S1", [new ConfirmedLine(1, new DateOnly(2026, 12, 1))]);

        Assert.Equal("applied", (await SayAsync("mobile", confirmed)).Receipt!.Outcome);
        Assert.Equal("applied", (await SayAsync("mobile", confirmed)).Receipt!.Outcome);
        var other = await SayAsync("mobile", confirmed with { SupplierOrder = "MO-S2" });
        Assert.Equal("id", Assert.Single(other.Faults).Field);

        Assert.Single((await HistoryAsync()).Select(known => known.Fact).OfType<OrderConfirmed>());
        Assert.Equal(new DateOnly(2026, 12, 1), (await _orders.LoadAsync(s_number, Ct)).State.Lines[1].Expected);
    }

    [Fact]
    public async Task An_order_of_another_supplier_is_as_unknown_as_one_that_does_not_exist()
    {
        await PlaceAsync();
        var (other, none) = (await SayAsync("telephony", new SupplierOrderConfirmed(s_number.Value, "T")), await SayAsync("mobile", new SupplierOrderConfirmed(OrderNumber.FromSequence(2).Value, "T")));

        Assert.Equal((s_number.Value, OrderNumber.FromSequence(2).Value), (Quoted(other), Quoted(none)));
        Assert.Equal("refused", (await SayAsync("mobile", new SupplierOrderDeclined(s_number.Value, "no", [2]))).Receipt!.Outcome); // A line of another's.
    }

    [Fact]
    public async Task An_answer_to_a_dispute_reaches_the_invoices_once_and_only_for_a_dispute_with_this_supplier()
    {
        await PlaceAsync();
        await DoAsync("hub", new NoteInvoice([new OrderInvoiceDisputed("mobile", "D-1", "F-1", 1, "wrong-price", new Money(2000), s_now)], s_now));
        await WorkAsync("mobile");
        Assert.Equal("D-1", Assert.IsType<OrderDisputeMessage>(_told[^1].News).Dispute);

        await SayAsync("mobile", new SupplierDisputeAnswered(s_number.Value, "D-1", "will-credit", "Fel lista"));
        await SayAsync("mobile", new SupplierDisputeAnswered(s_number.Value, "D-1", "will-credit", "Fel lista"));

        var answer = Assert.Single(_answers);
        Assert.Equal(("mobile", s_number, "D-1", "will-credit", "Fel lista", "supplier:mobile"), (answer.Supplier, answer.Order, answer.Dispute, answer.Outcome, answer.Reason, answer.Context.By));
        Assert.Equal("data.dispute", Assert.Single((await SayAsync("mobile", new SupplierDisputeAnswered(s_number.Value, "D-2", "rejected"), "other")).Faults).Field);
        Assert.Equal("data.dispute", Assert.Single((await SayAsync("workplace", new SupplierDisputeAnswered(s_number.Value, "D-1", "rejected"), "other")).Faults).Field);
    }

    [Fact]
    public void A_supplier_s_way_for_orders_follows_from_its_settings()
    {
        SupplierSettings Of(string protocol, params (string Key, string Value)[] options) => new("s", protocol, new Uri("https://s.example"), "token-of-the-supplier")
        {
            Options = options.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase),
        };
        Assert.Equal(OrderWay.Own, OrderWay.Of(Of("cloudevents"))!.Kind);
        Assert.Equal(OrderWay.Own, OrderWay.Of(Of("amqp"))!.Kind);
        Assert.Null(OrderWay.Of(Of("servicenow")));
        Assert.Null(OrderWay.Of(Of("cloudevents", ("Orders", "none"))));
        Assert.Equal((OrderWay.Tmf622, "https://s.example/v4"), (OrderWay.Of(Of("tmf621", ("OrdersUrl", "https://s.example/v4")))!.Kind, OrderWay.Of(Of("tmf621", ("OrdersUrl", "https://s.example/v4")))!.Settings.Url!.ToString()));
        Assert.Equal((OrderWay.CloudEvents, "t"), (OrderWay.Of(Of("servicenow", ("OrdersUrl", "https://o.example"), ("OrdersToken", "t")))!.Kind, OrderWay.Of(Of("servicenow", ("OrdersUrl", "https://o.example"), ("OrdersToken", "t")))!.Settings.Token));
        Assert.Equal(
            ["Suppliers:s:Orders is 'post'; use cloudevents, tmf622 or none.", "Suppliers:s:OrdersUrl must be a whole address that begins with https://, without user name, password or fragment, for example https://supplier.example/orders.", "Suppliers:s:OrdersVersion is 4 or 5."],
            OrderWay.Faults([Of("amqp", ("Orders", "post"), ("OrdersUrl", "http://s.example"), ("OrdersVersion", "6"))], development: false));
        Assert.StartsWith("Suppliers:s:OrdersUrl is missing", Assert.Single(OrderWay.Faults([Of("request-tracker", ("Orders", "tmf622"))], development: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_goes_to_no_other_host_than_the_one_it_was_agreed_with()
    {
        var elsewhere = new SupplierSettings("s", "tmf621", new Uri("https://s.example"), "token-of-the-supplier")
        {
            Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["OrdersUrl"] = "https://o.example/v4" },
        };
        Assert.Null(OrderWay.Of(elsewhere));
        Assert.StartsWith("Suppliers:s:OrdersToken is missing", Assert.Single(OrderWay.Faults([elsewhere], development: false)), StringComparison.Ordinal);
        var agreed = elsewhere with { Options = new Dictionary<string, string>(elsewhere.Options, StringComparer.OrdinalIgnoreCase) { ["OrdersToken"] = "t" } };
        Assert.Equal("t", OrderWay.Of(agreed)!.Settings.Token);
        Assert.Empty(OrderWay.Faults([agreed], development: false));
    }

    [Fact]
    public async Task An_order_that_was_taken_by_hand_does_not_wait_for_a_system_that_is_not_there()
    {
        await PlaceAsync();
        var placed = (await HistoryAsync()).Single(known => known.Fact is OrderPlaced { Supplier: "mobile" });
        using var register = new SupplierRegister([], _log, _codec, ServiceCatalogue.Default, null!, TimeProvider.System, NullLogger<SupplierRegister>.Instance);
        var work = new OrdersWithoutSystem(register, _orders);
        Assert.IsType<WorkHopeless>(await work.DoAsync(placed, Ct));

        await SayAsync("mobile", new SupplierOrderConfirmed(s_number.Value, "by-hand"));

        Assert.Same(WorkResult.Done, await work.DoAsync(placed, Ct));
    }

    private static string Quoted((IReadOnlyList<EventFault> Faults, SupplierReceipt? Receipt) said)
    {
        var fault = Assert.Single(said.Faults);
        Assert.Equal("data.order", fault.Field);
        return fault.What.Split('\'')[1];
    }

    private async Task PlaceAsync()
    {
        var keys = new TestKeys();
        var (orderer, fresh) = (keys.Pseudonym("person", "a"), new Recipient(new PersonId("p-new"), new Personal(new PersonId("p-new"), "Ny Person")));
        await DoAsync("user", new WishForOrder(new OrderWished(s_number, orderer, "socialforvaltningen", "Storgatan 1", null, null, "web", "sv", null, s_now), s_now));
        await DoAsync("user", new SpecifyOrder(0,
        [
            new OrderLine(1, "MO-PHONE", "Mobiltelefon", "hardware", "mobile", 1, [fresh], new Money(449000), default, null, "110-12345", "socialforvaltningen")
            {
                Adaptation = new Adaptation(new PersonId("p-new"), new Personal(new PersonId("p-new"), "Ser dåligt")),
            },
            new OrderLine(2, "WP-OFFICE", "Kontorsprogram", "software", "workplace", 1, [], default, new Money(14500), 12, "110-12345", "socialforvaltningen") { Way = DeliveryWay.Electronic },
        ], Attest: null, Together: false, s_now));
    }

    private Task<Decision<OrderEvent>> DoAsync(string by, OrderCommand command) =>
        _orders.DecideAsync(s_number, command, EventId.From("test", (_commands++).ToString(System.Globalization.CultureInfo.InvariantCulture)), new EventContext(by, "web"), ifRevision: null, Ct);

    /// <summary>Does the work of a supplier's group for every event of the order.</summary>
    /// <returns>The results of the events that are its business, or wait for it.</returns>
    private async Task<IReadOnlyList<WorkResult>> WorkAsync(string supplier, bool twice = false, Delivery? answer = null, params (string Key, string Value)[] options)
    {
        var settings = new SupplierSettings(supplier, "cloudevents", new Uri("http://127.0.0.1:1"), "t") { Options = options.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase) };
        var gate = new SupplierGate(supplier, SupplierPace.Of(settings), TimeProvider.System, NullLogger.Instance);
        var work = new OrderDeliveries(settings, new Played(_told, answer ?? new Delivered("r")), gate, _orders, new DirectoryStore(_log, _codec), _log, _codec, TimeProvider.System);
        var results = new List<WorkResult>();
        foreach (var known in await HistoryAsync())
        {
            for (var i = 0; work.Types.Contains(known.Recorded.Type) && i < (twice ? 2 : 1); i++)
            {
                var result = await work.DoAsync(known, Ct);
                if (known.Fact is OrderPlaced { Supplier: var own } && own == supplier)
                {
                    results.Add(result);
                }
            }
        }

        return results;
    }

    private async Task<IReadOnlyList<Known>> HistoryAsync() => (await _orders.LoadAsync(s_number, Ct)).History;

    private async Task<(IReadOnlyList<EventFault> Faults, SupplierReceipt? Receipt)> SayAsync(string supplier, SupplierOrderReport report, string? id = null)
    {
        var inbox = new OrderInbox(_orders, new TestKeys(), (answer, _) =>
        {
            _answers.Add(answer);
            return Task.CompletedTask;
        });
        var received = SupplierMessages.Received(SupplierOrderMessages.ToEvent(report, id ?? report.GetType().Name, "//" + supplier, s_now));
        var faults = await inbox.FaultsAsync(supplier, received, Ct);
        return (faults, faults.Count > 0 ? null : await inbox.TakeAsync(supplier, received, s_now, Ct));
    }

    private sealed class Played(List<OrderTelling> told, Delivery answer) : IOrderSystem
    {
        public Task<Delivery> TellAsync(OrderTelling telling, CancellationToken ct)
        {
            told.Add(telling);
            return Task.FromResult(answer);
        }
    }
}
