using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>One prepared statement, kept for the life of its connection. Not thread-safe, as its connection is not.</summary>
/// <remarks>
/// Works on the connection's raw handle: a command object costs 20 to 50 % more CPU per inserted row, because it boxes every
/// parameter and looks it up by name. Columns count from 0, parameters from 1, as in SQLite.
/// </remarks>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The statement does not fit the file's schema, or the file cannot be read.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _db = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes that for NULL.
        Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0)
            : raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(parameter, bytes);
    }

    /// <summary>Goes to the next row; false at the end. Call <see cref="Reset"/> when done, also after a fault.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW)
        {
            return true;
        }

        if (code is not raw.SQLITE_DONE)
        {
            // The text of the fault belongs to the connection, and resetting may replace it.
            var fault = Fault(code);
            Reset();
            throw fault;
        }

        return false;
    }

    /// <summary>Runs a statement whose rows do not matter.</summary>
    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    /// <summary>Ends the statement's hold on the file, so that it is no longer part of a read transaction.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) is raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public Guid Guid(int column)
    {
        var bytes = raw.sqlite3_column_blob(_statement, column);
        return bytes.Length == 16
            ? new Guid(bytes, bigEndian: true)
            : throw new SqliteException("An event's id is not 16 bytes long.", raw.SQLITE_CORRUPT);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code is not raw.SQLITE_OK)
        {
            throw Fault(code);
        }
    }

    private SqliteException Fault(int code) =>
        new(raw.sqlite3_errmsg(_db).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(_db));
}
