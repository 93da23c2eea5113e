using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationHub.Benchmarks;

/// <summary>What the disk allows: a kibibyte written and flushed, again and again, in a file that does not grow.</summary>
internal static class RawDisk
{
    /// <summary>Of a hundred: so many are as quick as the disk allows.</summary>
    public const int Quickest = 10;

    private const int Block = 1024;
    private const int Blocks = 4096;

    /// <summary>Flushes per second, by the quickest tenth.</summary>
    /// <remarks>Where cores are shared, most flushes end with a wait for a core (4 ms, one tick of the clock): that is not the disk's doing. A commit that seems quicker than this was measured beside a disturbed limit.</remarks>
    /// <param name="path">A file of its own.</param>
    /// <param name="span">How long.</param>
    /// <param name="dataOnly">With fdatasync, as SQLite and PostgreSQL do on Linux: the file's times need not be on the disk.</param>
    public static double FlushesPerSecond(string path, TimeSpan span, bool dataOnly)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None);
        RandomAccess.Write(file, new byte[Block * Blocks], 0);
        RandomAccess.FlushToDisk(file);

        var (block, count, times, started) = (new byte[Block], 0, new List<double>(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < span)
        {
            var began = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, block, count++ % Blocks * Block);
            if (!dataOnly || !OperatingSystem.IsLinux())
            {
                RandomAccess.FlushToDisk(file);
            }
            else if (FlushData((int)file.DangerousGetHandle()) != 0)
            {
                throw new IOException("The disk did not flush.");
            }

            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return 1 / Figure.Percentile(times, Quickest);
    }

    [DllImport("libc", EntryPoint = "fdatasync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushData(int file);
}

/// <summary>What SQLite allows: the same rows stepped over on the raw handle, nothing made of them.</summary>
internal sealed class RawSqlite : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _stream;
    private readonly sqlite3_stmt _all;

    public RawSqlite(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        _connection.Open();
        _ = raw.sqlite3_prepare_v2(
            _connection.Handle, "SELECT * FROM events WHERE stream = (SELECT number FROM streams WHERE name = ?1) ORDER BY revision", out _stream);
        _ = raw.sqlite3_prepare_v2(_connection.Handle, "SELECT * FROM events ORDER BY position LIMIT ?1", out _all);
    }

    public int StepStream(string name)
    {
        _ = raw.sqlite3_bind_text(_stream, 1, name);
        return Step(_stream);
    }

    public int StepAll(int limit)
    {
        _ = raw.sqlite3_bind_int(_all, 1, limit);
        return Step(_all);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _all.Dispose();
        _connection.Dispose();
    }

    private static int Step(sqlite3_stmt statement)
    {
        var rows = 0;
        while (raw.sqlite3_step(statement) is raw.SQLITE_ROW)
        {
            rows++;
        }

        _ = raw.sqlite3_reset(statement);
        return rows;
    }
}
