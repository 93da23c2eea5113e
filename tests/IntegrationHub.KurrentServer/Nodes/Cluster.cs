using IntegrationHub.KurrentServer.Groups;
using IntegrationHub.KurrentServer.Log;

namespace IntegrationHub.KurrentServer.Nodes;

/// <summary>What the nodes share: the log, the groups, and who leads. Followers are never behind.</summary>
internal sealed class Cluster
{
    private volatile Node _leader;

    public Cluster(ServerSettings settings, Faults faults)
    {
        Settings = settings;
        Faults = faults;
        Log = new MemoryLog(settings.RememberedIds, settings.Clock);
        Flush = new Flush(settings.Flush, settings.Clock);
        Groups = new GroupTable(Log, settings.Clock);
        Nodes = [.. Enumerable.Range(0, settings.Nodes).Select(index => new Node(index, this))];
        _leader = Nodes[0];
    }

    public ServerSettings Settings { get; }

    public Faults Faults { get; }

    public MemoryLog Log { get; }

    public Flush Flush { get; }

    public GroupTable Groups { get; }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Who leads, as everyone believes: a leader that died stays it until the next is elected.</summary>
    public Node Leader => _leader;

    /// <summary>Makes a node the leader. Groups start over from their checkpoints, as after any change of leader.</summary>
    public void Elect(Node node)
    {
        foreach (var other in Nodes)
        {
            other.IsKnownDead = !other.IsAlive;
        }

        if (_leader != node)
        {
            _leader = node;
            Groups.Restart(Refusals.NotLeader(Node.Host, node.Port));
        }
    }

    /// <summary>The next node that is alive, in turn; the leader itself when it is alone.</summary>
    public Node NextInLine() => Enumerable.Range(1, Nodes.Count)
        .Select(step => Nodes[(_leader.Index + step) % Nodes.Count])
        .First(node => node.IsAlive || node == _leader);
}
