using System.Net.Security;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Finds the node to talk to, keeps the connection, and finds another one when it is lost. Thread-safe.</summary>
internal sealed partial class Nodes(KurrentSettings settings, TimeProvider clock, ILogger log) : IDisposable
{
    private readonly SslClientAuthenticationOptions _ssl = Certificates.Read(settings);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private IReadOnlyList<NodeAddress> _members = [];
    private Task<NodeConnection>? _current;
    private NodeAddress? _leader;
    private bool _closed;

    /// <summary>The node to talk to; one is looked for when there is none.</summary>
    /// <exception cref="IntegrationHub.Core.EventLog.EventLogException"><c>unavailable</c> or <c>closed</c>.</exception>
    public Task<NodeConnection> GetAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw Faults.Closed();
            }

            if (_current is null or { IsFaulted: true })
            {
                // Looked for once, however many wait for it, and also when the first who asked has gone.
                var (leader, closing) = (_leader, _closing.Token);
                _leader = null;
                _current = Task.Run(() => ConnectAsync(leader, closing), CancellationToken.None);
            }

            return _current.WaitAsync(ct);
        }
    }

    /// <summary>A call on the node failed: does what can be done about the connection.</summary>
    public void Report(NodeConnection? node, CallTrouble trouble)
    {
        if (node is null || trouble.Remedy is Remedy.Wait or Remedy.GiveUp)
        {
            return;
        }

        lock (_lock)
        {
            // Of the many calls that fail with a node, the first one moves on from it.
            if (_current is not { IsCompletedSuccessfully: true } current || current.Result != node)
            {
                return;
            }

            (_current, _leader) = (null, trouble.Leader);
        }

        Left(log, node.Address, trouble.Fault.Message);
        node.Dispose();
    }

    public void Dispose()
    {
        Task<NodeConnection>? current;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            (current, _current, _closed) = (_current, null, true);
        }

        _closing.Cancel();
        if (current is { IsCompletedSuccessfully: true })
        {
            current.Result.Dispose();
        }

        _closing.Dispose();
    }

    private async Task<NodeConnection> ConnectAsync(NodeAddress? leader, CancellationToken closing)
    {
        try
        {
            return await SearchAsync(leader, closing);
        }
        catch (OperationCanceledException)
        {
            throw Faults.Closed();
        }
    }

    private async Task<NodeConnection> SearchAsync(NodeAddress? leader, CancellationToken ct)
    {
        Exception? last = null;
        for (var attempt = 1; attempt <= settings.MaxDiscoverAttempts; attempt++)
        {
            IReadOnlyList<NodeAddress> candidates =
                leader is not null ? [leader] : settings.Discover ? await DiscoverAsync(ct) : settings.Seeds;
            leader = null;
            foreach (var address in candidates)
            {
                var node = new NodeConnection(address, settings, _ssl, clock);
                (var found, last) = await TryAsync(node.AskFeaturesAsync, ct);
                if (found)
                {
                    Found(log, address);
                    return node;
                }

                node.Dispose();
                if (CallTrouble.Of(last!) is { Remedy: Remedy.GiveUp } refused)
                {
                    throw refused.Fault; // An account that is not known at one node is not known at the next.
                }
            }

            if (attempt < settings.MaxDiscoverAttempts)
            {
                await Task.Delay(settings.DiscoveryInterval, clock, ct);
            }
        }

        throw Faults.NotReached(settings, last);
    }

    /// <summary>Asks one node after the other who is there, until one tells of a member that can be used.</summary>
    private async Task<IReadOnlyList<NodeAddress>> DiscoverAsync(CancellationToken ct)
    {
        NodeAddress[] asked = [.. settings.Seeds.Union(_members)];
        Random.Shared.Shuffle(asked);
        foreach (var address in asked)
        {
            using var node = new NodeConnection(address, settings, _ssl, clock);
            IReadOnlyList<NodeMember> members = [];
            await TryAsync(async limited => members = await node.GossipAsync(limited), ct);
            var usable = NodeChoice.Order(members, settings.Preference, Random.Shared);
            if (usable.Count > 0)
            {
                _members = [.. members.Where(member => member.IsAlive).Select(member => member.Address)];
                return usable;
            }
        }

        return [];
    }

    private async Task<(bool Answered, Exception? Fault)> TryAsync(Func<CancellationToken, Task> call, CancellationToken closing)
    {
        using var late = new CancellationTokenSource(settings.GossipTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, closing);
        try
        {
            await call(either.Token);
            return (true, null);
        }
        catch (Exception fault) when (fault is Grpc.Core.RpcException or OperationCanceledException)
        {
            closing.ThrowIfCancellationRequested();
            return (false, fault);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The event log is at KurrentDB {Node}")]
    private static partial void Found(ILogger log, NodeAddress node);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Left KurrentDB {Node}: {Why}")]
    private static partial void Left(ILogger log, NodeAddress node, string why);
}
