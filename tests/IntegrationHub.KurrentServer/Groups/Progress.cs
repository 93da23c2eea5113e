namespace IntegrationHub.KurrentServer.Groups;

/// <summary>How far a group came without a gap, and when that must be written down.</summary>
internal sealed class Progress
{
    private readonly SortedSet<long> _open = [];
    private long _read = -1;
    private int _done;
    private DateTimeOffset? _since;

    /// <summary>The last place written down; null before the first.</summary>
    public long? Checkpoint { get; private set; }

    public void Read(long place)
    {
        _open.Add(place);
        _read = place;
    }

    public void Done(long place, DateTimeOffset now)
    {
        if (_open.Remove(place))
        {
            _done++;
            _since ??= now;
        }
    }

    /// <summary>When the next checkpoint must be written at the latest; null when there is nothing to write.</summary>
    public DateTimeOffset? Due(GroupSettings settings) =>
        _done == 0 ? null : _done >= settings.MaxCheckpoint ? _since : _done >= settings.MinCheckpoint ? _since + settings.CheckpointAfter : null;

    /// <summary>The place to write down, if it moved: all before the first event that is not done.</summary>
    public long? Take()
    {
        (_done, _since) = (0, null);
        var place = _open.Count > 0 ? _open.Min - 1 : _read;
        if (place < 0 || place == Checkpoint)
        {
            return null;
        }

        Checkpoint = place;
        return place;
    }

    /// <summary>Forgets all that was not written down.</summary>
    public void Restart()
    {
        _open.Clear();
        (_done, _since, _read) = (0, null, Checkpoint ?? -1);
    }
}
