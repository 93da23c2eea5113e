using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>The hub tells a supplier by Azure Service Bus.</summary>
public sealed class TellingThroughServiceBus
{
    private const string In = "workplace-in";
    private static readonly DateTimeOffset s_at = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_one_session_and_a_message_whose_answer_was_lost_is_there_once()
    {
        await using var bus = new ServiceBusStandIn().Start();
        var queue = bus.Queue(In, new EntityPlan(Sessions: true, FindsRepeats: true));
        await using var hub = Hub(bus);
        bus.LoseAnswers(1);
        Assert.IsType<TryLater>(await hub.TellAsync(Telling(1), Ct));
        Assert.IsType<Delivered>(await hub.TellAsync(Telling(1), Ct));
        Assert.IsType<Delivered>(await hub.TellAsync(Telling(2), Ct));
        Assert.Equal([("1", "10001"), ("2", "10002")], await bus.AskAsync(() => queue.Peek(0, null).Select(message => (message.Id!, message.Session)).ToList()));
    }

    [Fact]
    public async Task A_bus_that_is_busy_is_left_alone_for_ten_seconds()
    {
        await using var bus = new ServiceBusStandIn().Start();
        bus.Queue(In);
        await using var hub = Hub(bus);
        bus.BeBusyFor(1);
        var later = Assert.IsType<TryLater>(await hub.TellAsync(Telling(1), Ct));
        Assert.Equal(TimeSpan.FromSeconds(10), later.After);
        Assert.Contains("server-busy", later.Why, StringComparison.Ordinal);
        Assert.IsType<Delivered>(await hub.TellAsync(Telling(1), Ct));
    }

    [Theory]
    [InlineData("amqp:link:detach-forced")]
    [InlineData("amqp:connection:forced")]
    public async Task A_link_that_the_bus_ends_is_made_anew(string condition)
    {
        await using var bus = new ServiceBusStandIn().Start();
        var queue = bus.Queue(In);
        await using var hub = Hub(bus);
        await UntilTakenAsync(hub, 1);
        await bus.DetachAllAsync(condition);
        await UntilTakenAsync(hub, 2);
        bus.Kill();
        Assert.IsType<TryLater>(await hub.TellAsync(Telling(3), Ct));
        bus.Start();
        await UntilTakenAsync(hub, 3);
        Assert.Equal(["1", "2", "3"], (await bus.AskAsync(() => queue.Peek(0, null).Select(message => message.Id!).ToList())).Distinct());
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_runs_out_and_nothing_is_noticed()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var bus = new ServiceBusStandIn(clock).Start();
        bus.Queue(In);
        await using var hub = Hub(bus, clock: clock);
        Assert.IsType<Delivered>(await hub.TellAsync(Telling(1), Ct));
        for (var hour = 1; hour <= 3; hour++)
        {
            var before = bus.TokensPut;
            clock.Advance(TimeSpan.FromMinutes(51));
            await WorkingWithTheSimulator.UntilAsync(() => Task.FromResult(bus.TokensPut > before));
            Assert.IsType<Delivered>(await hub.TellAsync(Telling(hour + 1), Ct));
        }

        Assert.Equal((4, 0), (bus.TokensPut, bus.Refusals));
    }

    [Fact]
    public async Task A_token_that_has_run_out_all_the_same_costs_a_try()
    {
        await using var bus = new ServiceBusStandIn().Start();
        bus.Queue(In);
        await using var hub = Hub(bus);
        Assert.IsType<Delivered>(await hub.TellAsync(Telling(1), Ct));
        await bus.ExpireTokensAsync();
        var i = 2;
        await WorkingWithTheSimulator.UntilAsync(async () =>
        {
            await UntilTakenAsync(hub, i++);
            return bus.TokensPut == 2;
        });
    }

    [Fact]
    public async Task The_hub_comes_in_by_a_key_in_sasl_plain_and_by_a_token_that_was_made_for_it()
    {
        await using var bus = new ServiceBusStandIn().Start();
        bus.Queue(In);
        await using (var plain = Hub(bus, sasl: "plain"))
        {
            Assert.IsType<Delivered>(await plain.TellAsync(Telling(1), Ct));
            Assert.Equal(0, bus.TokensPut);
        }

        var endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"sb://127.0.0.1:{bus.Port}/"));
        var token = SharedAccess.For(endpoint.AbsoluteUri, TimeProvider.System.GetUtcNow().AddHours(1), ServiceBusStandIn.Rule, ServiceBusStandIn.Key);
        await using var granted = Hub(bus, $"Endpoint={endpoint};SharedAccessSignature={token};UseDevelopmentEmulator=true;EntityPath={In}");
        Assert.IsType<Delivered>(await granted.TellAsync(Telling(2), Ct));
        Assert.Equal(1, bus.TokensPut);
    }

    [Theory]
    [InlineData("cbs")]
    [InlineData("plain")]
    public async Task A_key_that_is_not_the_rules_can_be_mended_so_the_setting_is_named(string sasl)
    {
        await using var bus = new ServiceBusStandIn().Start();
        bus.Queue(In);
        await using var hub = Hub(bus, bus.ConnectionString.Replace(ServiceBusStandIn.Key, "NOT_THE_KEY", StringComparison.Ordinal), sasl);
        var later = Assert.IsType<TryLater>(await hub.TellAsync(Telling(1), Ct));
        Assert.Contains("Messaging:ConnectionString", later.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT_THE_KEY", later.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_named_and_a_topic_tells_all_its_subscriptions()
    {
        await using var bus = new ServiceBusStandIn().Start();
        await using var lost = Hub(bus);
        Assert.Contains($"The queue {In} of Suppliers:workplace:Queue does not exist", Assert.IsType<TryLater>(await lost.TellAsync(Telling(1), Ct)).Why, StringComparison.Ordinal);

        bus.Topic("case-events", "desk", "audit");
        await using var hub = new AmqpSystem(Broker(bus.ConnectionString), Supplier(null, "case-events", "case-events/Subscriptions/desk"), TimeProvider.System);
        Assert.IsType<Delivered>(await hub.TellAsync(Telling(1), Ct));
        var heard = new TaskCompletionSource<string>();
        var receiver = new AmqpReceiver(Broker(bus.ConnectionString), Supplier(In, null, "case-events/Subscriptions/desk"), TimeProvider.System);
        await using var receiving = new Receiving(receiver, message =>
        {
            heard.TrySetResult(message.Properties.MessageId);
            return new Taking.Taken();
        });
        Assert.Equal("1", await heard.Task.WaitAsync(TimeSpan.FromSeconds(180), TimeProvider.System, Ct));
    }

    internal static AmqpBroker Broker(string connectionString, string? sasl = null) =>
        AmqpBroker.Read(connectionString, sasl, development: false, out var fault) ?? throw new InvalidOperationException(fault);

    internal static AmqpSupplier Supplier(string? queue, string? topic, string? replyQueue) =>
        new("workplace", queue, topic, replyQueue, "IntegrationHub.Messages", new Dictionary<string, string>(StringComparer.Ordinal));

    internal static SupplierTelling Telling(int i) => new(
        new CaseNoteAdded(string.Create(CultureInfo.InvariantCulture, $"1000{i % 10}"), "Tillägg", "user"), i.ToString(CultureInfo.InvariantCulture), "/hub/cases", s_at, null, null);

    private static AmqpSystem Hub(ServiceBusStandIn bus, string? connectionString = null, string? sasl = null, TimeProvider? clock = null) =>
        new(Broker(connectionString ?? bus.ConnectionString, sasl), Supplier(In, null, null), clock ?? TimeProvider.System);

    /// <summary>A try may fall on a link that is just ending: then it is told again, as the hub does.</summary>
    private static async Task UntilTakenAsync(AmqpSystem hub, int i)
    {
        for (var tries = 1; await hub.TellAsync(Telling(i), Ct) is var delivery and not Delivered; tries++)
        {
            Assert.True(delivery is TryLater && tries < 3, delivery.ToString());
        }
    }
}
