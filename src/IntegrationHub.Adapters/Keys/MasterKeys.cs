using System.Security.Cryptography;

namespace IntegrationHub.Adapters.Keys;

/// <summary>The master key, and during a change the one that follows it.</summary>
/// <param name="Now">32 bytes.</param>
/// <param name="Next">32 bytes; null when no change is under way.</param>
public sealed record MasterKeys(byte[] Now, byte[]? Next = null);

/// <summary>Where the master key is kept: in the settings, in a file of the data directory, or wrapped by a key vault.</summary>
public interface IMasterKeyHome
{
    /// <summary>The master key, made at first use where the home can make one.</summary>
    /// <exception cref="IOException">It cannot be read just now; the message says what to do.</exception>
    Task<MasterKeys> ReadAsync(CancellationToken ct);

    /// <summary>The key that is to follow, durable before it is returned; the same one again until <see cref="EndChangeAsync"/>.</summary>
    /// <exception cref="IOException">There is none and none can be made; the message says what to do.</exception>
    Task<byte[]> BeginChangeAsync(CancellationToken ct);

    /// <summary>Everything is wrapped by the next key: it takes the place of the one before, which is gone.</summary>
    /// <returns>What is left for the operator to do; null for nothing.</returns>
    Task<string?> EndChangeAsync(CancellationToken ct);
}

/// <summary>The master key as the settings have it: <c>Privacy:MasterKey</c>, and <c>Privacy:NextMasterKey</c> for a change.</summary>
/// <param name="now">32 bytes.</param>
/// <param name="next">32 bytes, or null.</param>
public sealed class MasterKeyInSettings(byte[] now, byte[]? next) : IMasterKeyHome
{
    /// <inheritdoc/>
    public Task<MasterKeys> ReadAsync(CancellationToken ct) => Task.FromResult(new MasterKeys(now, next));

    /// <inheritdoc/>
    public Task<byte[]> BeginChangeAsync(CancellationToken ct) => next is not null
        ? Task.FromResult(next)
        : throw new IOException(
            "Set Privacy:NextMasterKey beside Privacy:MasterKey, start the hub with both, and give the command again. " +
            "Make one with: openssl rand -base64 32");

    /// <inheritdoc/>
    public Task<string?> EndChangeAsync(CancellationToken ct) => Task.FromResult<string?>(
        "Now set Privacy:MasterKey to what Privacy:NextMasterKey has, and take Privacy:NextMasterKey away. Until then the hub starts with both.");
}

/// <summary>The master key in a file of the data directory that only its owner can read: for a hub without anything set.</summary>
/// <param name="directory">The data directory.</param>
public sealed class MasterKeyFile(string directory) : IMasterKeyHome
{
    private readonly string _now = Path.Combine(directory, "master.key");
    private readonly string _next = Path.Combine(directory, "master.key.next");

    /// <inheritdoc/>
    public async Task<MasterKeys> ReadAsync(CancellationToken ct)
    {
        if (!File.Exists(_now))
        {
            await SecretFile.WriteAsync(_now, RandomNumberGenerator.GetBytes(KeyTables.KeyBytes), ct);
        }

        return new MasterKeys(await File.ReadAllBytesAsync(_now, ct), File.Exists(_next) ? await File.ReadAllBytesAsync(_next, ct) : null);
    }

    /// <inheritdoc/>
    public async Task<byte[]> BeginChangeAsync(CancellationToken ct)
    {
        if (!File.Exists(_next))
        {
            await SecretFile.WriteAsync(_next, RandomNumberGenerator.GetBytes(KeyTables.KeyBytes), ct);
        }

        return await File.ReadAllBytesAsync(_next, ct);
    }

    /// <inheritdoc/>
    public Task<string?> EndChangeAsync(CancellationToken ct)
    {
        File.Move(_next, _now, overwrite: true); // The old key opens nothing any more: every key was wrapped anew and the file rewritten.
        return Task.FromResult<string?>(null);
    }
}

/// <summary>Where a wrapped master key lies: in files of the data directory, or where several hubs see it.</summary>
public interface ISecretShelf
{
    /// <summary>What lies there under the name; null for nothing.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken ct);

    /// <summary>Puts it there durably, unless something lies there already.</summary>
    /// <returns>What lies there now.</returns>
    Task<byte[]> KeepAsync(string name, byte[] content, CancellationToken ct);

    /// <summary>Puts what lies under one name in the place of another; nothing when that was done before.</summary>
    /// <param name="name">What is replaced.</param>
    /// <param name="by">What replaces it, and lies there no longer.</param>
    /// <param name="ct">Ends the wait.</param>
    Task ReplaceAsync(string name, string by, CancellationToken ct);
}

/// <summary>Files of one directory, readable by their owner only.</summary>
/// <param name="directory">The data directory.</param>
public sealed class SecretFiles(string directory) : ISecretShelf
{
    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken ct) => File.Exists(At(name)) ? await File.ReadAllBytesAsync(At(name), ct) : null;

    /// <inheritdoc/>
    public async Task<byte[]> KeepAsync(string name, byte[] content, CancellationToken ct)
    {
        if (!File.Exists(At(name)))
        {
            await SecretFile.WriteAsync(At(name), content, ct);
        }

        return await File.ReadAllBytesAsync(At(name), ct);
    }

    /// <inheritdoc/>
    public Task ReplaceAsync(string name, string by, CancellationToken ct)
    {
        File.Move(At(by), At(name), overwrite: true);
        return Task.CompletedTask;
    }

    private string At(string name) => Path.Combine(directory, name);
}

/// <summary>Files that hold a secret: whole or not at all, and readable by their owner only.</summary>
internal static class SecretFile
{
    public static async Task WriteAsync(string path, byte[] content, CancellationToken ct)
    {
        var beside = path + ".new";
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var made = new FileStream(beside, options))
        {
            await made.WriteAsync(content, ct);
            made.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Writes noughts over what is there, so that the disk's block does not keep it.</summary>
    public static void Overwrite(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Write(new byte[file.Length]);
        file.Flush(flushToDisk: true);
    }
}
