namespace IntegrationHub.KurrentServer.Log;

/// <summary>All events in the order of their positions, which are byte offsets as in a real log file: never dense.</summary>
internal sealed class Positions
{
    // What a record takes beside its texts, and what an append without events takes.
    private const int RecordOverhead = 90;

    private readonly List<LogRecord> _records = [];
    private readonly HashSet<long> _blanks = [];

    public IReadOnlyList<LogRecord> Records => _records;

    /// <summary>Where the next record goes.</summary>
    public long End { get; private set; } = 548;

    /// <param name="record">An event at <see cref="End"/>.</param>
    public void Add(LogRecord record)
    {
        _records.Add(record);
        End += RecordOverhead + record.Stream.Length + record.Type.Length + record.Data.Length + record.Metadata.Length;
    }

    /// <summary>Room for an append without events, which has a position all the same.</summary>
    public long AddBlank()
    {
        var position = End;
        _blanks.Add(position);
        End += RecordOverhead;
        return position;
    }

    /// <summary>The index of the first event at or after a position.</summary>
    public int IndexOf(long position)
    {
        var (low, high) = (0, _records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _records[middle].Position < position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Whether a record starts there; the start and everything past the end count as such.</summary>
    public bool IsBoundary(long position)
    {
        var index = IndexOf(position);
        return position == 0 || position >= End || _blanks.Contains(position) || (index < _records.Count && _records[index].Position == position);
    }
}
