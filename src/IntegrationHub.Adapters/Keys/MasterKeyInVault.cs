using System.Security.Cryptography;
using System.Text.Json;

namespace IntegrationHub.Adapters.Keys;

/// <summary>The master key wrapped by a key vault: without the vault, what lies here opens nothing.</summary>
/// <param name="directory">The data directory, where an unwrapped one may lie from before.</param>
/// <param name="shelf">Where it lies wrapped: the data directory, or the database that several hubs share.</param>
/// <param name="vault">Asked once at start, and for a change.</param>
public sealed class MasterKeyInVault(string directory, ISecretShelf shelf, KeyVault vault) : IMasterKeyHome
{
    private const string Now = "master.wrapped";
    private const string Next = "master.wrapped.next";
    private readonly string _plain = Path.Combine(directory, "master.key");

    /// <inheritdoc/>
    /// <remarks>A master key that lay in the directory unwrapped is taken over, and its file overwritten and deleted.</remarks>
    public async Task<MasterKeys> ReadAsync(CancellationToken ct)
    {
        var now = await shelf.ReadAsync(Now, ct)
            ?? await WrapAsync(Now, File.Exists(_plain) ? await File.ReadAllBytesAsync(_plain, ct) : RandomNumberGenerator.GetBytes(KeyTables.KeyBytes), ct);
        var next = await shelf.ReadAsync(Next, ct);
        var keys = new MasterKeys(await UnwrapAsync(now, ct), next is null ? null : await UnwrapAsync(next, ct));
        if (File.Exists(_plain))
        {
            SecretFile.Overwrite(_plain); // Only now: the vault has shown that it gives the key back.
            File.Delete(_plain);
        }

        return keys;
    }

    /// <inheritdoc/>
    public async Task<byte[]> BeginChangeAsync(CancellationToken ct) => await UnwrapAsync(
        await shelf.ReadAsync(Next, ct) ?? await WrapAsync(Next, RandomNumberGenerator.GetBytes(KeyTables.KeyBytes), ct), ct);

    /// <inheritdoc/>
    public async Task<string?> EndChangeAsync(CancellationToken ct)
    {
        await shelf.ReplaceAsync(Now, Next, ct);
        return null;
    }

    private async Task<byte[]> WrapAsync(string name, byte[] key, CancellationToken ct) =>
        await shelf.KeepAsync(name, JsonSerializer.SerializeToUtf8Bytes(await vault.WrapAsync(key, ct)), ct);

    private async Task<byte[]> UnwrapAsync(byte[] wrapped, CancellationToken ct) =>
        await vault.UnwrapAsync(JsonSerializer.Deserialize<WrappedKey>(wrapped)!, ct);
}
