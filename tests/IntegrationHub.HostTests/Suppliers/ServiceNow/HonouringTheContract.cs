namespace IntegrationHub.HostTests.Suppliers.ServiceNow;

/// <summary>One instance of a kind for a class of tests.</summary>
public sealed class DoubledInstance : IAsyncLifetime
{
    internal ServiceNowPeer Peer { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Peer = await ServiceNowPeer.NewAsync("client-credentials");

    public ValueTask DisposeAsync() => Peer.DisposeAsync();
}

public sealed class ADoubledServiceNow(DoubledInstance instance) : SupplierContract, IClassFixture<DoubledInstance>
{
    protected override Task<SupplierPeer> PeerAsync() => Task.FromResult<SupplierPeer>(instance.Peer);
}
