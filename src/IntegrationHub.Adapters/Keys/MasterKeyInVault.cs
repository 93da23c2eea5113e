using System.Security.Cryptography;
using System.Text.Json;

namespace IntegrationHub.Adapters.Keys;

/// <summary>The master key in a file of the data directory, wrapped by a key vault: without the vault the file opens nothing.</summary>
/// <param name="directory">The data directory.</param>
/// <param name="vault">Asked once at start, and for a change.</param>
public sealed class MasterKeyInVault(string directory, KeyVault vault) : IMasterKeyHome
{
    private readonly string _now = Path.Combine(directory, "master.wrapped");
    private readonly string _next = Path.Combine(directory, "master.wrapped.next");
    private readonly string _plain = Path.Combine(directory, "master.key");

    /// <inheritdoc/>
    /// <remarks>A master key that lay in the directory unwrapped is taken over, and its file overwritten and deleted.</remarks>
    public async Task<MasterKeys> ReadAsync(CancellationToken ct)
    {
        if (!File.Exists(_now))
        {
            await WrapAsync(_now, File.Exists(_plain) ? await File.ReadAllBytesAsync(_plain, ct) : RandomNumberGenerator.GetBytes(KeyTables.KeyBytes), ct);
        }

        var keys = new MasterKeys(await UnwrapAsync(_now, ct), File.Exists(_next) ? await UnwrapAsync(_next, ct) : null);
        if (File.Exists(_plain))
        {
            SecretFile.Overwrite(_plain); // Only now: the vault has shown that it gives the key back.
            File.Delete(_plain);
        }

        return keys;
    }

    /// <inheritdoc/>
    public async Task<byte[]> BeginChangeAsync(CancellationToken ct)
    {
        if (!File.Exists(_next))
        {
            await WrapAsync(_next, RandomNumberGenerator.GetBytes(KeyTables.KeyBytes), ct);
        }

        return await UnwrapAsync(_next, ct);
    }

    /// <inheritdoc/>
    public Task<string?> EndChangeAsync(CancellationToken ct)
    {
        File.Move(_next, _now, overwrite: true);
        return Task.FromResult<string?>(null);
    }

    private async Task WrapAsync(string path, byte[] key, CancellationToken ct) =>
        await SecretFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(await vault.WrapAsync(key, ct)), ct);

    private async Task<byte[]> UnwrapAsync(string path, CancellationToken ct) =>
        await vault.UnwrapAsync(JsonSerializer.Deserialize<WrappedKey>(await File.ReadAllBytesAsync(path, ct))!, ct);
}
