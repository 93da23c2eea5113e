using System.Security.Cryptography;

namespace IntegrationHub.Host.Callbacks;

/// <summary>The key that links in messages are signed with: 32 bytes, made at first use. Whoever replaces it makes every link that was sent useless.</summary>
/// <remarks>
/// In a file of the data directory that only its owner can read; or, where hubs share a key store, wrapped there, as a link that one hub sent
/// comes back to another. It is not derived from the master key: then a change of that would break every link that was sent.
/// </remarks>
internal static class LinkKey
{
    private const int Bytes = 32;

    /// <summary>The key of the hub, or of all the hubs that share its key store; the first of them brings the one that it had.</summary>
    public static byte[] Of(DataDirectory data)
    {
        var file = Path.Combine(data.Path, "link-key");
        return data.Keys.Database is null ? Open(file)
            : data.Keys.Secret("links", () => File.Exists(file) ? Open(file) : RandomNumberGenerator.GetBytes(Bytes));
    }

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
