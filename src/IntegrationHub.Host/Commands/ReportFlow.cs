using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Reports;
using IntegrationHub.Host.Reports;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub report flow [--by team|line] [--replay-guard FILE]</c>: how cases moved between teams, from the log or from a file.</summary>
public static class ReportFlow
{
    private static readonly Option<string?> s_by = new Option<string?>("--by") { Description = "Split by team or by organisation line." }
        .AcceptOnlyFromAmong("team", "line");

    private static readonly Option<string?> s_guard = new("--replay-guard")
    {
        Description = "Instead of the log: an incident log (VINST or ServiceNow, CSV, .gz is unpacked), and what the bounce rule would have done to it.",
    };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("flow", "Handovers, bounces and throughput.") { s_by, s_guard, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(s_guard) is { } file)
            {
                await GuardAsync(context.PathOf(file), parsed.GetValue(HubCommands.Json), context);
                return 0;
            }

            var log = EventLogSettings.Read(CommandContext.Settings())
                .OpenForReading(context.PathOf(parsed.GetRequiredValue(HubCommands.Data)), context.Clock, NullLogger.Instance);
            await using var closing = (IAsyncDisposable)log;
            await PrintAsync(log, new EventCodec(new NoPersonKeys()), supplier: null, parsed.GetValue(s_by), parsed.GetValue(HubCommands.Json), context.Out, ct);
            return 0;
        });
        return command;
    }

    /// <summary>Reads the log once and prints the figures.</summary>
    /// <param name="log">The log.</param>
    /// <param name="codec">Reads its events; personal texts are not needed.</param>
    /// <param name="supplier">Only what this supplier said; null for all.</param>
    /// <param name="by"><c>team</c>, <c>line</c> or null.</param>
    /// <param name="json">One JSON object instead of a table.</param>
    /// <param name="output">Where to.</param>
    /// <param name="ct">Ends the reading.</param>
    internal static async Task PrintAsync(
        IEventLog log, EventCodec codec, string? supplier, string? by, bool json, TextWriter output, CancellationToken ct)
    {
        var report = new FlowReport();
        var reported = StoredTypes.NameOf(typeof(SupplierReported));
        await foreach (var recorded in log.ReadAllAsync(LogPosition.Start, ct))
        {
            if (recorded.Type == reported && codec.Decode(recorded).Fact is SupplierReported { Team: { } team } said
                && (supplier is null || said.Supplier == supplier))
            {
                report.Add(recorded.Stream, team, said.Details?.GetValueOrDefault("orgline"), said.Substatus, said.At);
            }
        }

        var groups = by switch { "team" => report.ByTeam(), "line" => report.ByLine(), _ => null };
        await output.WriteLineAsync(json
            ? groups is null ? JsonSerializer.Serialize(report.Figures(), HubCommands.ReportJson) : JsonSerializer.Serialize(groups, HubCommands.ReportJson)
            : groups is null ? Table(report.Figures()) : Table(groups));
    }

    private static async Task GuardAsync(string file, bool json, CommandContext context)
    {
        var (layout, history) = await context.WithProgressAsync(
            "Incident log", HistoryFile.Blocks(file), json, told => Task.FromResult(HistoryFile.Read(file, told)));
        var report = GuardReport.Of(layout, history);
        if (json)
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, HubCommands.ReportJson));
        }
        else
        {
            GuardTable.Write(report, context.Out);
        }
    }

    private static string Table(FlowFigures f) => string.Create(CultureInfo.InvariantCulture, $"""
        cases, events                                    {f.Cases:N0}, {f.Events:N0}
        teams                                            {f.Teams:N0}
        handovers per case: mean, median, max            {f.HandoversMean}, {f.HandoversMedian:0.#}, {f.HandoversMax}
        cases without a handover                         {f.CasesWithoutHandover:N0}
        ping-pong cases, bounces                         {f.PingPongCases:N0}, {f.Bounces:N0}
        worst pair                                       {string.Join(", ", f.WorstPair)}
        top handover                                     {string.Join(", ", f.TopHandover)}
        returned cases                                   {f.ReturnedCases:N0}
        cases only in first-line teams                   {f.FirstLineCases:N0}
        cases that waited for the user                   {f.WaitUserCases:N0}
        median days by 0, 1, 2, 3+ handovers             {string.Join(", ", f.ThroughputMedianDays.Select(d => d.ToString("0.0", CultureInfo.InvariantCulture)))}
        """);

    private static string Table(IReadOnlyList<FlowGroup> groups) => string.Join('\n',
        groups.Select(g => $"{g.Name,-20} {g.Cases,8} {g.Events,8} {g.HandedOver,8} {g.TakenOver,8} {g.Bounces,8}")
            .Prepend($"{"name",-20} {"cases",8} {"events",8} {"given",8} {"taken",8} {"bounces",8}"));
}
