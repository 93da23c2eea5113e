using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>Copies of a log that are whole: taken while a hub writes, checked, and only then given their name.</summary>
public static class LogBackup
{
    private const int PagesAtOnce = 1024;

    /// <summary>Takes a backup of a log as it stands now, beside a hub that may be writing it.</summary>
    /// <param name="source">The log.</param>
    /// <param name="target">A file that is not there yet; its folder is.</param>
    /// <param name="copied">Told after every 4 MiB how many pages are copied, and of how many.</param>
    /// <param name="ct">Ends it, with nothing under the target's name.</param>
    /// <returns>What the backup holds: the same as the log did.</returns>
    /// <remarks>One read transaction over the whole copying: appends go on meanwhile, and the write-ahead log grows by them.</remarks>
    /// <exception cref="EventLogException">The log cannot be read, or the copy is not what the log was.</exception>
    /// <exception cref="IOException">The target is there already, or cannot be written.</exception>
    public static LogContent Take(string source, string target, Action<int, int> copied, CancellationToken ct)
    {
        var beside = Beside(target);
        try
        {
            var (events, head) = Copy(source, beside, copied, ct);
            var content = Checked(beside);
            if ((content.Events, content.Head) != (events, head))
            {
                throw new EventLogException("damaged", $"The copy of {source} has {content.Events} events and not {events}. Check the disk, then take it again.");
            }

            Name(beside, target);
            return content;
        }
        catch (SqliteException fault)
        {
            throw Faults.From(source, fault);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Brings a backup back as the log of a data directory that has none.</summary>
    /// <param name="backup">The backup; it is checked first, and not changed.</param>
    /// <param name="log">Where the log is to be; nothing stands there.</param>
    /// <param name="ct">Ends it, with no log there.</param>
    /// <returns>What the log holds.</returns>
    /// <exception cref="EventLogException">The backup is not sound.</exception>
    /// <exception cref="IOException">A log is there already, or it cannot be written.</exception>
    public static LogContent Restore(string backup, string log, CancellationToken ct)
    {
        Checked(backup);
        var beside = Beside(log);
        try
        {
            Copy(backup, beside, (_, _) => { }, ct);
            var content = Checked(beside);
            Name(beside, log);
            return content;
        }
        catch (SqliteException fault)
        {
            throw Faults.From(backup, fault);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static string Beside(string target)
    {
        if (File.Exists(target))
        {
            throw new IOException($"There is a file {target} already. Name another one, or move it away.");
        }

        var beside = target + ".part";
        File.Delete(beside); // Of one that was killed.
        return beside;
    }

    private static (long Events, long Head) Copy(string source, string target, Action<int, int> copied, CancellationToken ct)
    {
        using var from = new LogFile(source, new LogSeams().Busy).OpenReader();
        Run(from, "BEGIN");
        var events = LogInspection.Number(from, "SELECT count(*) FROM events"); // Also begins reading: from here on the log stands still for us.
        var head = LogInspection.Number(from, "SELECT coalesce(max(position), -1) FROM events");

        var settings = new SqliteConnectionStringBuilder { DataSource = target, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        using var to = new SqliteConnection(settings.ConnectionString);
        to.Open();
        Run(to, "PRAGMA journal_mode=OFF");
        Run(to, "PRAGMA synchronous=OFF"); // Flushed as a whole when it is done.
        using (var backup = raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main"))
        {
            var code = raw.SQLITE_OK;
            while (code is raw.SQLITE_OK)
            {
                ct.ThrowIfCancellationRequested();
                code = raw.sqlite3_backup_step(backup, PagesAtOnce);
                var pages = raw.sqlite3_backup_pagecount(backup);
                copied(pages - raw.sqlite3_backup_remaining(backup), pages);
            }

            SqliteException.ThrowExceptionForRC(code is raw.SQLITE_DONE ? raw.SQLITE_OK : code, to.Handle);
        }

        Run(to, "PRAGMA journal_mode=DELETE"); // One file, complete in itself; the hub that opens it sets its own mode again.
        return (events, head);
    }

    private static LogContent Checked(string path)
    {
        var content = LogInspection.Check(path);
        return content.Faults.Count == 0
            ? content
            : throw new EventLogException("damaged", $"{path} is not sound: {string.Join(' ', content.Faults.Take(3))} Use another backup, or check the disk.");
    }

    private static void Name(string beside, string target)
    {
        using (var written = File.OpenHandle(beside, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(written);
        }

        File.Move(beside, target, overwrite: false);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Run();
    }
}
