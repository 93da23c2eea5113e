namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>One tracker of a kind for a class of tests.</summary>
public sealed class DoubledTracker : IAsyncLifetime
{
    internal TrackerPeer Peer { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Peer = await RequestTrackerDouble.PeerAsync();

    public ValueTask DisposeAsync() => Peer.DisposeAsync();
}

public sealed class ADoubledRequestTracker(DoubledTracker tracker) : SupplierContract, IClassFixture<DoubledTracker>
{
    protected override Task<SupplierPeer> PeerAsync() => Task.FromResult<SupplierPeer>(tracker.Peer);
}

/// <summary>A real one.</summary>
public sealed class InstalledTracker : IAsyncLifetime
{
    internal TrackerPeer Peer { get; private set; } = null!;

    public async ValueTask InitializeAsync() => (Peer, _) = await RealTracker.PeerAsync();

    public ValueTask DisposeAsync() => Peer.DisposeAsync();
}

public sealed class ARealRequestTracker(InstalledTracker tracker) : SupplierContract, IClassFixture<InstalledTracker>
{
    protected override Task<SupplierPeer> PeerAsync() => Task.FromResult<SupplierPeer>(tracker.Peer);
}
