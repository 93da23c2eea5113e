using System.Text;

namespace IntegrationHub.HostTests.Privacy;

/// <summary>Looks for words in the clear, byte by byte: as UTF-8, as UTF-16, JSON-escaped, and in base64 at each of its three offsets.</summary>
internal static class LookingForAPerson
{
    /// <summary>What of the words is in the bytes, as <c>word (form)</c>.</summary>
    public static List<string> In(byte[] bytes, params IReadOnlyList<string> words) =>
        [.. words.SelectMany(word => Forms(word).Where(form => bytes.AsSpan().IndexOf(form.Bytes) >= 0).Select(form => $"{word} ({form.Name})"))];

    /// <summary>What of the words is in the files of a folder, as <c>file: word (form)</c>; files that a running hub has open too.</summary>
    public static List<string> InFolder(string folder, params IReadOnlyList<string> words)
    {
        var found = new List<string>();
        // What is empty holds nothing: locks, which a running hub lets nobody open, and the socket.
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path) is { Exists: true, Length: > 0 }))
        {
            found.AddRange(In(Bytes(path), words).Select(what => $"{Path.GetRelativePath(folder, path)}: {what}"));
        }

        return found;
    }

    /// <summary>A file as it is now; nothing of one that the running hub has just removed, as nothing of it is left to find.</summary>
    private static byte[] Bytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Forms(string word)
    {
        var utf8 = Encoding.UTF8.GetBytes(word);
        yield return ("UTF-8", utf8);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(word));
        yield return ("JSON", Encoding.ASCII.GetBytes(System.Text.Json.JsonSerializer.Serialize(word)[1..^1]));
        foreach (var (name, plain) in new[] { ("base64", utf8), ("base64 of UTF-16", Encoding.Unicode.GetBytes(word)) })
        {
            for (var offset = 0; offset < 3; offset++)
            {
                // What stands before and after decides the first and the last characters; those between are the word's own.
                var encoded = Convert.ToBase64String([.. new byte[offset], .. plain]);
                var (from, to) = ((offset * 8 + 5) / 6, (offset + plain.Length) * 8 / 6);
                yield return (name, Encoding.ASCII.GetBytes(encoded[from..to]));
            }
        }
    }
}
