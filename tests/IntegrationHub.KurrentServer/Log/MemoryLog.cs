using System.Globalization;
using Google.Protobuf;

namespace IntegrationHub.KurrentServer.Log;

/// <summary>The log of a cluster, in memory. No write or page read costs more as the log grows, beyond a binary search.</summary>
internal sealed class MemoryLog
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly RecentIds _recent;
    private readonly Positions _all = new();
    private readonly Dictionary<string, LogStream> _streams = new(StringComparer.Ordinal);

    public MemoryLog(int rememberedIds, TimeProvider clock)
    {
        _clock = clock;
        _recent = new RecentIds(rememberedIds);

        // No node's $all is ever empty: the first start writes metadata of system streams.
        Append("$$$scavenges", ExpectedRevision.Any, [Metadata("""{"$maxAge":2592000,"$acl":{"$r":"$ops","$w":[],"$d":[],"$mr":[],"$mw":[]}}""")]);
    }

    /// <summary>Raised after every write.</summary>
    public Signal Written { get; } = new();

    /// <summary>How many events there are: the index past the last one in $all.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Records.Count;
            }
        }
    }

    public WriteResult Append(string stream, ExpectedRevision expected, IReadOnlyList<Proposed> events)
    {
        lock (_gate)
        {
            var target = Stream(stream);
            var (verdict, revision) = CommitRules.Check(target, expected, events, _recent);
            return verdict switch
            {
                CommitRules.Verdict.Deleted => new WriteResult.StreamDeleted(),
                CommitRules.Verdict.Wrong => new WriteResult.WrongRevision(target.Last),
                CommitRules.Verdict.Repeat => new WriteResult.Written(revision, target.At(revision)!.Position),
                _ => Write(target, events),
            };
        }
    }

    /// <summary>Hides the stream until the next append: metadata with the highest <c>$tb</c> there is.</summary>
    public WriteResult SoftDelete(string stream, ExpectedRevision expected)
    {
        lock (_gate)
        {
            // A stream that never was cannot be soft-deleted, whatever was expected.
            var target = Stream(stream);
            return Refusal(target, expected, mustExist: true) ?? WriteMetadata(target, long.MaxValue);
        }
    }

    /// <summary>Ends the stream for ever.</summary>
    public WriteResult Tombstone(string stream, ExpectedRevision expected)
    {
        lock (_gate)
        {
            var target = Stream(stream);
            if (Refusal(target, expected, mustExist: false) is { } refusal)
            {
                return refusal;
            }

            target.Tombstone();
            var record = Record(target, LogRecord.Tombstone, new Proposed(Ids.New(), "$streamDeleted", IsJson: false, ByteString.Empty, ByteString.Empty));
            target.Written.Raise();
            Written.Raise();
            return new WriteResult.Written(record.Revision, record.Position);
        }
    }

    /// <summary>Runs one look at the log with nothing moving.</summary>
    public T Look<T>(Func<LogView, T> look)
    {
        lock (_gate)
        {
            return look(new LogView(this));
        }
    }

    private static WriteResult? Refusal(LogStream target, ExpectedRevision expected, bool mustExist)
    {
        var (verdict, _) = CommitRules.Check(target, expected, [], new RecentIds(0));
        return verdict switch
        {
            CommitRules.Verdict.Deleted => new WriteResult.StreamDeleted(),
            CommitRules.Verdict.Write when !mustExist || target.Last >= 0 => null,
            _ => new WriteResult.WrongRevision(target.Last),
        };
    }

    private WriteResult.Written Write(LogStream target, IReadOnlyList<Proposed> events)
    {
        if (events.Count == 0)
        {
            return new WriteResult.Written(target.Last, _all.AddBlank());
        }

        var revives = target.IsSoftDeleted;
        var first = target.Last + 1;
        foreach (var proposed in events)
        {
            target.Add(Record(target, target.Last + 1, proposed));
            _recent.Add(proposed.Id, target.Name, target.Last);
        }

        var last = target.At(target.Last)!;
        if (revives)
        {
            WriteMetadata(target, first);
        }

        target.Written.Raise();
        if (target.Name.StartsWith("$$", StringComparison.Ordinal))
        {
            Stream(target.Name[2..]).Written.Raise();
        }

        Written.Raise();
        return new WriteResult.Written(last.Revision, last.Position);
    }

    private WriteResult.Written WriteMetadata(LogStream subject, long truncateBefore)
    {
        var metadata = Stream("$$" + subject.Name);
        var current = metadata.At(metadata.Last)?.Data ?? ByteString.Empty;
        return Write(metadata, [Metadata(StreamRules.WithTruncateBefore(current, truncateBefore).ToStringUtf8())]);
    }

    private static Proposed Metadata(string json) =>
        new(Ids.New(), LogRecord.MetadataType, IsJson: true, ByteString.CopyFromUtf8(json), ByteString.Empty);

    private LogRecord Record(LogStream target, long revision, Proposed proposed)
    {
        var record = new LogRecord(
            _all.End, target.Name, revision, proposed.Id, proposed.Type, proposed.IsJson, proposed.Data, proposed.Metadata, Now());
        _all.Add(record);
        return record;
    }

    private LogStream Stream(string name)
    {
        if (!_streams.TryGetValue(name, out var stream))
        {
            var subject = name.StartsWith("$$", StringComparison.Ordinal) ? Stream(name[2..]) : null;
            _streams.Add(name, stream = new LogStream(name, subject));
        }

        return stream;
    }

    private long Now() => _clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;

    /// <summary>What can be seen of the log while it is held still; of no use afterwards.</summary>
    internal readonly struct LogView(MemoryLog log)
    {
        public IReadOnlyList<LogRecord> All => log._all.Records;

        public LogStream Stream(string name) => log.Stream(name);

        public long FirstShown(LogStream stream) => stream.FirstShown(log.Now());

        /// <inheritdoc cref="Positions.IndexOf"/>
        public int IndexOf(long position) => log._all.IndexOf(position);

        /// <inheritdoc cref="Positions.IsBoundary"/>
        public bool IsBoundary(long position) => log._all.IsBoundary(position);

        /// <summary>A link with its target, which is null when it is gone or hidden; anything else as it is.</summary>
        public Resolved Resolve(LogRecord read, bool resolveLinks)
        {
            if (!resolveLinks || read.Type != LogRecord.LinkType)
            {
                return new Resolved(read, null);
            }

            var parts = read.Data.ToStringUtf8().Split('@', 2);
            if (parts.Length < 2 || !long.TryParse(parts[0], CultureInfo.InvariantCulture, out var revision))
            {
                return new Resolved(null, read);
            }

            var target = Stream(parts[1]);
            var shown = !target.IsTombstoned && revision >= FirstShown(target);
            return new Resolved(shown ? target.At(revision) : null, read);
        }
    }
}
