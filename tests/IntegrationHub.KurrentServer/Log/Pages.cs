namespace IntegrationHub.KurrentServer.Log;

internal enum StreamStatus
{
    There,
    Missing,
    Tombstoned,
}

/// <summary>Part of a stream, in the order asked for.</summary>
/// <param name="Status">Whether there is anything to read; events only with <see cref="StreamStatus.There"/>.</param>
/// <param name="First">The first revision shown.</param>
/// <param name="Last">The last revision.</param>
/// <param name="Events">At most a page.</param>
/// <param name="Next">Where the next page begins; beyond either end when there is none.</param>
internal sealed record StreamPage(StreamStatus Status, long First, long Last, IReadOnlyList<Resolved> Events, long Next);

/// <summary>Part of $all.</summary>
/// <param name="Events">Those that matched.</param>
/// <param name="Next">The index the next page begins at (forwards) or ends before (backwards).</param>
/// <param name="Considered">How many events were looked at.</param>
/// <param name="LastConsidered">The position of the last of them; meaningless when none was.</param>
internal sealed record AllPage(IReadOnlyList<Resolved> Events, int Next, int Considered, long LastConsidered);

/// <summary>Pages, as the server reads them: 32 events at a time.</summary>
internal static class Pages
{
    public const int Size = 32;

    /// <summary>Revisions <paramref name="from"/> and up. What is hidden is left out of the page but takes its place in it.</summary>
    public static StreamPage Forwards(this MemoryLog log, string name, long from, long max, bool resolveLinks) => log.Look(view =>
    {
        var stream = view.Stream(name);
        var first = view.FirstShown(stream);
        if (stream.IsTombstoned || stream.IsMissing)
        {
            return Empty(stream, first);
        }

        var end = from > stream.Last ? from : Math.Min(from + max, stream.Last + 1);
        var events = new List<Resolved>();
        for (var revision = Math.Max(from, first); revision < end; revision++)
        {
            events.Add(view.Resolve(stream.At(revision)!, resolveLinks));
        }

        return new StreamPage(StreamStatus.There, first, stream.Last, events, events.Count == 0 ? Math.Max(end, first) : end);
    });

    /// <summary>Revision <paramref name="from"/> and down.</summary>
    public static StreamPage Backwards(this MemoryLog log, string name, long from, long max, bool resolveLinks) => log.Look(view =>
    {
        var stream = view.Stream(name);
        var first = view.FirstShown(stream);
        if (stream.IsTombstoned || stream.IsMissing)
        {
            return Empty(stream, first);
        }

        var events = new List<Resolved>();
        var revision = Math.Min(from, stream.Last);
        for (; revision >= first && events.Count < max; revision--)
        {
            events.Add(view.Resolve(stream.At(revision)!, resolveLinks));
        }

        return new StreamPage(StreamStatus.There, first, stream.Last, events, revision < first ? -1 : revision);
    });

    /// <summary>Up to <paramref name="window"/> events of $all from an index on, of which those that match.</summary>
    public static AllPage AllForwards(this MemoryLog log, int from, int window, long most, EventFilter filter, bool resolveLinks) => log.Look(view =>
    {
        var events = new List<Resolved>();
        var index = from;
        for (; index < view.All.Count && index - from < window && events.Count < most; index++)
        {
            Add(view, index, filter, resolveLinks, events);
        }

        return new AllPage(events, index, index - from, index > from ? view.All[index - 1].Position : 0);
    });

    /// <summary>The same downwards from just before an index.</summary>
    public static AllPage AllBackwards(this MemoryLog log, int before, int window, long most, EventFilter filter, bool resolveLinks) => log.Look(view =>
    {
        var events = new List<Resolved>();
        var index = before;
        for (; index > 0 && before - index < window && events.Count < most; index--)
        {
            Add(view, index - 1, filter, resolveLinks, events);
        }

        return new AllPage(events, index, before - index, index < before ? view.All[index].Position : 0);
    });

    // The filter sees the record in the log, not what a link points to.
    private static void Add(MemoryLog.LogView view, int index, EventFilter filter, bool resolveLinks, List<Resolved> events)
    {
        var record = view.All[index];
        if (filter.Matches(record))
        {
            events.Add(view.Resolve(record, resolveLinks));
        }
    }

    private static StreamPage Empty(LogStream stream, long first) =>
        new(stream.IsTombstoned ? StreamStatus.Tombstoned : StreamStatus.Missing, first, stream.Last, [], stream.Last + 1);
}
