using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>Suppliers are told who has what they delivered, and when it ends.</summary>
public sealed class TellingOfHoldings
{
    private const string Held = "500000013-1-2";
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly Holder s_holder = new(new PersonId("p-1"), "socialforvaltningen", "Storgatan 1", "110-12345", null);
    private readonly MemoryEventLog _log = new(TimeProvider.System);
    private readonly EventCodec _codec = new(new TestKeys());
    private readonly HoldingStore _holdings;
    private readonly List<OrderTelling> _told = [];
    private int _commands;

    public TellingOfHoldings() => _holdings = new HoldingStore(_log, _codec);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscription_that_moves_ends_and_is_kept_after_all_is_told_once_each_time()
    {
        await DoAsync(new MoveHolding(new Holder(new PersonId("p-2"), "kultur", "Biblioteket", "220-55500", "P-7"), new DateOnly(2026, 12, 1), s_now));
        await DoAsync(new EndHolding(new DateOnly(2027, 1, 31), TimeSpan.Zero, s_now));
        await DoAsync(new KeepHolding(s_now));
        await WorkAsync("mobile");
        await WorkAsync("mobile");

        Assert.Equal(
            [
                new HoldingMovedMessage("500000013", 1, 2, new DateOnly(2026, 12, 1), "220-55500", "+46701740605", new OrderedFor(2, "p-2"), "kultur", "Biblioteket", "P-7"),
                new HoldingEndMessage("500000013", 1, 2, new DateOnly(2027, 1, 31), new Money(129_000), "+46701740605"),
                new HoldingKeptMessage("500000013", 1, 2, "+46701740605"),
            ],
            _told.Select(telling => telling.News));
        Assert.Equal(3, _told.Select(telling => telling.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task No_other_supplier_hears_of_it_and_an_offer_to_colleagues_is_no_business_of_its_own()
    {
        await DoAsync(new EndHolding(new DateOnly(2026, 12, 31), TimeSpan.FromDays(14), s_now));
        await DoAsync(new KeepHolding(s_now));
        await WorkAsync("mobile");
        await DoAsync(new EndHolding(new DateOnly(2026, 12, 31), TimeSpan.Zero, s_now));
        await WorkAsync("telephony");

        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_supplier_learns_no_more_of_who_has_it_than_it_needs()
    {
        await DoAsync(new MoveHolding(new Holder(new PersonId("p-2"), "kultur", "Biblioteket", "220-55500", null), new DateOnly(2026, 12, 1), s_now));
        await WorkAsync("mobile", ("Share", "none"));

        var moved = Assert.IsType<HoldingMovedMessage>(Assert.Single(_told).News);
        Assert.Equal((null, null, null, "220-55500"), (moved.Holder!.Name, moved.Site, moved.Organisation, moved.Reference));
    }

    [Fact]
    public async Task A_simulated_supplier_bills_no_month_after_the_end()
    {
        await using var scene = await SimulatorScene.StartAsync();
        var line = new OrderedLineMessage(1, "A-1", "Mobilabonnemang", 1, new Money(0), new Money(12_900), 24, "110-12345", "electronic");
        await scene.TellAsync(new OrderPlacedMessage("500000013", SimulatorScene.Now, Together: false, [line]));
        await scene.Hub.NextInvoiceAsync();
        var billed = Assert.Single(await scene.ControlAsync<Adapters.Suppliers.Simulator.SimulatedInvoice>("invoices")).Lines[0];
        await scene.TellAsync(new HoldingEndMessage("500000013", 1, 1, billed.Until!.Value, new Money(0)), "o-2");
        Assert.Equal(202, await scene.ControlAsync("orders/500000013/bill", new { }));
        await scene.DeliveredAsync(2, "dropped"); // The supplier's own work: what it billed by itself, and what it was asked to.
        await scene.TellAsync(new HoldingKeptMessage("500000013", 1, 1), "o-3");
        Assert.Equal(202, await scene.ControlAsync("orders/500000013/bill", new { }));
        await scene.Hub.NextInvoiceAsync();

        Assert.Equal([billed.From, billed.Until.Value.AddDays(1)], (await scene.ControlAsync<Adapters.Suppliers.Simulator.SimulatedInvoice>("invoices")).Select(invoice => invoice.Lines[0].From));
    }

    private async Task DoAsync(HoldingCommand command)
    {
        if (_commands == 0)
        {
            var started = new HoldingStarted(
                Held, "subscription", "MO-SIM", "Mobilabonnemang", "mobile-subscription", "mobile", new OrderNumber("500000013"), 1, 2, "+46701740605", s_holder, new Money(12_900), new DateOnly(2026, 11, 20),
                new DateOnly(2027, 11, 20), s_now);
            await SendAsync(new StartHolding(started, s_now));
        }

        await SendAsync(command);
    }

    private async Task SendAsync(HoldingCommand command) => Assert.IsType<Accepted<HoldingEvent>>(await _holdings.DecideAsync(
        Held, command, EventId.From("test", (_commands++).ToString(CultureInfo.InvariantCulture)), new EventContext("staff:s", "web"), Ct));

    private async Task WorkAsync(string supplier, params (string Key, string Value)[] options)
    {
        var settings = new SupplierSettings(supplier, "cloudevents", new Uri("http://127.0.0.1:1"), "t") { Options = options.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase) };
        var gate = new SupplierGate(supplier, SupplierPace.Of(settings), TimeProvider.System, NullLogger.Instance);
        var work = new HoldingDeliveries(settings, new Played(_told), gate, new OrderStore(_log, _codec), new DirectoryStore(_log, _codec), _log, _codec, TimeProvider.System);
        foreach (var recorded in await _log.ReadStreamAsync(Holding.StreamOf(Held), 0, Ct).ToListAsync(Ct))
        {
            if (work.Types.Contains(recorded.Type))
            {
                Assert.Same(WorkResult.Done, await work.DoAsync(_codec.Decode(recorded), Ct));
            }
        }
    }

    private sealed class Played(List<OrderTelling> told) : IOrderSystem
    {
        public Task<Delivery> TellAsync(OrderTelling telling, CancellationToken ct)
        {
            told.Add(telling);
            return Task.FromResult<Delivery>(new Delivered("r"));
        }
    }
}
