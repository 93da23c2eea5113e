using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Gossip;

namespace IntegrationHub.KurrentServer.Nodes;

/// <summary>Who is in the cluster, and who leads. Anyone may ask.</summary>
internal sealed class GossipService(Node node) : Gossip.GossipBase
{
    public override Task<ClusterInfo> Read(Empty request, ServerCallContext context)
    {
        var now = node.Cluster.Settings.Clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return Task.FromResult(new ClusterInfo { Members = { node.Cluster.Nodes.Select(member => Member(member, now)) } });
    }

    private static MemberInfo Member(Node member, long now) => new()
    {
        InstanceId = Wire.Id(member.Instance, asText: false),
        TimeStamp = now,
        State = member.IsKnownDead ? MemberInfo.Types.VNodeState.Unknown
            : member.IsLeader ? MemberInfo.Types.VNodeState.Leader : MemberInfo.Types.VNodeState.Follower,
        IsAlive = !member.IsKnownDead,
        HttpEndPoint = new EndPoint { Address = Node.Host, Port = (uint)member.Port },
    };
}
