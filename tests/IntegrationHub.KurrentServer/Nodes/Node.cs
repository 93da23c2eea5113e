using Grpc.Core;

namespace IntegrationHub.KurrentServer.Nodes;

/// <summary>One node, as its services see it.</summary>
internal sealed class Node(int index, Cluster cluster)
{
    public const string Host = "127.0.0.1";

    public int Index => index;

    public Cluster Cluster => cluster;

    /// <summary>Known once it listens, and the same after it is revived.</summary>
    public int Port { get; set; }

    public Guid Instance { get; } = Ids.New();

    public bool IsAlive { get; set; }

    /// <summary>Whether the others noticed its death.</summary>
    public bool IsKnownDead { get; set; }

    public bool IsLeader => cluster.Leader == this;

    /// <summary>Refuses what only the leader does: always, or when the caller asks for the leader by header.</summary>
    public void RequireLeader(ServerCallContext context, bool always = false)
    {
        if (!IsLeader && (always || (bool.TryParse(context.RequestHeaders.GetValue("requires-leader"), out var asked) && asked)))
        {
            throw Refusals.NotLeader(Host, cluster.Leader.Port);
        }
    }

    /// <summary>Whether a write can get to the leader from here.</summary>
    public bool ReachesLeader => IsLeader || cluster.Leader.IsAlive;

    /// <summary>A follower hands a write on. To a leader that died and has no successor yet, it never gets through.</summary>
    public Task ForwardAsync(CancellationToken ct) => ReachesLeader ? Task.CompletedTask : HangAsync(ct);

    /// <summary>Where a real node never answers.</summary>
    public Task HangAsync(CancellationToken ct) => Task.Delay(Timeout.InfiniteTimeSpan, cluster.Settings.Clock, ct);

    /// <summary>The wait a test asked for.</summary>
    public Task SlowAsync(CancellationToken ct) =>
        cluster.Faults.NextWait() is { Ticks: > 0 } wait ? Task.Delay(wait, cluster.Settings.Clock, ct) : Task.CompletedTask;
}
