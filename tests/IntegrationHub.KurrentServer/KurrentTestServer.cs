using IntegrationHub.KurrentServer.Nodes;

namespace IntegrationHub.KurrentServer;

/// <summary>A KurrentDB cluster of one or more nodes in this process, on loopback ports; disposing it ends them all.</summary>
public sealed class KurrentTestServer : IAsyncDisposable
{
    private readonly Cluster _cluster;
    private readonly NodeHost[] _hosts;

    private KurrentTestServer(Cluster cluster)
    {
        _cluster = cluster;
        var certificates = cluster.Settings.TlsDirectory is { } directory ? Certificates.Create(directory, cluster.Settings.Clock) : null;
        _hosts = [.. cluster.Nodes.Select(node => new NodeHost(node, certificates))];
    }

    /// <summary>What goes wrong, set by the test.</summary>
    public Faults Faults => _cluster.Faults;

    /// <summary>Where the nodes listen, in order, dead ones included.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _cluster.Nodes.Select(node => new Uri($"{(Tls ? "https" : "http")}://{Node.Host}:{node.Port}"))];

    /// <summary>Which node leads, from 0; after its death and until an election still the same.</summary>
    public int Leader => _cluster.Leader.Index;

    /// <summary>For a client, with the accounts' first user if there is any: one node, or all as gossip seeds.</summary>
    public string ConnectionString => ConnectionStringFor("esdb");

    private bool Tls => _cluster.Settings.TlsDirectory is not null;

    /// <summary>Starts all nodes; the first one leads.</summary>
    /// <param name="settings">How the server is to be.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<KurrentTestServer> StartAsync(ServerSettings settings, CancellationToken ct)
    {
        if (settings.Nodes is < 1 or > 9)
        {
            throw new ArgumentException($"A cluster has 1 to 9 nodes, not {settings.Nodes}.", nameof(settings));
        }

        var server = new KurrentTestServer(new Cluster(settings, new Faults()));
        foreach (var host in server._hosts)
        {
            await host.StartAsync(ct);
        }

        return server;
    }

    /// <summary>The connection string with another scheme: esdb, kurrentdb, and so on.</summary>
    public string ConnectionStringFor(string scheme)
    {
        var user = _cluster.Settings.Accounts?.First() is { } account ? $"{account.Key}:{account.Value}@" : "";
        var hosts = string.Join(',', _cluster.Nodes.Select(node => $"{Node.Host}:{node.Port}"));
        return $"{scheme}://{user}{hosts}?tls={(Tls ? "true&tlsCaFile=" + Certificates.AuthorityPath(_cluster.Settings.TlsDirectory!) : "false")}";
    }

    /// <summary>Kills a node: its port closes, its calls break. A leader stays leader in the others' eyes until the next election.</summary>
    public Task KillAsync(int node) => _hosts[node].KillAsync();

    /// <summary>Starts a dead node again on its old port, as a follower unless it still leads.</summary>
    public Task ReviveAsync(int node, CancellationToken ct) => _hosts[node].StartAsync(ct);

    /// <summary>Makes a living node the leader; from now on gossip calls dead nodes dead.</summary>
    public Task ElectAsync(int node)
    {
        _cluster.Elect(_cluster.Nodes[node]);
        return Task.CompletedTask;
    }

    /// <summary>Kills the leader and elects the next living node.</summary>
    /// <returns>The new leader.</returns>
    public async Task<int> LoseLeaderAsync()
    {
        await KillAsync(Leader);
        await ElectAsync(_cluster.NextInLine().Index);
        return Leader;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.KillAsync();
        }

        _cluster.Groups.Dispose();
    }
}
