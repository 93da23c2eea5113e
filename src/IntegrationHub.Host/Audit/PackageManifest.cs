using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using IntegrationHub.Core.Audit;

namespace IntegrationHub.Host.Audit;

/// <summary>What a package holds, signed by the hub that made it.</summary>
/// <param name="Subject">The stream it is about.</param>
/// <param name="AsOf">The package holds what the hub knew then; null for all.</param>
/// <param name="At">When it was made.</param>
/// <param name="Events">How many events.</param>
/// <param name="Files">SHA-256 of every other file, by name.</param>
/// <param name="KeyId">See <see cref="AuditKey.IdOf"/>.</param>
/// <param name="Signature">Over <see cref="SignedText"/>.</param>
internal sealed record PackageManifest(
    string Subject, DateTimeOffset? AsOf, DateTimeOffset At, int Events, SortedDictionary<string, string> Files, string KeyId, string Signature)
{
    /// <summary>The file's own name.</summary>
    public const string Name = "manifest.json";

    /// <summary>What is signed: lines of UTF-8, each ended by a line feed; one per file in the end, as <c>sha256sum</c> prints them.</summary>
    [JsonIgnore]
    public string SignedText => new StringBuilder("integrationhub package 1\n")
        .Append(Subject).Append('\n').Append(AsOf is { } then ? Time(then) : "-").Append('\n').Append(Time(At)).Append('\n')
        .Append(CultureInfo.InvariantCulture, $"{Events}\n{KeyId}\n")
        .AppendJoin("", Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Value}  {file.Key}\n")).ToString();

    /// <summary>Describes and signs a folder's files.</summary>
    public static PackageManifest Sign(string folder, string subject, DateTimeOffset? asOf, DateTimeOffset at, int events, ECDsa key)
    {
        var manifest = new PackageManifest(subject, asOf, at, events, Sums(folder), AuditKey.IdOf(key), "");
        return manifest with { Signature = AuditKey.Sign(key, manifest.SignedText) };
    }

    /// <summary>SHA-256 of every file of a folder but the manifest.</summary>
    public static SortedDictionary<string, string> Sums(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file), Sum: Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))))
            .Where(file => file.Name != Name).ToDictionary(file => file.Name, file => file.Sum, StringComparer.Ordinal),
        StringComparer.Ordinal);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
