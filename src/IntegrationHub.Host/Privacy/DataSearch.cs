using System.Text;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Privacy;

/// <summary>Looks through every file of the data directory, byte by byte, for words that must not be there in the clear.</summary>
internal static class DataSearch
{
    private const string Name = "data directory";
    private const int Piece = 4 * 1024 * 1024;

    /// <summary>Searches, and tells what was found where.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="texts">What is sought; not told in the report.</param>
    /// <param name="ct">Ends the search.</param>
    public static PlaceReport Report(string directory, IReadOnlyList<string> texts, CancellationToken ct)
    {
        if (texts.Count == 0)
        {
            return new PlaceReport(Name, PlaceOutcome.Nothing, "No name, number or address of the person was known that could be searched for.");
        }

        // Locks and sockets are empty.
        List<string> files = [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0)];
        List<string> found = [.. files.Where(file => Holds(file, texts, ct)).Select(file => Path.GetRelativePath(directory, file))];
        return found.Count == 0
            ? new PlaceReport(Name, PlaceOutcome.Nothing, $"{files.Count} files were searched byte by byte for name, number and address; none was found.")
            : new PlaceReport(
                Name, PlaceOutcome.LeftToOthers,
                $"The person's name, number or address is in {string.Join(", ", found)}, which the hub does not own. Delete it there.");
    }

    private static bool Holds(string path, IReadOnlyList<string> texts, CancellationToken ct)
    {
        List<byte[]> needles = [.. texts.SelectMany(text => new[] { Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text) })];
        var overlap = needles.Max(needle => needle.Length) - 1;
        var bytes = new byte[Piece + overlap];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            for (var kept = 0; file.ReadAtLeast(bytes.AsSpan(kept), Piece, throwOnEndOfStream: false) is var read and > 0;)
            {
                ct.ThrowIfCancellationRequested();
                var all = bytes.AsSpan(0, kept + read);
                foreach (var needle in needles)
                {
                    if (all.IndexOf(needle) >= 0)
                    {
                        return true;
                    }
                }

                kept = Math.Min(overlap, all.Length);
                all[^kept..].CopyTo(bytes);
            }
        }
        catch (FileNotFoundException)
        {
            // It went away meanwhile: a checkpoint or a segment of the index.
        }

        return false;
    }
}
