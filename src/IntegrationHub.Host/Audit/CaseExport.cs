using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Host.Audit;

/// <summary>Writes a case as a package that an auditor can read and check without the hub.</summary>
internal sealed class CaseExport(DataDirectory data, AuditSettings settings, TimeProvider clock)
{
    /// <summary>The files of a package, beside <see cref="PackageManifest.Name"/>.</summary>
    public const string EventsFile = "events.jsonl", ProofFile = "proof.json", KeyFile = "key.pem";

    private static readonly JsonSerializerOptions s_shown = new(CaseEndpoints.Shown) { WriteIndented = true };
    private static readonly JsonSerializerOptions s_packed = new(PackedEvent.Json) { WriteIndented = true };

    /// <summary>Writes the package.</summary>
    /// <param name="number">The case.</param>
    /// <param name="asOf">Only what the hub knew then; null for all.</param>
    /// <param name="output">A folder that is not there yet, or empty. It is there whole or not at all.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="IOException">The folder is not empty, there is no such case, or the log is not as it was chained.</exception>
    public async Task<PackageManifest> RunAsync(CaseNumber number, DateTimeOffset? asOf, string output, CancellationToken ct)
    {
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
        {
            throw new IOException($"{output} is not empty, and nothing there is overwritten. Name another folder with --output.");
        }

        var loaded = await new CaseStore(data.Log, data.Codec).LoadAsync(number, ct);
        var known = loaded.History.Where(e => asOf is null || e.Recorded.RecordedAt <= asOf).ToList();
        if (known.Count == 0)
        {
            throw new IOException(loaded.History.Count == 0 ? $"There is no case {number}." : $"The hub did not know of case {number} then; its first event was recorded later.");
        }

        var beside = output + ".part";
        if (Directory.Exists(beside))
        {
            Directory.Delete(beside, recursive: true); // Of one that was killed.
        }

        Directory.CreateDirectory(beside);
        var manifest = await WriteAsync(beside, number, known, asOf, ct);
        if (Directory.Exists(output))
        {
            Directory.Delete(output);
        }

        Directory.Move(beside, output);
        return manifest;
    }

    private async Task<PackageManifest> WriteAsync(string folder, CaseNumber number, List<Known> known, DateTimeOffset? asOf, CancellationToken ct)
    {
        using var key = settings.Key();
        var now = clock.GetUtcNow();
        var timeline = CaseTimeline.Of(number, known, now, asOf, CaseEndpoints.Shown);
        var proof = await new ProofMaker(settings, key, clock).ProveAsync([.. known.Select(e => e.Recorded)], ct);
        var lines = known.Select((e, index) => JsonSerializer.Serialize(
            PackedEvent.Of(proof.Ordinals[index], e.Recorded, timeline.Events[index].Data), PackedEvent.Json));
        await File.WriteAllTextAsync(Path.Combine(folder, EventsFile), string.Join('\n', lines) + "\n", ct);
        await WriteJsonAsync(folder, "timeline.json", timeline, s_shown, ct);
        await WriteJsonAsync(folder, ProofFile, proof, s_packed, ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), CasePage.Of(timeline, proof, asOf, now), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "verify.md"), CheckingText.Of(number.Value, Core.Audit.AuditKey.IdOf(key)), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, KeyFile), key.ExportSubjectPublicKeyInfoPem() + "\n", ct);
        var manifest = PackageManifest.Sign(folder, number.Stream, asOf, now, known.Count, key);
        await WriteJsonAsync(folder, PackageManifest.Name, manifest, s_packed, ct);
        return manifest;
    }

    private static Task WriteJsonAsync<T>(string folder, string name, T content, JsonSerializerOptions json, CancellationToken ct) =>
        File.WriteAllTextAsync(Path.Combine(folder, name), JsonSerializer.Serialize(content, json) + "\n", ct);
}
