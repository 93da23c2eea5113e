using System.Security.Cryptography;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Privacy;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host;

/// <summary>Everything that the hub keeps, opened from one directory.</summary>
/// <param name="Path">The directory.</param>
/// <param name="Log">The truth; here, or in a database of its own.</param>
/// <param name="Keys">The persons' keys, apart from the log; here, or in a database that several hubs share.</param>
/// <param name="Home">Where the key is kept that wraps them.</param>
/// <param name="Codec">Events to and from their stored form.</param>
public sealed record DataDirectory(string Path, IEventLog Log, PersonKeys Keys, IMasterKeyHome Home, EventCodec Codec) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private FileStream? Held { get; init; }

    /// <summary>Whether the log is known to belong to these keys; false while a log elsewhere has not answered yet.</summary>
    public bool KeysChecked { get; private set; }

    /// <summary>Opens the directory, made at first use.</summary>
    /// <param name="path">Relative paths are relative to where the caller stands.</param>
    /// <param name="privacy">Where the master key is.</param>
    /// <param name="settings">Where the log is.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Is told which node a log elsewhere is at.</param>
    /// <param name="ct">Ends the wait for a key vault.</param>
    /// <exception cref="EventLogException">Another process has the directory, or the log is damaged.</exception>
    /// <exception cref="SettingsException">The persons' keys are wrapped by another master key, or are not those of this log.</exception>
    /// <exception cref="IOException">The master key cannot be read, or the database of the keys cannot be used.</exception>
    public static async Task<DataDirectory> OpenAsync(
        string path, PrivacySettings privacy, EventLogSettings settings, TimeProvider clock, ILogger logger, CancellationToken ct)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        var held = DataLock.Take(full);
        IEventLog? log = null;
        PersonKeys? keys = null;
        try
        {
            log = settings.Open(full, clock, logger);
            (keys, var home) = await OpenKeysAsync(full, privacy, clock, ct);
            var data = new DataDirectory(full, log, keys, home, new EventCodec(keys)) { Held = held };
            if (settings.Kurrent is null)
            {
                await data.CheckKeysAsync(clock, ct);
            }
            else
            {
                await data.CheckKeysSoonAsync(clock, ct);
            }

            return data;
        }
        catch
        {
            await ((log as IAsyncDisposable)?.DisposeAsync() ?? default);
            keys?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes sure that the log belongs to these keys.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    /// <exception cref="SettingsException">It belongs to other keys.</exception>
    internal async Task CheckKeysAsync(TimeProvider clock, CancellationToken ct)
    {
        KeysChecked = await KeyStoreNamed.BelongsAsync(Log, Codec, Keys.Id, clock.GetUtcNow(), ct)
            ? true
            : throw new SettingsException(
                $"The keys in {Keys.Name} are not those of this log: nothing that a person wrote could be read. " + (Keys.Database is null
                    ? "Put the keys.db there that was kept with the log (a backup of the log does not hold it). Each log has one key store; hubs that share a log share a key store too (Privacy:KeyStore)."
                    : "Set Privacy:KeyStore to the database that the other hubs on this log have; or move this log's keys.db into an empty one, with: hub keys share"));
    }

    /// <summary>The hub starts without its database, and asks again when that answers: <see cref="KeyStoreCheck"/>.</summary>
    private async Task CheckKeysSoonAsync(TimeProvider clock, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            await CheckKeysAsync(clock, either.Token);
        }
        catch (Exception fault) when (fault is EventLogException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
        }
    }

    /// <summary>Keeps cases that were read lately, and lets go of them whenever a key is destroyed.</summary>
    /// <returns>Null where several hubs share the keys: what another one erased must not be shown until this one hears of it.</returns>
    public RecentCases? RememberCases()
    {
        if (Keys.Database is not null)
        {
            return null;
        }

        var recent = new RecentCases();
        Keys.Dropped += (_, _) => recent.ForgetAll();
        return recent;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Log).DisposeAsync();
        Keys.Dispose();
        Held?.Dispose();
    }

    private static async Task<(PersonKeys Keys, IMasterKeyHome Home)> OpenKeysAsync(string directory, PrivacySettings privacy, TimeProvider clock, CancellationToken ct)
    {
        var database = privacy.KeyStore is { } shared ? KeyDatabase.Open(shared) : null;
        var place = database is null ? System.IO.Path.Combine(directory, "keys.db") : $"{privacy.KeyStore}";
        try
        {
            var home = privacy.Home(directory, database?.Wrapped ?? new SecretFiles(directory));
            var master = await home.ReadAsync(ct);
            var keys = database is null
                ? PersonKeys.Open(place, master.Now, master.Next)
                : PersonKeys.Open(database, () => home.ReadAsync(CancellationToken.None).GetAwaiter().GetResult(), clock);
            if (master.Next is { } next && keys.IsUnder(next))
            {
                await home.EndChangeAsync(ct); // The change of the master key was cut off after the keys had been wrapped anew.
            }

            return (keys, home);
        }
        catch (CryptographicException)
        {
            database?.Dispose();
            throw new SettingsException(
                $"The keys in {place} are wrapped by another master key. Set Privacy:MasterKey (or the vault under Privacy) to the one that " +
                $"{(database is null ? "was used before" : "the other hubs have")}; without it nothing can be read.");
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }
}
