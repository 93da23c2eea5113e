namespace IntegrationHub.KurrentServer.Log;

/// <summary>One stream. Every member is used under the log's lock, except <see cref="Written"/>.</summary>
/// <param name="name">Its name.</param>
/// <param name="subject">For a metadata stream the stream it is about, else null.</param>
internal sealed class LogStream(string name, LogStream? subject)
{
    private readonly List<LogRecord> _events = [];
    private bool _isTombstoned;

    public string Name => name;

    /// <summary>The stream's last revision, -1 without events.</summary>
    public long Last => _events.Count - 1;

    public StreamRules Rules { get; private set; } = subject is null ? StreamRules.None : StreamRules.OfMetadata;

    public bool HasMetadata { get; private set; }

    /// <summary>Deleted for ever, with its metadata.</summary>
    public bool IsTombstoned => _isTombstoned || subject is { IsTombstoned: true };

    public bool IsSoftDeleted => Rules.TruncateBefore == long.MaxValue;

    /// <summary>Nothing to read: never written, or deleted until the next write.</summary>
    public bool IsMissing => Last < 0 || IsSoftDeleted;

    /// <summary>Raised when the stream was written to, deleted or given other rules.</summary>
    public Signal Written { get; } = new();

    public LogRecord? At(long revision) => revision >= 0 && revision <= Last ? _events[(int)revision] : null;

    public void Add(LogRecord record)
    {
        _events.Add(record);
        if (subject is not null && record.Type == LogRecord.MetadataType)
        {
            subject.Rules = StreamRules.Parse(record.Data);
            subject.HasMetadata = true;
        }
    }

    public void Tombstone() => _isTombstoned = true;

    /// <summary>The first revision shown now; <see cref="Last"/> + 1 when all are hidden.</summary>
    /// <param name="now">In units of 100 ns since 1970.</param>
    public long FirstShown(long now)
    {
        var first = Math.Max(0, Rules.TruncateBefore);
        if (Rules.MaxCount is { } count)
        {
            first = Math.Max(first, Last - count + 1);
        }

        if (Rules.MaxAge is { } age)
        {
            first = Math.Max(first, FirstSince(now - age.Ticks));
        }

        return Math.Min(first, Last + 1);
    }

    private int FirstSince(long created)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _events[middle].Created < created ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
