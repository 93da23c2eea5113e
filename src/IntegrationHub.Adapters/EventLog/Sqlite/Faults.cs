using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>What SQLite's faults mean to the hub, and what someone on duty can do about them.</summary>
internal static class Faults
{
    public static EventLogException Closed() =>
        new("closed", "The event log is closed because the hub is stopping; send it again once the hub runs.");

    public static EventLogException ReadOnly(string path) =>
        new("locked", $"The event log {path} is open for reading only; append through the hub that holds it.");

    public static EventLogException Held(string path, Exception inner) =>
        new("locked", $"The event log {path} is in use by another hub; stop that one, or give this one its own data folder.", inner);

    public static EventLogException NotALog(string path, string why) =>
        new("damaged", $"The event log {path} cannot be used: {why}. Restore it from a backup, or name another file.");

    public static EventLogException Newer(string path, long found, long known) =>
        new("newer-schema", $"The event log {path} has schema {found}, this hub knows up to {known}; start the newer hub that wrote it.");

    public static EventLogException Unreachable(string path, Exception inner) =>
        new("unavailable", $"The event log {path} cannot be opened: {inner.Message} Check that the folder exists and may be written.", inner);

    /// <summary>The fault of a statement.</summary>
    public static EventLogException From(string path, Exception fault) => fault switch
    {
        EventLogException known => known,
        SqliteException sqlite => From(path, sqlite),
        _ => new("unavailable", $"The event log {path} failed: {fault.Message}", fault),
    };

    /// <summary>The fault of a commit.</summary>
    /// <remarks>
    /// When the disk fails while the commit is being made durable, its last frame may or may not have reached the platter, and
    /// a crash before the next commit could bring it back. Only a retry, which recognises its own events, tells.
    /// </remarks>
    public static EventLogException FromCommit(string path, Exception fault) =>
        fault is SqliteException { SqliteErrorCode: raw.SQLITE_IOERR }
            ? new("outcome-unknown", $"The event log {path} was not made durable: {fault.Message}. Check the disk, then send it again.", fault)
            : From(path, fault);

    private static EventLogException From(string path, SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_FULL =>
            new("full", $"The event log {path} is full: {fault.Message}. Make room on its disk; it goes on by itself.", fault),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            new("locked", $"The event log {path} is being written by another program: {fault.Message}. End that program; it goes on by itself.", fault),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            new("damaged", $"The event log {path} is damaged: {fault.Message}. Stop the hub and restore the file from a backup.", fault),
        raw.SQLITE_IOERR =>
            new("unavailable", $"The event log {path} cannot be read or written: {fault.Message}. Check the disk; it goes on by itself.", fault),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            new("unavailable", $"The event log {path} may not be used: {fault.Message}. Let the hub's account write file and folder.", fault),
        _ => new("unavailable", $"The event log {path} failed: {fault.Message}.", fault),
    };
}
