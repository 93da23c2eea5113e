using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>The log's file on disk: made once, checked whenever it is opened, written by one hub at a time.</summary>
/// <param name="path">The database. Beside it stand <c>.lock</c> (empty) and, while it is open, SQLite's <c>-wal</c> and <c>-shm</c>.</param>
/// <param name="busy">How long a statement waits for another program that holds the file.</param>
internal sealed class LogFile(string path, TimeSpan busy)
{
    /// <summary>"IHLG": tells a hub's log from any other SQLite file.</summary>
    public const int ApplicationId = 0x49484C47;

    /// <summary>The schema that this build writes.</summary>
    public const int Schema = 1;

    // How Linux and Windows say that somebody else has the file.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);

    // Streams are numbered in order of creation, so that the newest ones share index pages; random keys wrote four times the bytes.
    // The id's index is not unique: with the exact revision expected, KurrentDB writes a known id again, and so does this log.
    private const string Tables = """
        CREATE TABLE streams (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE types (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE events (
            position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id BLOB NOT NULL,
            type INTEGER NOT NULL, data BLOB NOT NULL, metadata BLOB NOT NULL,
            recorded_at INTEGER NOT NULL -- microseconds since 1970, UTC
        ) STRICT;
        CREATE UNIQUE INDEX events_by_revision ON events (stream, revision);
        CREATE INDEX events_by_id ON events (stream, id);
        """;

    public string Path => path;

    /// <summary>Takes the right to write, until the answer is disposed of or the process ends in any way.</summary>
    /// <remarks>The lock belongs to the open file, not to its existence: nothing is left behind by a killed hub.</remarks>
    /// <exception cref="EventLogException"><c>locked</c> when another hub has it; <c>unavailable</c> when the folder cannot be written.</exception>
    public FileStream TakeLock()
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException fault) when (fault.HResult is WouldBlock or SharingViolation)
        {
            throw Faults.Held(path, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Faults.Unreachable(path, fault);
        }
    }

    /// <summary>Makes the file when there is none. Needs the lock.</summary>
    /// <remarks>
    /// Made under another name and then renamed: an empty file under the log's own name is therefore never a log that was
    /// just being made, but one that lost its content, and opening refuses it.
    /// </remarks>
    public void CreateIfMissing()
    {
        if (File.Exists(path))
        {
            return;
        }

        if (new FileInfo(path + "-wal") is { Exists: true, Length: > 0 })
        {
            throw Faults.NotALog(path, "the file is missing but its write-ahead log is still there");
        }

        var making = path + ".new";
        try
        {
            File.Delete(making);
            File.Delete(making + "-journal");
            using (var connection = Connect(making, SqliteOpenMode.ReadWriteCreate))
            {
                Execute(connection, $"""
                    PRAGMA synchronous=FULL; BEGIN; {Tables}
                    PRAGMA application_id={ApplicationId}; PRAGMA user_version={Schema}; COMMIT;
                    """);
            }

            File.Move(making, path);
        }
        catch (SqliteException fault)
        {
            throw Faults.From(path, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Faults.Unreachable(path, fault);
        }
    }

    /// <summary>A connection that writes.</summary>
    public SqliteConnection OpenWriter() => Open(SqliteOpenMode.ReadWrite, $"""
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;
        PRAGMA journal_size_limit={Checkpointer.KeptBytes}; PRAGMA cache_size=-16384;
        """);

    /// <summary>A connection that reads, beside a hub that writes.</summary>
    public SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadOnly, "PRAGMA query_only=ON; PRAGMA cache_size=-4096;");

    private SqliteConnection Open(SqliteOpenMode mode, string settings)
    {
        if (new FileInfo(path) is not { Exists: true } file)
        {
            throw Faults.NotALog(path, "there is no such file");
        }

        if (file.Length == 0)
        {
            throw Faults.NotALog(path, "it is empty");
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path, mode);
            Check(connection);
            Execute(connection, "PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF; " + settings);
            return connection;
        }
        catch (Exception fault) when (fault is SqliteException or EventLogException)
        {
            connection?.Dispose();
            throw Faults.From(path, fault);
        }
    }

    private SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ConnectionString);
        connection.Open();
        _ = raw.sqlite3_busy_timeout(connection.Handle, (int)busy.TotalMilliseconds);
        _ = raw.sqlite3_extended_result_codes(connection.Handle, 1);
        return connection;
    }

    private void Check(SqliteConnection connection)
    {
        if (Pragma(connection, "application_id") != ApplicationId)
        {
            throw Faults.NotALog(path, "it is a SQLite file, but not a hub's event log");
        }

        var schema = Pragma(connection, "user_version");
        if (schema > Schema)
        {
            throw Faults.Newer(path, schema, Schema);
        }
    }

    private static long Pragma(SqliteConnection connection, string name)
    {
        using var statement = new Statement(connection, "PRAGMA " + name);
        return statement.Step() ? statement.Long(0) : 0;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        var code = raw.sqlite3_exec(connection.Handle, sql);
        SqliteException.ThrowExceptionForRC(code, connection.Handle);
    }
}
