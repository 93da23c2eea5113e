using System.Text;
using IntegrationHub.Core.Privacy;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Keys;

/// <summary>The tables of keys in a SQLite file that one hub has for itself.</summary>
/// <remarks>What the disk itself, a snapshot or a backup keeps is out of its reach; the receipt of an erasure says so.</remarks>
internal sealed class KeyFile : IKeyPlace
{
    // A remnant may have lost its ends to what was written over them; the middle is enough to know it by.
    private const int NeedleBytes = 24;
    private readonly string _path;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly KeyTables _tables;
    private readonly KeyTables _read;
    private readonly Lock _readers = new();

    /// <summary>Opens the file, made at first use.</summary>
    public KeyFile(string path)
    {
        _path = path;
        (_writing, _reading) = (Connect(path), Connect(path));
        (_tables, _read) = (new KeyTables(_writing), new KeyTables(_reading));
        _tables.Run("PRAGMA journal_mode=WAL; " + KeyTables.Schema(" WITHOUT ROWID"));
    }

    public string Name => _path;

    public TimeSpan? Remembered => null;

    public T Read<T>(Func<KeyTables, T> read)
    {
        lock (_readers)
        {
            return read(_read);
        }
    }

    public T Write<T>(Func<KeyTables, T> work, bool atOnce)
    {
        if (!atOnce)
        {
            return work(_tables);
        }

        using var transaction = _writing.BeginTransaction(); // Takes back what is not committed.
        var result = work(_tables);
        transaction.Commit();
        return result;
    }

    public int Rewrap(Func<KeyTables, int> rewrap, Action done)
    {
        lock (_readers) // Nobody reads between the one master key and the other.
        {
            var count = Write(rewrap, atOnce: true);
            done();
            Rewrite();
            return count;
        }
    }

    /// <summary>Moves the write-ahead log into the file, empties it, and looks; where something is left, the file is written anew.</summary>
    /// <exception cref="IOException">Something is there still.</exception>
    public IReadOnlyList<PlaceReport> Shred(IReadOnlyList<string> traces, bool whole)
    {
        lock (_readers) // A reader would keep the write-ahead log from being emptied.
        {
            Empty();
            if (traces.Count == 0 || AnyIn(traces))
            {
                Rewrite(); // Something is left, or a crash kept an earlier try from looking.
                if (AnyIn(traces))
                {
                    throw new IOException($"Destroyed keys are still in {_path} or its write-ahead log: another program reads it. Close that program and erase again.");
                }
            }
        }

        return
        [
            new("person keys", PlaceOutcome.Erased,
                $"The person's key, those of the cases and the mark of recognition ({traces.Count} entries) are overwritten in the key file; " +
                "its write-ahead log is emptied, and neither holds them any more."),
        ];
    }

    public void Dispose()
    {
        _reading.Dispose();
        _writing.Dispose();
    }

    private void Rewrite()
    {
        _tables.Run("VACUUM");
        Empty();
    }

    private void Empty() => _tables.Run("PRAGMA wal_checkpoint(TRUNCATE)");

    private bool AnyIn(IReadOnlyList<string> traces)
    {
        var needles = traces.Select(Middle).ToList();
        foreach (var file in new[] { _path, _path + "-wal" }.Where(File.Exists))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[open.Length];
            open.ReadExactly(bytes);
            if (needles.Exists(needle => bytes.AsSpan().IndexOf(needle) >= 0))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Middle(string trace) =>
        Encoding.ASCII.GetBytes(trace.Substring(Math.Max(0, (trace.Length - NeedleBytes) / 2), Math.Min(NeedleBytes, trace.Length)));

    private static SqliteConnection Connect(string path)
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        file.Open();
        using var setup = file.CreateCommand();
        setup.CommandText = "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";
        setup.ExecuteNonQuery();
        return file;
    }
}
