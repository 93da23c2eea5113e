using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Audit;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Audit;

/// <summary>What the check of a package found.</summary>
/// <param name="Events">How many events it holds.</param>
/// <param name="KeyId">Whose signature it was checked with.</param>
/// <param name="Faults">One sentence each; empty when the package is as the hub made it.</param>
internal sealed record CheckedPackage(int Events, string KeyId, IReadOnlyList<string> Faults);

/// <summary>Checks a package with nothing but itself: files against the signed manifest, events against proof and signed checkpoints.</summary>
internal static class PackageCheck
{
    /// <summary>Checks the package.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="trusted">The public key that must have signed it, PEM; null for the one in the package.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="IOException">The folder is no package.</exception>
    public static async Task<CheckedPackage> RunAsync(string folder, string? trusted, CancellationToken ct)
    {
        try
        {
            var manifest = Read<PackageManifest>(await File.ReadAllTextAsync(Path.Combine(folder, PackageManifest.Name), ct));
            var proof = Read<ChainProof>(await File.ReadAllTextAsync(Path.Combine(folder, CaseExport.ProofFile), ct));
            var lines = await File.ReadAllLinesAsync(Path.Combine(folder, CaseExport.EventsFile), ct);
            using var key = SigningKey.Read(trusted ?? await File.ReadAllTextAsync(Path.Combine(folder, CaseExport.KeyFile), ct), "The public key");
            var events = lines.Select(line => Read<PackedEvent>(line).Recorded()).ToList();
            return new CheckedPackage(events.Count, AuditKey.IdOf(key), [.. Faults(folder, manifest, proof, events, key)]);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidDataException)
        {
            return new CheckedPackage(0, "", [$"A file of the package cannot be read: {fault.Message}"]);
        }
    }

    private static IEnumerable<string> Faults(string folder, PackageManifest manifest, ChainProof proof, List<RecordedEvent> events, ECDsa key)
    {
        if (!AuditKey.HasSigned(key, manifest.SignedText, manifest.Signature) || manifest.KeyId != AuditKey.IdOf(key))
        {
            yield return $"The manifest is not signed with this key ({AuditKey.IdOf(key)}), or was changed.";
        }

        var found = PackageManifest.Sums(folder);
        foreach (var name in manifest.Files.Keys.Union(found.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!manifest.Files.TryGetValue(name, out var sum))
            {
                yield return $"{name} is not part of the package.";
            }
            else if (found.GetValueOrDefault(name) is not { } now || now != sum)
            {
                yield return found.ContainsKey(name) ? $"{name} was changed." : $"{name} is missing.";
            }
        }

        foreach (var segment in proof.Segments.Where(segment => !segment.Checkpoint.IsSignedBy(key)))
        {
            yield return FormattableString.Invariant($"The checkpoint at ordinal {segment.Checkpoint.Ordinal} is not signed with this key, or was changed.");
        }

        if (proof.Stream != manifest.Subject || events.Count != manifest.Events)
        {
            yield return FormattableString.Invariant($"The manifest is about {manifest.Events} events of {manifest.Subject}, but here are {events.Count} of {proof.Stream}.");
        }

        foreach (var fault in proof.Faults(events))
        {
            yield return fault;
        }
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, PackedEvent.Json) ?? throw new JsonException("It is empty.");
}
