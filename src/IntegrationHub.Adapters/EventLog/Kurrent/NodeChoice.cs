using NodeState = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Gossip.MemberInfo.Types.VNodeState;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>A member of a cluster, as gossip tells of it.</summary>
internal readonly record struct NodeMember(NodeAddress Address, NodeState State, bool IsAlive);

/// <summary>Chooses among a cluster's members.</summary>
internal static class NodeChoice
{
    /// <summary>The members worth trying, the best first.</summary>
    /// <param name="members">What gossip told.</param>
    /// <param name="preference">
    /// With <see cref="NodePreference.Leader"/> only a leader is worth trying: every call asks for it, so another node would only
    /// point to the leader that gossip does not know yet.
    /// </param>
    /// <param name="random">Spreads hubs over equals.</param>
    public static IReadOnlyList<NodeAddress> Order(IEnumerable<NodeMember> members, NodePreference preference, Random random)
    {
        var usable = members.Where(member => member.IsAlive && IsUsable(member.State, preference)).ToArray();
        random.Shuffle(usable);
        return [.. usable.OrderByDescending(member => IsPreferred(member.State, preference)).Select(member => member.Address)];
    }

    private static bool IsUsable(NodeState state, NodePreference preference) => preference is NodePreference.Leader
        ? state is NodeState.Leader
        : state is NodeState.Leader or NodeState.Follower or NodeState.ReadOnlyReplica or NodeState.ReadOnlyLeaderless;

    private static bool IsPreferred(NodeState state, NodePreference preference) => preference switch
    {
        NodePreference.Follower => state is NodeState.Follower,
        NodePreference.ReadOnlyReplica => state is NodeState.ReadOnlyReplica or NodeState.ReadOnlyLeaderless,
        _ => true,
    };
}
