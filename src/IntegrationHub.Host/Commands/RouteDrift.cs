using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing.Learning;
using IntegrationHub.Host.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub route drift [--days 28]</c>: how often another desk solved a case than it was routed to, lately and before.</summary>
public static class RouteDrift
{
    private static readonly Option<int> s_days = Days();

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("drift", "How often a case was solved elsewhere than it was routed to, lately against before.") { s_days, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var log = EventLogSettings.Read(CommandContext.Settings())
                .OpenForReading(context.PathOf(parsed.GetRequiredValue(HubCommands.Data)), context.Clock, NullLogger.Instance);
            await using var closing = (IAsyncDisposable)log;
            var cases = await CaseHistoryReading.FoldAsync(log, EventCodec.WithoutTexts, ct);
            var drift = RoutingDrift.Of(cases.All, context.Clock.GetUtcNow().AddDays(-parsed.GetValue(s_days)));
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json) ? JsonSerializer.Serialize(drift, HubCommands.ReportJson) : Table(drift));
            return 0;
        });
        return command;
    }

    private static Option<int> Days()
    {
        var days = new Option<int>("--days") { Description = "How many days back recent begins.", DefaultValueFactory = _ => 28 };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 36_500)
            {
                result.AddError("--days takes a whole number from 1 to 36500.");
            }
        });
        return days;
    }

    private static string Table(RoutingDrift drift) => string.Create(CultureInfo.InvariantCulture, $"""
        solved since {drift.Since:yyyy-MM-dd}, elsewhere than routed    {drift.Recent.Solved:N0}, {drift.Recent.Wrong:N0} ({Share(drift.Recent)})
        solved before, elsewhere than routed              {drift.Before.Solved:N0}, {drift.Before.Wrong:N0} ({Share(drift.Before)})
        {(drift.Drifting ? "The router errs more than before, beyond chance. Train it anew: hub route train --from-log" : "No more than chance lies between the two.")}
        """);

    private static string Share(RoutedAndSolved cases) => cases.Share?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "-";
}
