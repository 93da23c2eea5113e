using IntegrationHub.Adapters.EventLog.Kurrent;
using static IntegrationHub.Adapters.EventLog.Kurrent.Protos.Gossip.MemberInfo.Types.VNodeState;
using NodeState = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Gossip.MemberInfo.Types.VNodeState;

namespace IntegrationHub.Tests.EventLog.Kurrent;

public sealed class ChoosingANode
{
    private static readonly NodeMember[] s_cluster =
    [
        Member(1, Follower), Member(2, Leader), Member(3, Follower), Member(4, ReadOnlyReplica), Member(5, CatchingUp), Member(6, Follower, alive: false),
    ];

    [Fact]
    public void The_leader_alone_will_do_when_the_leader_is_wanted() =>
        Assert.Equal([2], Order(NodePreference.Leader));

    [Fact]
    public void While_nobody_leads_there_is_nothing_to_try()
    {
        NodeMember[] electing = [Member(1, Follower), Member(2, Leader, alive: false), Member(3, ResigningLeader)];
        Assert.Empty(NodeChoice.Order(electing, NodePreference.Leader, new Random(1)));
    }

    [Theory]
    [InlineData(NodePreference.Follower, new[] { 1, 3 })]
    [InlineData(NodePreference.ReadOnlyReplica, new[] { 4 })]
    public void Another_preference_comes_first_and_the_rest_after_it(NodePreference preference, int[] first)
    {
        var order = Order(preference);
        Assert.Equal(first, order.Take(first.Length).Order());
        Assert.Equal([1, 2, 3, 4], order.Order());
    }

    [Fact]
    public void Equals_are_spread_over_the_hubs() =>
        Assert.True(Enumerable.Range(0, 40).Select(seed => Order(NodePreference.Random, seed)[0]).Distinct().Count() == 4);

    [Theory]
    [InlineData(Initializing)]
    [InlineData(DiscoverLeader)]
    [InlineData(Unknown)]
    [InlineData(PreReplica)]
    [InlineData(CatchingUp)]
    [InlineData(Clone)]
    [InlineData(PreLeader)]
    [InlineData(Manager)]
    [InlineData(ShuttingDown)]
    [InlineData(Shutdown)]
    [InlineData(PreReadOnlyReplica)]
    [InlineData(ResigningLeader)]
    public void A_node_that_is_on_its_way_in_or_out_is_never_tried(object state) =>
        Assert.Empty(NodeChoice.Order([Member(1, (NodeState)state)], NodePreference.Random, new Random(1)));

    private static int[] Order(NodePreference preference, int seed = 1) =>
        [.. NodeChoice.Order(s_cluster, preference, new Random(seed)).Select(address => address.Port)];

    private static NodeMember Member(int port, NodeState state, bool alive = true) => new(new NodeAddress("node", port), state, alive);
}
