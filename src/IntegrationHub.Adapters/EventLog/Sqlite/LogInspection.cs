using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>What is in a log's file.</summary>
/// <param name="Events">How many events.</param>
/// <param name="Streams">How many streams have events.</param>
/// <param name="Head">The newest position; -1 when there is none.</param>
/// <param name="Faults">What is wrong with the file, one sentence each; empty when it is sound.</param>
public sealed record LogContent(long Events, long Streams, long Head, IReadOnlyList<string> Faults);

/// <summary>Checks a log's file as a whole, beside a hub that may be writing it.</summary>
public static class LogInspection
{
    private const int MostFaults = 20;

    /// <summary>SQLite's own integrity check, and the rules that every log obeys: known names, and revisions from 0 without gaps.</summary>
    /// <param name="path">The file.</param>
    /// <remarks>Reads the whole file, in one read transaction.</remarks>
    /// <exception cref="EventLogException">The file cannot be opened as a log.</exception>
    public static LogContent Check(string path)
    {
        var file = new LogFile(path, new LogSeams().Busy);
        using var connection = file.OpenReader();
        try
        {
            using var begin = new Statement(connection, "BEGIN");
            begin.Run();
            return Check(connection);
        }
        catch (SqliteException fault)
        {
            return new LogContent(0, 0, LogPosition.Start.Value, [fault.Message]);
        }
    }

    /// <summary>The first event whose position no log would give (below 1); null when there is none, as it should be.</summary>
    /// <exception cref="EventLogException">The file cannot be read.</exception>
    public static (long Position, string Stream, long Revision)? BeforeTheFirst(string path)
    {
        var file = new LogFile(path, new LogSeams().Busy);
        using var connection = file.OpenReader();
        try
        {
            using var query = new Statement(connection, """
                SELECT position, coalesce(name, '?'), revision FROM events LEFT JOIN streams ON streams.number = events.stream
                WHERE position < 1 ORDER BY position LIMIT 1
                """);
            return query.Step() ? (query.Long(0), query.Text(1), query.Long(2)) : null;
        }
        catch (SqliteException fault)
        {
            throw Faults.From(path, fault);
        }
    }

    /// <summary>The first event after a position that cannot be read because a name or its id was destroyed; null when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="after">The last position that was read.</param>
    /// <exception cref="EventLogException">The file cannot be read at all.</exception>
    public static (long Position, long Revision)? Unreadable(string path, long after)
    {
        var file = new LogFile(path, new LogSeams().Busy);
        using var connection = file.OpenReader();
        try
        {
            using var query = new Statement(connection, """
                SELECT position, revision FROM events WHERE position > ?1 AND (length(id) <> 16
                    OR NOT EXISTS (SELECT 1 FROM streams WHERE number = stream) OR NOT EXISTS (SELECT 1 FROM types WHERE number = type))
                ORDER BY position LIMIT 1
                """);
            return query.Bind(1, after).Step() ? (query.Long(0), query.Long(1)) : null;
        }
        catch (SqliteException fault)
        {
            throw Faults.From(path, fault);
        }
    }

    internal static LogContent Check(SqliteConnection connection)
    {
        var faults = Texts(connection, $"PRAGMA integrity_check({MostFaults})").Where(text => text != "ok").ToList();
        faults.AddRange(Texts(connection, $"""
            SELECT 'Position ' || position || ' names a stream or a type that is not there.' FROM events
            WHERE NOT EXISTS (SELECT 1 FROM streams WHERE number = stream) OR NOT EXISTS (SELECT 1 FROM types WHERE number = type)
            LIMIT {MostFaults}
            """));
        faults.AddRange(Texts(connection, $"""
            SELECT 'Stream number ' || stream || ' has ' || count(*) || ' events, but its revisions go from ' || min(revision) || ' to ' || max(revision) || '.'
            FROM events GROUP BY stream HAVING min(revision) <> 0 OR max(revision) <> count(*) - 1 LIMIT {MostFaults}
            """));
        return new LogContent(
            Number(connection, "SELECT count(*) FROM events"), Number(connection, "SELECT count(DISTINCT stream) FROM events"),
            Number(connection, "SELECT coalesce(max(position), -1) FROM events"), faults);
    }

    internal static long Number(SqliteConnection connection, string sql)
    {
        using var query = new Statement(connection, sql);
        return query.Step() ? query.Long(0) : throw new SqliteException("A question about the log had no answer.", raw.SQLITE_CORRUPT);
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var query = new Statement(connection, sql);
        var texts = new List<string>();
        while (query.Step())
        {
            texts.Add(query.Text(0));
        }

        return texts;
    }
}
