using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>The ids that stand in one stream, as far as this hub has read or written it. Used by whoever has the turn.</summary>
internal sealed class StreamIds
{
    private readonly Dictionary<Guid, (long Revision, LogPosition? Position)> _ids = [];

    /// <summary>Taken while the stream is looked at and written, so that appends of this hub do not chase each other.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>The last revision that is known; -1 for none.</summary>
    public long Last { get; private set; } = -1;

    public int Count => _ids.Count;

    /// <summary>How many of them are counted in the whole.</summary>
    public int Counted { get; set; }

    public bool Contains(Guid id) => _ids.ContainsKey(id);

    /// <summary>Where an id stands; its position when that was told.</summary>
    public (long Revision, LogPosition? Position) this[Guid id] => _ids[id];

    public void Read(RecordedEvent read) => Add(read.Id, read.Revision, read.Position);

    public void Wrote(IReadOnlyList<NewEvent> events, Appended appended)
    {
        var first = appended.Revision - events.Count + 1;
        for (var index = 0; index < events.Count; index++)
        {
            Add(events[index].Id, first + index, index == events.Count - 1 ? appended.Position : null);
        }
    }

    private void Add(Guid id, long revision, LogPosition? position)
    {
        _ids.TryAdd(id, (revision, position)); // An id that stands there twice counts where it stands first.
        Last = Math.Max(Last, revision);
    }
}

/// <summary>Remembers the ids of the streams that were used last. Thread-safe.</summary>
/// <param name="most">How many ids; the stream in hand may have more.</param>
internal sealed class KnownIds(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Name, StreamIds Ids)>> _streams = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Name, StreamIds Ids)> _byUse = new();
    private long _total;

    /// <summary>What is known of the stream, nothing at first.</summary>
    public StreamIds Of(string stream)
    {
        lock (_lock)
        {
            if (_streams.TryGetValue(stream, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value.Ids;
            }

            var fresh = new StreamIds();
            _streams[stream] = _byUse.AddFirst((stream, fresh));
            return fresh;
        }
    }

    /// <summary>Counts what was learnt of a stream, and forgets the streams that were not used for longest when it is too much.</summary>
    /// <remarks>Who still holds a forgotten one may go on: what is out of date is found out by the exact revision of the next append.</remarks>
    public void Learnt(StreamIds ids)
    {
        lock (_lock)
        {
            _total += ids.Count - ids.Counted;
            ids.Counted = ids.Count;
            while (_total > most && _byUse.Count > 1)
            {
                var (name, oldest) = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _streams.Remove(name);
                _total -= oldest.Counted;
                oldest.Counted = 0;
            }
        }
    }
}
