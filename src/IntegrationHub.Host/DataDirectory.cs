using System.Security.Cryptography;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Privacy;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host;

/// <summary>Everything that the hub keeps, opened from one directory.</summary>
/// <param name="Path">The directory.</param>
/// <param name="Log">The truth; here, or in a database of its own.</param>
/// <param name="Keys">The persons' keys, apart from the log.</param>
/// <param name="Home">Where the key is kept that wraps them.</param>
/// <param name="Codec">Events to and from their stored form.</param>
public sealed record DataDirectory(string Path, IEventLog Log, PersonKeyFile Keys, IMasterKeyHome Home, EventCodec Codec) : IAsyncDisposable
{
    private FileStream? Held { get; init; }

    /// <summary>Opens the directory, made at first use.</summary>
    /// <param name="path">Relative paths are relative to where the caller stands.</param>
    /// <param name="privacy">Where the master key is.</param>
    /// <param name="settings">Where the log is.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Is told which node a log elsewhere is at.</param>
    /// <param name="ct">Ends the wait for a key vault.</param>
    /// <exception cref="EventLogException">Another process has the directory, or the log is damaged.</exception>
    /// <exception cref="SettingsException">The persons' keys are wrapped by another master key.</exception>
    /// <exception cref="IOException">The master key cannot be read.</exception>
    public static async Task<DataDirectory> OpenAsync(
        string path, PrivacySettings privacy, EventLogSettings settings, TimeProvider clock, ILogger logger, CancellationToken ct)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        var held = DataLock.Take(full);
        IEventLog? log = null;
        try
        {
            log = settings.Open(full, clock, logger);
            var home = privacy.Home(full);
            var keys = await OpenKeysAsync(System.IO.Path.Combine(full, "keys.db"), home, ct);
            return new DataDirectory(full, log, keys, home, new EventCodec(keys)) { Held = held };
        }
        catch
        {
            await ((log as IAsyncDisposable)?.DisposeAsync() ?? default);
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

    private static async Task<PersonKeyFile> OpenKeysAsync(string path, IMasterKeyHome home, CancellationToken ct)
    {
        var master = await home.ReadAsync(ct);
        try
        {
            var keys = PersonKeyFile.Open(path, master.Now, master.Next);
            if (master.Next is { } next && keys.IsUnder(next))
            {
                await home.EndChangeAsync(ct); // The change of the master key was cut off after the keys had been wrapped anew.
            }

            return keys;
        }
        catch (CryptographicException)
        {
            throw new SettingsException(
                $"The keys in {path} are wrapped by another master key. Set Privacy:MasterKey (or the vault under Privacy) to the one that " +
                "was used before; without it nothing can be read.");
        }
    }
}
