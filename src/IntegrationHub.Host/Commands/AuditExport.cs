using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Audit;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub audit export CASE [--as-of TIME] --output DIR</c>: what an auditor takes away.</summary>
public static class AuditExport
{
    private static readonly Argument<string> s_case = new("CASE") { Description = "The case's number." };
    private static readonly Option<string?> s_asOf = AsOf();
    private static readonly Option<string> s_output = new("--output") { Description = "The folder to make.", Required = true };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("export", "Writes a package for the auditor: events, timeline, chain proof and a readable page.") { s_case, s_asOf, s_output, HubCommands.Json };
        command.SetAction((parsed, ct) => RunAsync(parsed, context, ct));
        return command;
    }

    private static Option<string?> AsOf()
    {
        var asOf = new Option<string?>("--as-of") { Description = "Only what the hub knew then; RFC 3339, for example 2026-11-24T08:00:00Z." };
        asOf.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Time(text) is null)
            {
                result.AddError("--as-of takes an RFC 3339 time, for example 2026-11-24T08:00:00Z.");
            }
        });
        return asOf;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var said = parsed.GetRequiredValue(s_case);
        if (!CaseNumber.TryParse(said, out var number))
        {
            throw new InvalidDataException($"{said} is no case number: 8 to 12 digits, the last a check digit, for example 10000016.");
        }

        var data = parsed.GetRequiredValue(HubCommands.Data);
        LogCommands.Existing(context.PathOf(data));
        var output = context.PathOf(parsed.GetRequiredValue(s_output));
        return await context.WithDataAsync(data, async directory =>
        {
            var settings = AuditSettings.Read(CommandContext.Settings(), directory.Path);
            if (context.Running is null)
            {
                using var keeper = settings.Keeper(context.Clock);
                await keeper.CatchUpAsync(directory.Log, ct);
            }

            var export = new CaseExport(directory, settings, context.Clock);
            var manifest = await export.RunAsync(number, Time(parsed.GetValue(s_asOf)), output, ct);
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json)
                ? JsonSerializer.Serialize(new { Case = number.Value, Output = output, manifest.Events, manifest.KeyId }, HubCommands.ReportJson)
                : string.Create(CultureInfo.InvariantCulture, $"""
                    {manifest.Events} events of case {number} are in {output}. Begin with index.html.
                    Check it anywhere, without the hub's data: hub audit check {output}
                    It is signed with the key {manifest.KeyId}. It holds personal data in the clear: give it only to those who may see them.
                    """));
            return 0;
        });
    }

    private static DateTimeOffset? Time(string? text) =>
        text is not null && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
