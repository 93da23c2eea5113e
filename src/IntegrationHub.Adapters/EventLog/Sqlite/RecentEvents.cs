using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>The end of the log in memory, shared by all who follow it: a commit is read from the disk by none of them. Thread-safe.</summary>
/// <param name="head">The newest position when the log was opened; what stands up to there is read from the file.</param>
/// <remarks>Holds events as they are stored, with personal text sealed, so that an erasure leaves nothing readable here either.</remarks>
internal sealed class RecentEvents(long head)
{
    private const int MostEvents = 8192;
    private const long MostBytes = 8 * 1024 * 1024;
    private const int PageEvents = 512;

    private readonly Lock _gate = new();
    private readonly RecordedEvent[] _ring = new RecordedEvent[MostEvents];
    private long _bytes;
    private int _first;
    private int _count;

    // Everything after this position is held.
    private long _before = head;

    /// <summary>Adds what a commit has made durable, in order.</summary>
    public void Add(IReadOnlyList<RecordedEvent> committed)
    {
        lock (_gate)
        {
            foreach (var added in committed)
            {
                _bytes += Size(added);
                while (_count > 0 && (_count == MostEvents || _bytes > MostBytes))
                {
                    Forget();
                }

                _ring[(_first + _count++) % MostEvents] = added;
            }
        }
    }

    /// <summary>The next events after a position.</summary>
    /// <returns>At most 512; empty at the head; null when what comes next is no longer held and stands in the file alone.</returns>
    public IReadOnlyList<RecordedEvent>? After(long position)
    {
        lock (_gate)
        {
            if (position < _before)
            {
                return null;
            }

            var from = Find(position);
            var page = new RecordedEvent[Math.Min(_count - from, PageEvents)];
            for (var i = 0; i < page.Length; i++)
            {
                page[i] = _ring[(_first + from + i) % MostEvents];
            }

            return page;
        }
    }

    /// <summary>How many of those held stand up to a position.</summary>
    private int Find(long position)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ring[(_first + middle) % MostEvents].Position.Value <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Forget()
    {
        _before = _ring[_first].Position.Value;
        _bytes -= Size(_ring[_first]);
        _ring[_first] = null!;
        _first = (_first + 1) % MostEvents;
        _count--;
    }

    private static long Size(RecordedEvent held) => held.Data.Length + held.Metadata.Length;
}
