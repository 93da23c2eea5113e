using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>Some events in order, and whether there may be more after them.</summary>
internal readonly record struct Page(IReadOnlyList<RecordedEvent> Events, bool More);

/// <summary>One reading connection with its statements. Used by one caller at a time.</summary>
/// <remarks>
/// Reads in pages, and holds no read transaction between them: one that stays open keeps the write-ahead log from starting
/// over. As streams only grow, pages read one after another still fit together.
/// </remarks>
internal sealed class LogReader : IDisposable
{
    private const int PageEvents = 512;
    private const int PageBytes = 1024 * 1024;
    private const string Columns = "position, stream, revision, id, type, data, metadata, recorded_at FROM events";

    // What is committed keeps its number for ever, so these never go stale.
    private readonly RecentCache<long, string> _streamNames = new(4096);
    private readonly RecentCache<string, long> _streamNumbers = new(1024);
    private readonly RecentCache<long, string> _typeNames = new(512);
    private readonly SqliteConnection _connection;
    private readonly Statement _head, _all, _forwards, _backwards, _streamName, _streamNumber, _typeName;

    private LogReader(SqliteConnection connection)
    {
        _connection = connection;
        _head = new(connection, "SELECT max(position) FROM events");
        _all = new(connection, $"SELECT {Columns} WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3");
        _forwards = new(connection, $"SELECT {Columns} WHERE stream = ?1 AND revision >= ?2 ORDER BY revision LIMIT ?3");
        _backwards = new(connection, $"SELECT {Columns} WHERE stream = ?1 AND revision < ?2 ORDER BY revision DESC LIMIT ?3");
        _streamName = new(connection, "SELECT name FROM streams WHERE number = ?1");
        _streamNumber = new(connection, "SELECT number FROM streams WHERE name = ?1");
        _typeName = new(connection, "SELECT name FROM types WHERE number = ?1");
    }

    /// <exception cref="EventLogException">The file cannot be used.</exception>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public static LogReader Open(LogFile file)
    {
        var connection = file.OpenReader();
        try
        {
            return new LogReader(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The instant that a column holds: microseconds since 1970, UTC.</summary>
    public static DateTimeOffset Instant(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public long Head()
    {
        var head = _head.Step() && !_head.IsNull(0) ? _head.Long(0) : LogPosition.Start.Value;
        _head.Reset();
        return head;
    }

    public Page All(long after, long upTo) => Read(_all.Bind(1, after).Bind(2, upTo));

    public Page Forwards(string stream, long from) => ReadStream(_forwards, stream, from);

    public Page Backwards(string stream, long before) => ReadStream(_backwards, stream, before);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_head, _all, _forwards, _backwards, _streamName, _streamNumber, _typeName])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private Page ReadStream(Statement query, string stream, long place)
    {
        if (!_streamNumbers.TryGet(stream, out var number))
        {
            var known = _streamNumber.Bind(1, stream).Step();
            number = known ? _streamNumber.Long(0) : 0;
            _streamNumber.Reset();
            if (!known)
            {
                return new Page([], More: false);
            }

            _streamNumbers.Set(stream, number);
            _streamNames.Set(number, stream);
        }

        return Read(query.Bind(1, number).Bind(2, place));
    }

    private Page Read(Statement query)
    {
        var events = new List<RecordedEvent>();
        var bytes = 0L;
        try
        {
            query.Bind(3, PageEvents);
            while (bytes < PageBytes && query.Step())
            {
                var read = Event(query);
                events.Add(read);
                bytes += read.Data.Length + read.Metadata.Length;
            }
        }
        finally
        {
            query.Reset();
        }

        return new Page(events, More: bytes >= PageBytes || events.Count == PageEvents);
    }

    private RecordedEvent Event(Statement row) => new(
        Name(_streamNames, _streamName, row.Long(1)), row.Long(2), new LogPosition(row.Long(0)), row.Guid(3),
        Name(_typeNames, _typeName, row.Long(4)), row.Bytes(5), row.Bytes(6), Instant(row.Long(7)));

    private static string Name(RecentCache<long, string> cache, Statement query, long number)
    {
        if (!cache.TryGet(number, out var name))
        {
            name = query.Bind(1, number).Step()
                ? query.Text(0)
                : throw new SqliteException("An event names a stream or type that is not there.", raw.SQLITE_CORRUPT);
            query.Reset();
            cache.Set(number, name);
        }

        return name;
    }
}
