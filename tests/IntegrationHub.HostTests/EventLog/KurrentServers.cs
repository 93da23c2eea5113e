using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.KurrentServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>A protocol test server for a class of tests.</summary>
public abstract class KurrentServers(ServerSettings settings) : IAsyncLifetime
{
    public KurrentTestServer Server { get; private set; } = null!;

    public static async Task<KurrentTestServer> StartAsync(ServerSettings settings) =>
        await KurrentTestServer.StartAsync(settings, TestContext.Current.CancellationToken);

    public virtual async ValueTask InitializeAsync() => Server = await StartAsync(settings);

    public virtual async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The hub's log on a server.</summary>
    internal static KurrentEventLog Open(string connectionString, KurrentSeams? seams = null) =>
        KurrentEventLog.Open(ConnectionString.Read(connectionString), TimeProvider.System, NullLogger.Instance, seams ?? new KurrentSeams());
}

public sealed class OneNode() : KurrentServers(new ServerSettings { Flush = TimeSpan.Zero });

public sealed class OneOldNode() : KurrentServers(new ServerSettings { Flush = TimeSpan.Zero, OffersBatchAppend = false });

public sealed class ThreeNodes() : KurrentServers(new ServerSettings { Flush = TimeSpan.Zero, Nodes = 3 });

public sealed class OneNodeWithTls() : KurrentServers(new ServerSettings { Flush = TimeSpan.Zero, TlsDirectory = s_folder })
{
    private static readonly string s_folder = Directory.CreateTempSubdirectory("hub-test-tls-").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(s_folder, recursive: true);
    }
}
