using System.Security.Cryptography;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host;

/// <summary>Everything that the hub keeps, opened from one directory.</summary>
/// <param name="Path">The directory.</param>
/// <param name="Log">The truth.</param>
/// <param name="Keys">The persons' keys, apart from the log.</param>
/// <param name="Codec">Events to and from their stored form.</param>
public sealed record DataDirectory(string Path, SqliteEventLog Log, PersonKeyFile Keys, EventCodec Codec) : IAsyncDisposable
{
    private const int MasterKeyBytes = 32;

    /// <summary>Opens the directory, made at first use.</summary>
    /// <param name="path">Relative paths are relative to where the caller stands.</param>
    /// <param name="masterKey">Base64 of 32 bytes (<c>Privacy:MasterKey</c>); null for one that is made at first use and kept in the directory.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="EventLogException">Another process has the directory, or the log is damaged.</exception>
    public static DataDirectory Open(string path, string? masterKey, TimeProvider clock)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        var log = SqliteEventLog.Open(System.IO.Path.Combine(full, "log.db"), clock);
        var keys = PersonKeyFile.Open(System.IO.Path.Combine(full, "keys.db"), MasterKey(full, masterKey));
        return new DataDirectory(full, log, keys, new EventCodec(keys));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Keys.Dispose();
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
