using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Reports;
using IntegrationHub.Core.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub report orders [--from DAY] [--to DAY] [--by type|supplier|organisation]</c>: lead times and punctuality, from the log alone.</summary>
public static class ReportOrders
{
    private static readonly Option<DateOnly?> s_from = new("--from") { Description = "The first day, for example 2026-11-01." };
    private static readonly Option<DateOnly?> s_to = new("--to") { Description = "The last day." };
    private static readonly Option<string?> s_by = new Option<string?>("--by") { Description = "Split by type, supplier or organisation." }.AcceptOnlyFromAmong([.. OrderRow.Splits]);

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("orders", "Lead time from the first wish and from the order, on time and in full, open orders by age.") { s_from, s_to, s_by, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var log = EventLogSettings.Read(CommandContext.Settings())
                .OpenForReading(context.PathOf(parsed.GetRequiredValue(HubCommands.Data)), context.Clock, NullLogger.Instance);
            await using var closing = (IAsyncDisposable)log;
            var (sums, rows) = (new TallyFold<OrderRow>(OrderRow.View), new Dictionary<string, OrderRow>(StringComparer.Ordinal));
            await foreach (var batch in log.ReadDecodedAsync(EventCodec.WithoutTexts, recorded => OrderRow.View.Types!.Contains(recorded.Type), LogPosition.Start, ct))
            {
                foreach (var known in batch.Events)
                {
                    sums.Add(known);
                    if (OrderRow.View.KeyOf(known) is { } key && OrderRow.View.Apply(rows.GetValueOrDefault(key), known) is { } row)
                    {
                        rows[key] = row;
                    }
                }
            }

            var report = OrderReport.Of(
                sums.Tallies, rows.Values.Where(row => OrderStatus.Open.Contains(row.Status)).Select(row => row.WishedAt), parsed.GetValue(s_from), parsed.GetValue(s_to), parsed.GetValue(s_by),
                context.Clock.GetUtcNow());
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json) ? JsonSerializer.Serialize(report, HubCommands.ReportJson) : Table(report));
            return 0;
        });
        return command;
    }

    private static string Table(OrderReport report) => string.Join(Environment.NewLine, (report.Groups ?? []).Prepend(new("all", report.Total)).Select(Line)
        .Prepend($"{report.By ?? "",-24} {"lines",8} {"days from wish",15} {"from order",11} {"on time",8} {"in full",8} {"both",8}")
        .Append("open orders by age in days: " + string.Join(", ", report.Open.Select(age => string.Create(CultureInfo.InvariantCulture, $"{age.Days}: {age.Orders}")))));

    private static string Line(OrderGroup group)
    {
        var f = group.Figures;
        return string.Create(CultureInfo.InvariantCulture,
            $"{(group.Name.Length == 0 ? "not known" : group.Name),-24} {f.Lines,8} {Days(f.DaysFromWish),15} {Days(f.DaysFromOrder),11} {Share(f.OnTime),8} {Share(f.InFull),8} {Share(f.OnTimeInFull),8}");
    }

    private static string Days(decimal? days) => days?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";

    private static string Share(decimal? share) => share?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "-";
}
