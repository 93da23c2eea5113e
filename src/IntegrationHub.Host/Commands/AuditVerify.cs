using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Core.Audit;
using IntegrationHub.Host.Audit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub audit verify [--from P --to P] [--checkpoints DIR] [--key FILE]</c>: whether the log is still what it was.</summary>
public static class AuditVerify
{
    private static readonly Option<long?> s_from = new("--from") { Description = "The first position; checked from the checkpoint before it." };
    private static readonly Option<long?> s_to = new("--to") { Description = "The last position; checked to the checkpoint after it." };
    private static readonly Option<string?> s_checkpoints = new("--checkpoints") { Description = "Checkpoints that were kept elsewhere, beside the hub's own." };
    private static readonly Option<string?> s_key = new("--key") { Description = "The only public key to trust (PEM)." };

    private static readonly JsonSerializerOptions s_json = new(HubCommands.ReportJson) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("verify", "Recomputes the hash chain over the log and compares signed checkpoints; exit code 1 names the first broken position.")
        {
            s_from, s_to, s_checkpoints, s_key, HubCommands.Json,
        };
        command.SetAction((parsed, ct) => RunAsync(parsed, context, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var data = context.PathOf(parsed.GetRequiredValue(HubCommands.Data));
        var where = EventLogSettings.Read(CommandContext.Settings());
        var file = where.Kurrent is null ? LogCommands.Existing(data) : null;
        var (from, to, json) = (parsed.GetValue(s_from), parsed.GetValue(s_to), parsed.GetValue(HubCommands.Json));
        var elsewhere = parsed.GetValue(s_checkpoints) is { } folder ? context.PathOf(folder) : null;
        if (elsewhere is not null && !Directory.Exists(elsewhere))
        {
            throw new DirectoryNotFoundException($"There is no folder {elsewhere}. Name the one where checkpoints were kept.");
        }

        var trusted = parsed.GetValue(s_key) is { } key ? await File.ReadAllTextAsync(context.PathOf(key), ct) : null;
        var settings = AuditSettings.Read(CommandContext.Settings(), data);
        var log = where.OpenForReading(data, context.Clock, NullLogger.Instance);
        await using var closing = (IAsyncDisposable)log;
        var verification = new LogVerification(settings, log, file);
        var started = context.Clock.GetTimestamp();
        var verified = await context.WithProgressAsync(
            "Events", (int)Math.Clamp(((file is null ? 0 : new FileInfo(file).Length) / 1000) + 1, 1, int.MaxValue), json,
            told => verification.RunAsync(from, to, elsewhere, trusted, told, ct));
        var took = context.Clock.GetElapsedTime(started).TotalSeconds;
        if (json)
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(new
            {
                Ok = verified.Broken is null,
                verified.Events,
                verified.Checkpoints,
                verified.Unchained,
                Ordinal = verified.State.Count - 1,
                Position = verified.State.Position.Value,
                verified.State.Hash,
                verified.Broken,
                Seconds = Math.Round(took, 3),
            }, s_json));
        }
        else
        {
            await PrintAsync(verified, took, context.Out);
        }

        return verified.Broken is null ? 0 : 1;
    }

    private static async Task PrintAsync(Verified verified, double took, TextWriter output)
    {
        if (verified.Broken is { } broken)
        {
            var stands = broken.Stream is null ? "" : FormattableString.Invariant($", stream {broken.Stream} revision {broken.Revision}");
            await output.WriteLineAsync(FormattableString.Invariant(
                $"BROKEN ({Word(broken.Fault)}) at position {broken.Position}, ordinal {broken.Ordinal}{stands}. {broken.What}"));
            return;
        }

        await output.WriteLineAsync(FormattableString.Invariant(
            $"The log is what it was: {verified.Events:N0} events verified in {took:0.0} s, {verified.Checkpoints:N0} signed checkpoints agree."));
        if (verified.Unchained > 0)
        {
            await output.WriteLineAsync(FormattableString.Invariant(
                $"{verified.Unchained:N0} of them are newer than the kept chain; the running hub chains them in a moment, or the next start does."));
        }

        await output.WriteLineAsync(FormattableString.Invariant(
            $"Ordinal {verified.State.Count - 1}, position {verified.State.Position.Value}, chain {verified.State.Hash}"));
    }

    private static string Word(ChainFault fault) => JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());
}
