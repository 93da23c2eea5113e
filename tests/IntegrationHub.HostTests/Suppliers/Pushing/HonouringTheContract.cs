using System.Globalization;
using IntegrationHub.HostTests.Suppliers.RabbitMq;
using IntegrationHub.HostTests.Suppliers.ServiceBus;

namespace IntegrationHub.HostTests.Suppliers.Pushing;

/// <summary>One desk for a class of tests.</summary>
public sealed class DeskByHttp : IAsyncLifetime
{
    internal SupplierPeer Peer { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Peer = await HttpDeskPeer.StartAsync();

    public ValueTask DisposeAsync() => Peer.DisposeAsync();
}

/// <summary>CloudEvents over HTTP, both ways.</summary>
public sealed class ADeskThatSpeaksCloudEvents(DeskByHttp desk) : SupplierContract, IClassFixture<DeskByHttp>
{
    protected override Task<SupplierPeer> PeerAsync() => Task.FromResult(desk.Peer);
}

/// <summary>One desk behind a real RabbitMQ.</summary>
public sealed class DeskByRabbitMq : IAsyncLifetime
{
    internal SupplierPeer Peer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var rabbit = await Rabbit.StartAsync(AmqpDeskPeer.In, AmqpDeskPeer.Out);
        Peer = await AmqpDeskPeer.StartAsync(
            rabbit.Port, port => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{port}"),
            rabbit.ConnectionString, queue => "/amq/queue/" + queue, beBusy: null, rabbit);
    }

    public ValueTask DisposeAsync() => Peer?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>CloudEvents over AMQP 1.0 on RabbitMQ.</summary>
public sealed class ADeskBehindRabbitMq(DeskByRabbitMq desk) : SupplierContract, IClassFixture<DeskByRabbitMq>
{
    protected override Task<SupplierPeer> PeerAsync() => Task.FromResult(desk.Peer);
}

/// <summary>One desk behind the stand-in of Azure Service Bus: duplicates are detected on the way to it, and a case is a session on the way back.</summary>
public sealed class DeskByServiceBus : IAsyncLifetime
{
    internal SupplierPeer Peer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var bus = new ServiceBusStandIn();
        bus.Queue(AmqpDeskPeer.In, new EntityPlan(FindsRepeats: true));
        bus.Queue(AmqpDeskPeer.Out, new EntityPlan(Sessions: true));
        bus.Start();
        var own = bus.Port.ToString(CultureInfo.InvariantCulture);
        Peer = await AmqpDeskPeer.StartAsync(
            bus.Port, port => bus.ConnectionString.Replace(own, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
            $"amqp://{ServiceBusStandIn.Rule}:{ServiceBusStandIn.Key}@127.0.0.1:{own}", queue => queue, busy => bus.BeBusyFor(busy ? int.MaxValue : 0), bus);
    }

    public ValueTask DisposeAsync() => Peer.DisposeAsync();
}

/// <summary>CloudEvents over AMQP 1.0 on Azure Service Bus.</summary>
public sealed class ADeskBehindServiceBus(DeskByServiceBus desk) : SupplierContract, IClassFixture<DeskByServiceBus>
{
    protected override Task<SupplierPeer> PeerAsync() => Task.FromResult(desk.Peer);
}
