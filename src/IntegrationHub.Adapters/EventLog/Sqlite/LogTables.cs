using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>The writer's statements and what it remembers of the tables. Used by one thread.</summary>
internal sealed class LogTables : IDisposable
{
    private readonly RecentCache<string, StreamHead> _streams = new(8192);
    private readonly RecentCache<string, long> _types = new(512);
    private readonly Statement _begin, _commit, _rollback, _head;
    private readonly Statement _findStream, _lastRevision, _addStream, _findType, _addType, _addEvent, _byRevision, _byId;
    private readonly SqliteConnection _connection;
    private readonly List<RecordedEvent> _added = [];
    private long _committed;

    public LogTables(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _rollback = new(connection, "ROLLBACK");
        _head = new(connection, "SELECT max(position) FROM events");
        _findStream = new(connection, "SELECT number FROM streams WHERE name = ?1");
        _addStream = new(connection, "INSERT INTO streams (name) VALUES (?1) RETURNING number");
        _lastRevision = new(connection, "SELECT max(revision) FROM events WHERE stream = ?1");
        _findType = new(connection, "SELECT number FROM types WHERE name = ?1");
        _addType = new(connection, "INSERT INTO types (name) VALUES (?1) RETURNING number");
        _addEvent = new(connection, "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        _byRevision = new(connection, "SELECT id, position FROM events WHERE stream = ?1 AND revision = ?2");
        _byId = new(connection, "SELECT revision, position FROM events WHERE stream = ?1 AND id = ?2 ORDER BY position LIMIT 1");
        Head = _committed = Number(_head, LogPosition.Start.Value);
    }

    /// <summary>The position of the newest event, committed or about to be.</summary>
    public long Head { get; private set; }

    /// <summary>What the open transaction has added, in order; the one before it until the next begins.</summary>
    public IReadOnlyList<RecordedEvent> Added => _added;

    public void Begin()
    {
        _added.Clear();
        _begin.Run();
    }

    public void Commit()
    {
        _commit.Run();
        _committed = Head;
    }

    /// <summary>Takes back the open transaction, if SQLite has not done so itself, and forgets all that came from it.</summary>
    public void Rollback()
    {
        _streams.Clear();
        _types.Clear();
        _added.Clear();
        Head = _committed;
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _rollback.Run();
        }
    }

    /// <summary>Decides an append against the tables as earlier appends of the same transaction left them, and writes it if it may.</summary>
    /// <param name="append">Within the limits.</param>
    /// <param name="recordedAt">Microseconds since 1970, UTC.</param>
    public AppendResult Append(PendingAppend append, long recordedAt)
    {
        var stream = Find(append.Stream);
        return HasTwins(append.Events) ? new WrongRevision(stream.Revision)
            : append.Expected.Value >= -1 ? AppendExactly(stream, append, recordedAt)
            : AppendLoosely(stream, append, recordedAt);
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])
            [_begin, _commit, _rollback, _head, _findStream, _lastRevision, _addStream, _findType, _addType, _addEvent, _byRevision, _byId])
        {
            statement.Dispose();
        }
    }

    private AppendResult AppendExactly(StreamHead stream, PendingAppend append, long recordedAt)
    {
        var expected = append.Expected.Value;
        if (expected == stream.Revision)
        {
            return Write(stream, append, recordedAt);
        }

        // Also when the stream is shorter than expected: then nothing stands there.
        var position = 0L;
        for (var index = 0; index < append.Events.Count; index++)
        {
            if (!Stands(stream.Number, expected + 1 + index, append.Events[index].Id, out position))
            {
                return new WrongRevision(stream.Revision);
            }
        }

        return new Appended(expected + append.Events.Count, new LogPosition(position), Repeated: true);
    }

    private AppendResult AppendLoosely(StreamHead stream, PendingAppend append, long recordedAt)
    {
        if (stream == StreamHead.Missing)
        {
            return append.Expected == ExpectedRevision.Any ? Write(stream, append, recordedAt) : new WrongRevision(stream.Revision);
        }

        var (known, last) = (0, default(Appended));
        foreach (var added in append.Events)
        {
            last = FindById(stream.Number, added.Id);
            known += last is null ? 0 : 1;
        }

        return known == 0 ? Write(stream, append, recordedAt)
            : known == append.Events.Count ? last!
            : new WrongRevision(stream.Revision);
    }

    private Appended Write(StreamHead stream, PendingAppend append, long recordedAt)
    {
        if (stream == StreamHead.Missing)
        {
            stream = new StreamHead(Number(_addStream.Bind(1, append.Stream), 0), -1);
        }

        var revision = stream.Revision;
        foreach (var added in append.Events)
        {
            // The first position is 1: SQLite shows it as the row's number, and people count from one.
            Head = Math.Max(Head, 0) + 1;
            _addEvent.Bind(1, Head).Bind(2, stream.Number).Bind(3, ++revision).Bind(4, added.Id).Bind(5, TypeNumber(added.Type))
                .Bind(6, added.Data.Span).Bind(7, added.Metadata.Span).Bind(8, recordedAt).Run();

            // A copy: the caller may use its memory for something else once it is answered.
            _added.Add(new RecordedEvent(
                append.Stream, revision, new LogPosition(Head), added.Id, added.Type, added.Data.ToArray(), added.Metadata.ToArray(), LogReader.Instant(recordedAt)));
        }

        _streams.Set(append.Stream, stream with { Revision = revision });
        return new Appended(revision, new LogPosition(Head), Repeated: false);
    }

    private StreamHead Find(string name)
    {
        if (_streams.TryGet(name, out var head))
        {
            return head;
        }

        var number = Number(_findStream.Bind(1, name), 0);
        if (number == 0)
        {
            return StreamHead.Missing;
        }

        head = new StreamHead(number, Number(_lastRevision.Bind(1, number), -1));
        _streams.Set(name, head);
        return head;
    }

    private long TypeNumber(string name)
    {
        if (!_types.TryGet(name, out var number))
        {
            number = Number(_findType.Bind(1, name), 0);
            number = number == 0 ? Number(_addType.Bind(1, name), 0) : number;
            _types.Set(name, number);
        }

        return number;
    }

    private bool Stands(long stream, long revision, Guid id, out long position)
    {
        var found = _byRevision.Bind(1, stream).Bind(2, revision).Step();
        position = found ? _byRevision.Long(1) : 0;
        var same = found && _byRevision.Guid(0) == id;
        _byRevision.Reset();
        return same;
    }

    private Appended? FindById(long stream, Guid id)
    {
        var found = _byId.Bind(1, stream).Bind(2, id).Step()
            ? new Appended(_byId.Long(0), new LogPosition(_byId.Long(1)), Repeated: true)
            : null;
        _byId.Reset();
        return found;
    }

    private static long Number(Statement statement, long whenNone)
    {
        var number = statement.Step() && !statement.IsNull(0) ? statement.Long(0) : whenNone;
        statement.Reset();
        return number;
    }

    private static bool HasTwins(IReadOnlyList<NewEvent> events)
    {
        if (events.Count == 1)
        {
            return false;
        }

        if (events.Count == 2)
        {
            return events[0].Id == events[1].Id;
        }

        var seen = new HashSet<Guid>(events.Count);
        return events.Any(added => !seen.Add(added.Id));
    }

    private sealed record StreamHead(long Number, long Revision)
    {
        public static readonly StreamHead Missing = new(0, -1);
    }
}
