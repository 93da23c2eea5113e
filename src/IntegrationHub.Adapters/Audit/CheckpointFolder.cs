using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Core.Audit;

namespace IntegrationHub.Adapters.Audit;

/// <summary>A folder of signed checkpoints, one small JSON file each, and of the public keys that they are checked with.</summary>
/// <param name="path">Made at the first checkpoint. It may lie on another machine, and should be copied to one.</param>
public sealed class CheckpointFolder(string path)
{
    private const string Prefix = "checkpoint-";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The ordinals of the checkpoints that lie there, in order.</summary>
    public IReadOnlyList<long> Ordinals() => !Directory.Exists(path) ? [] : [.. Directory.EnumerateFiles(path, Prefix + "*.json")
        .Select(file => System.IO.Path.GetFileNameWithoutExtension(file)[Prefix.Length..])
        .Where(name => name.All(char.IsAsciiDigit)).Select(name => long.Parse(name, CultureInfo.InvariantCulture)).Order()];

    /// <summary>The checkpoint at an ordinal.</summary>
    /// <exception cref="InvalidDataException">The file is no checkpoint.</exception>
    public ChainCheckpoint Read(long ordinal)
    {
        var file = FileOf(ordinal);
        try
        {
            return JsonSerializer.Deserialize<ChainCheckpoint>(File.ReadAllBytes(file), s_json) is { KeyId: not null, Signature: not null } read && read.Ordinal == ordinal
                ? read
                : throw new InvalidDataException($"{file} is no checkpoint at that ordinal.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{file} is no checkpoint: {fault.Message}", fault);
        }
    }

    /// <summary>Adds a checkpoint and, when it is not there yet, its key. One that lies at the ordinal already stays as it is.</summary>
    /// <exception cref="IOException">The folder cannot be written; the same may be tried again.</exception>
    public void Add(ChainCheckpoint checkpoint, ECDsa key)
    {
        Directory.CreateDirectory(path);
        var keyFile = System.IO.Path.Combine(path, $"key-{checkpoint.KeyId}.pem");
        if (!File.Exists(keyFile))
        {
            SafeFile.Write(keyFile, System.Text.Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n"), overwrite: true);
        }

        if (!File.Exists(FileOf(checkpoint.Ordinal)))
        {
            SafeFile.Write(FileOf(checkpoint.Ordinal), JsonSerializer.SerializeToUtf8Bytes(checkpoint, s_json), overwrite: false);
        }
    }

    /// <summary>The public keys that lie there, by id.</summary>
    /// <exception cref="InvalidDataException">A key file holds no key.</exception>
    public IReadOnlyDictionary<string, ECDsa> Keys() => !Directory.Exists(path)
        ? new Dictionary<string, ECDsa>(StringComparer.Ordinal)
        : Directory.EnumerateFiles(path, "key-*.pem").Select(file => SigningKey.Read(File.ReadAllText(file), file))
            .ToDictionary(AuditKey.IdOf, StringComparer.Ordinal);

    private string FileOf(long ordinal) => System.IO.Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{ordinal:D12}.json"));
}
