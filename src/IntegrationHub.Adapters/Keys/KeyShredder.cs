using System.Text;

namespace IntegrationHub.Adapters.Keys;

/// <summary>Sees to it that what was deleted from the key file is in none of its bytes any more.</summary>
/// <remarks>What the disk itself, a snapshot or a backup keeps is out of its reach; the receipt of an erasure says so.</remarks>
internal static class KeyShredder
{
    // A remnant may have lost its ends to what was written over them; the middle is enough to know it by.
    private const int NeedleBytes = 24;

    /// <summary>Moves the write-ahead log into the file, empties it, and looks; where something is left, the file is written anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tables">Over the writing connection.</param>
    /// <param name="traces">What must be gone.</param>
    /// <param name="readers">Held by whoever reads; a reader would keep the write-ahead log from being emptied.</param>
    /// <exception cref="IOException">Something is there still.</exception>
    public static void Shred(string path, KeyTables tables, IReadOnlyList<string> traces, Lock readers)
    {
        lock (readers)
        {
            Empty(tables);
            if (traces.Count > 0 && !AnyIn(path, traces))
            {
                return;
            }

            // Something is left, or a crash kept an earlier try from looking.

            Rewrite(tables);
            if (AnyIn(path, traces))
            {
                throw new IOException($"Destroyed keys are still in {path} or its write-ahead log: another program reads it. Close that program and erase again.");
            }
        }
    }

    /// <summary>Writes the whole file anew, without what was once deleted.</summary>
    public static void Rewrite(KeyTables tables)
    {
        tables.Run("VACUUM");
        Empty(tables);
    }

    private static void Empty(KeyTables tables) => tables.Run("PRAGMA wal_checkpoint(TRUNCATE)");

    private static bool AnyIn(string path, IReadOnlyList<string> traces)
    {
        var needles = traces.Select(Middle).ToList();
        foreach (var file in new[] { path, path + "-wal" }.Where(File.Exists))
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
}
