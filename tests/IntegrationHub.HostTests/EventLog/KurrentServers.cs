using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>A protocol test server for a class of tests that leave it whole.</summary>
public abstract class KurrentServers(ServerSettings settings) : IAsyncLifetime
{
    public KurrentTestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Server = await KurrentTestServer.StartAsync(settings with { Flush = TimeSpan.Zero }, TestContext.Current.CancellationToken);

    public virtual async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class OneNode() : KurrentServers(new ServerSettings());

public sealed class OneOldNode() : KurrentServers(new ServerSettings { OffersBatchAppend = false });

public sealed class ThreeNodes() : KurrentServers(new ServerSettings { Nodes = 3 });

public sealed class OneNodeWithTls : KurrentServers
{
    private readonly TestFolder _folder;

    public OneNodeWithTls()
        : this(new TestFolder())
    {
    }

    private OneNodeWithTls(TestFolder folder)
        : base(new ServerSettings { TlsDirectory = folder.Path }) => _folder = folder;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
