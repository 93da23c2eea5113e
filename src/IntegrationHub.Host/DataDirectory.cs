using System.Security.Cryptography;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host;

/// <summary>Everything that the hub keeps, opened from one directory.</summary>
/// <param name="Path">The directory.</param>
/// <param name="Log">The truth; here, or in a database of its own.</param>
/// <param name="Keys">The persons' keys, apart from the log.</param>
/// <param name="Codec">Events to and from their stored form.</param>
public sealed record DataDirectory(string Path, IEventLog Log, PersonKeyFile Keys, EventCodec Codec) : IAsyncDisposable
{
    private const int MasterKeyBytes = 32;

    private FileStream? Held { get; init; }

    /// <summary>Opens the directory, made at first use.</summary>
    /// <param name="path">Relative paths are relative to where the caller stands.</param>
    /// <param name="masterKey">Base64 of 32 bytes (<c>Privacy:MasterKey</c>); null for one that is made at first use and kept in the directory.</param>
    /// <param name="settings">Where the log is.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Is told which node a log elsewhere is at.</param>
    /// <exception cref="EventLogException">Another process has the directory, or the log is damaged.</exception>
    public static DataDirectory Open(string path, string? masterKey, EventLogSettings settings, TimeProvider clock, ILogger logger)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        var held = DataLock.Take(full);
        try
        {
            var log = settings.Open(full, clock, logger);
            var keys = PersonKeyFile.Open(System.IO.Path.Combine(full, "keys.db"), MasterKey(full, masterKey));
            return new DataDirectory(full, log, keys, new EventCodec(keys)) { Held = held };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Log).DisposeAsync();
        Keys.Dispose();
        Held?.Dispose();
    }

    private static byte[] MasterKey(string directory, string? configured)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            var key = new byte[MasterKeyBytes];
            return Convert.TryFromBase64String(configured, key, out var length) && length == MasterKeyBytes
                ? key
                : throw new InvalidOperationException("Privacy:MasterKey must be base64 of 32 bytes; make one with: openssl rand -base64 32");
        }

        var file = System.IO.Path.Combine(directory, "master.key");
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var made = new FileStream(file, options);
            made.Write(RandomNumberGenerator.GetBytes(MasterKeyBytes));
            made.Flush(flushToDisk: true);
        }

        return File.ReadAllBytes(file);
    }
}
