using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Reports;
using IntegrationHub.Core.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub report invoices [--from DAY] [--to DAY]</c>: how many invoices needed no credit, from the log alone.</summary>
public static class ReportInvoices
{
    private static readonly Option<DateOnly?> s_from = new("--from") { Description = "The first day of issue, for example 2026-11-01." };
    private static readonly Option<DateOnly?> s_to = new("--to") { Description = "The last day." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("invoices", "The share of invoices that need no credit, by supplier and month.") { s_from, s_to, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var log = EventLogSettings.Read(CommandContext.Settings())
                .OpenForReading(context.PathOf(parsed.GetRequiredValue(HubCommands.Data)), context.Clock, NullLogger.Instance);
            await using var closing = (IAsyncDisposable)log;
            var sums = new TallyFold<InvoiceRow>(InvoiceRow.View);
            await foreach (var batch in log.ReadDecodedAsync(EventCodec.WithoutTexts, recorded => InvoiceRow.View.Types!.Contains(recorded.Type), LogPosition.Start, ct))
            {
                foreach (var known in batch.Events)
                {
                    sums.Add(known);
                }
            }

            var report = InvoiceReport.Of(sums.Tallies, parsed.GetValue(s_from), parsed.GetValue(s_to), CityDay.Of(context.Clock.GetUtcNow()));
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json) ? JsonSerializer.Serialize(report, HubCommands.ReportJson) : Table(report));
            return 0;
        });
        return command;
    }

    private static string Table(InvoiceReport report) => string.Join(Environment.NewLine, report.Months.Append(new("all", "", report.Total)).Select(Line)
        .Prepend($"{"supplier",-24} {"month",7} {"invoices",9} {"correct",8} {"share",8} {"refused",8} {"disputed",9} {"credited",9}"));

    private static string Line(InvoiceMonth month)
    {
        var f = month.Figures;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(month.Supplier.Length == 0 ? "not known" : month.Supplier),-24} {month.Month,7} {f.Invoices,9} {f.Correct,8} {f.CorrectShare?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "-",8} {f.Refused,8} {f.Disputed,9} {f.Credited,9}");
    }
}
