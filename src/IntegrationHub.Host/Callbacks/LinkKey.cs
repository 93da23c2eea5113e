using System.Security.Cryptography;

namespace IntegrationHub.Host.Callbacks;

/// <summary>The key that links in messages are signed with: 32 bytes in a file, made at first use and readable by its owner only.</summary>
/// <remarks>Nodes that share a log share the file. Whoever replaces it makes every link that was sent useless.</remarks>
internal static class LinkKey
{
    private const int Bytes = 32;

    /// <summary>Reads the key, or makes it.</summary>
    /// <exception cref="IOException">The file cannot be read or written, or holds no such key.</exception>
    public static byte[] Open(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var made = new FileStream(path + ".new", options))
            {
                made.Write(RandomNumberGenerator.GetBytes(Bytes));
                made.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: false);
        }

        return File.ReadAllBytes(path) is { Length: Bytes } key ? key : throw new IOException($"{path} holds no key of {Bytes} bytes. Remove the file, and a new one is made.");
    }
}
