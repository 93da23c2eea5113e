using IntegrationHub.KurrentServer.Log;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>All groups of the cluster, by stream and name.</summary>
internal sealed class GroupTable(MemoryLog log, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Stream, string Name), Group> _groups = [];

    public IReadOnlyList<Group> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _groups.Values];
            }
        }
    }

    /// <summary>The group.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is none.</exception>
    public Group Find(string stream, string name)
    {
        lock (_gate)
        {
            return _groups.GetValueOrDefault((stream, name)) ?? throw Refusals.GroupMissing(stream, name);
        }
    }

    /// <summary>Makes a group.</summary>
    /// <param name="stream">A stream or <c>$all</c>.</param>
    /// <param name="name">The group's name.</param>
    /// <param name="filter">For <c>$all</c>, else null.</param>
    /// <param name="settings">How it delivers.</param>
    /// <param name="start">The first place it reads, a revision or an index in $all.</param>
    /// <exception cref="Grpc.Core.RpcException">It exists, or its settings are refused.</exception>
    public void Create(string stream, string name, EventFilter? filter, GroupSettings settings, long start)
    {
        lock (_gate)
        {
            if (_groups.ContainsKey((stream, name)))
            {
                throw Refusals.GroupExists(stream, name);
            }

            Check(stream, name, settings);
            _groups.Add((stream, name), new Group(new Source(log, stream, name, filter), log, clock, settings, start));
        }
    }

    /// <summary>Gives a group other settings. Its consumers are dropped and must come again.</summary>
    public void Update(string stream, string name, GroupSettings settings, long start)
    {
        var group = Find(stream, name);
        Check(stream, name, settings);
        group.Restart(Refusals.GroupDropped(stream, name), settings, start);
    }

    public void Delete(string stream, string name)
    {
        var group = Find(stream, name);
        lock (_gate)
        {
            _groups.Remove((stream, name));
        }

        group.Dispose();
    }

    /// <summary>Every group starts over from its checkpoint.</summary>
    /// <param name="why">What their consumers are told; null for dropped.</param>
    public void Restart(Exception? why)
    {
        foreach (var group in All)
        {
            group.Restart(why ?? Refusals.GroupDropped(group.Source.Stream, group.Source.Group), null, null);
        }
    }

    public void Dispose()
    {
        foreach (var group in All)
        {
            group.Dispose();
        }
    }

    private static void Check(string stream, string name, GroupSettings settings)
    {
        if (settings.Fault() is { } fault)
        {
            throw Refusals.GroupFailed(stream, name, fault);
        }
    }
}
