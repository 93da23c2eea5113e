using System.Globalization;
using Grpc.Core;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>What to do about a call that failed.</summary>
internal enum Remedy
{
    /// <summary>Go to the leader that the node named.</summary>
    GoToLeader,

    /// <summary>Look for a node anew: this one is gone, or is not what it was.</summary>
    FindNode,

    /// <summary>Wait a little and ask the same node again.</summary>
    Wait,

    /// <summary>Nothing: the same call fails again.</summary>
    GiveUp,
}

/// <summary>A call that failed, and what it means.</summary>
/// <param name="Remedy">What to do.</param>
/// <param name="Fault">What to tell the caller when there is nothing left to do.</param>
/// <param name="Leader">With <see cref="Remedy.GoToLeader"/>: where it is.</param>
internal sealed record CallTrouble(Remedy Remedy, Exception Fault, NodeAddress? Leader = null)
{
    /// <summary>Whether the fault is to be thrown: nothing helps, or the log is being closed.</summary>
    public bool IsFinal => Remedy is Remedy.GiveUp || Fault is EventLogException { Code: "closed" };

    /// <summary>Reads a failed call: the trailer <c>exception</c> first, then the status.</summary>
    /// <remarks>Source: the protocol's table of errors; the trailers are the same in EventStoreDB 23.10 and KurrentDB 26.</remarks>
    public static CallTrouble Of(Exception fault) => fault switch
    {
        // What the search for a node ended with: an account that is not known at one node is not known at the next.
        EventLogException known => new(known.InnerException is RpcException refused ? Of(refused).Remedy : Remedy.FindNode, known),
        RpcException rpc => rpc.Trailers.GetValue("exception") is { } name ? Named(name, rpc) : ByStatus(rpc),
        _ => new(Remedy.FindNode, Faults.Unreachable(fault)), // A call or channel that was disposed of, or a broken wire.
    };

    private static CallTrouble Named(string name, RpcException rpc) => name switch
    {
        "not-leader" => LeaderOf(rpc.Trailers) is { } leader
            ? new(Remedy.GoToLeader, Faults.NoLeader(rpc), leader)
            : new(Remedy.FindNode, Faults.NoLeader(rpc)),
        "access-denied" => new(Remedy.GiveUp, Faults.Denied(rpc)),
        "stream-deleted" => new(Remedy.GiveUp, Faults.Deleted(rpc.Trailers.GetValue("stream-name") ?? "a stream", rpc)),
        "maximum-append-size-exceeded" => new(Remedy.GiveUp, Faults.TooLarge(rpc.Trailers.GetValue("maximum-append-size"), rpc)),
        "maximum-append-event-size-exceeded" => new(Remedy.GiveUp, Faults.TooLarge(limit: null, rpc)),
        "maximum-subscribers-reached" => new(Remedy.GiveUp, Faults.GroupFull(rpc)),
        "persistent-subscription-does-not-exist" or "persistent-subscription-dropped" => new(Remedy.GiveUp, Faults.GroupGone(rpc)),
        _ => new(Remedy.GiveUp, Faults.Refused(rpc.Status.Detail, rpc)),
    };

    private static CallTrouble ByStatus(RpcException rpc) => rpc.StatusCode switch
    {
        StatusCode.Unavailable when Says(rpc, "Too Busy") => new(Remedy.Wait, Faults.Busy(rpc)),
        StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal => new(Remedy.FindNode, Faults.Unreachable(rpc)),
        StatusCode.DeadlineExceeded or StatusCode.Aborted => new(Remedy.FindNode, Faults.Late(rpc)),
        StatusCode.Unauthenticated => new(Remedy.GiveUp, Faults.NotKnown(rpc)),
        StatusCode.PermissionDenied => new(Remedy.GiveUp, Faults.Denied(rpc)),
        StatusCode.Unknown or StatusCode.InvalidArgument when Says(rpc, "ReadAllResult: Error") || Says(rpc, "invalid position") =>
            new(Remedy.GiveUp, Faults.ForeignPosition(rpc)),
        StatusCode.Unknown when Says(rpc, "leader") => new(Remedy.FindNode, Faults.NoLeader(rpc)),
        StatusCode.Unknown when Says(rpc, "too slow") => new(Remedy.Wait, Faults.Busy(rpc)),
        _ => new(Remedy.GiveUp, Faults.Refused(rpc.Status.Detail, rpc)),
    };

    private static bool Says(RpcException rpc, string words) => rpc.Status.Detail.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static NodeAddress? LeaderOf(Metadata trailers) =>
        trailers.GetValue("leader-endpoint-host") is { Length: > 0 } host
        && int.TryParse(trailers.GetValue("leader-endpoint-port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new NodeAddress(host, port)
            : null;
}
