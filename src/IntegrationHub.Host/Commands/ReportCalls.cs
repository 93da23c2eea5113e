using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Reports;
using IntegrationHub.Core.Views;
using IntegrationHub.Host.Reports;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub report calls [--from DAY] [--to DAY] [--by desk|organisation|hour]</c>: the one number's figures, from the log alone.</summary>
public static class ReportCalls
{
    private static readonly Option<DateOnly?> s_from = new("--from") { Description = "The first day, for example 2026-11-01." };
    private static readonly Option<DateOnly?> s_to = new("--to") { Description = "The last day." };

    private static readonly Option<string?> s_by = new Option<string?>("--by") { Description = "Split by desk, organisation or hour." }
        .AcceptOnlyFromAmong([.. CallTally.Kinds]);

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("calls", "Answer time, abandoned, contained and transferred calls, and how punctual call-backs are.") { s_from, s_to, s_by, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var settings = CommandContext.Settings();
            var log = EventLogSettings.Read(settings)
                .OpenForReading(context.PathOf(parsed.GetRequiredValue(HubCommands.Data)), context.Clock, NullLogger.Instance);
            await using var closing = (IAsyncDisposable)log;
            var (calls, callBacks) = await FoldAsync(log, ct);
            var report = new CallReports((kind, from, to) => calls.Tallies(kind, from, to).Concat(callBacks.Tallies(kind, from, to)), ReportSettings.Read(settings))
                .Of(parsed.GetValue(s_from), parsed.GetValue(s_to), parsed.GetValue(s_by));
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json) ? JsonSerializer.Serialize(report, HubCommands.ReportJson) : Table(report));
            return 0;
        });
        return command;
    }

    private static async Task<(TallyFold<CallRow> Calls, TallyFold<CallBackRow> CallBacks)> FoldAsync(IEventLog log, CancellationToken ct)
    {
        var (calls, callBacks) = (new TallyFold<CallRow>(CallRow.View), new TallyFold<CallBackRow>(CallBackRow.View));
        bool Concerns(RecordedEvent recorded) => CallRow.View.Types!.Contains(recorded.Type) || CallBackRow.View.Types!.Contains(recorded.Type);
        await foreach (var batch in log.ReadDecodedAsync(EventCodec.WithoutTexts, Concerns, LogPosition.Start, ct))
        {
            foreach (var known in batch.Events)
            {
                calls.Add(known);
                callBacks.Add(known);
            }
        }

        return (calls, callBacks);
    }

    private static string Table(CallReport report)
    {
        var f = report.Total;
        var whole = string.Create(CultureInfo.InvariantCulture, $"""
            calls                                            {f.Calls:N0}
            answered, contained, call promised               {f.Answered:N0}, {f.Contained:N0}, {f.Promised:N0}
            abandoned, unknown                               {f.Abandoned:N0}, {f.Unknown:N0}
            transferred                                      {f.Transferred:N0}
            answer time: mean, median, 95 % (s)              {Seconds(f.AnswerTime.MeanSeconds)}, {Seconds(f.AnswerTime.MedianSeconds)}, {Seconds(f.AnswerTime.P95Seconds)}
            answered within                                  {string.Join(", ", f.AnswerTime.Within.Select(within => $"{within.Seconds} s: {Share(within.Share)}"))}
            answer time unknown                              {f.AnswerTime.Unknown:N0}
            call-backs booked, punctual, untimely, missed    {f.CallBacks.Booked:N0}, {f.CallBacks.Punctual:N0}, {f.CallBacks.Untimely:N0}, {f.CallBacks.Missed:N0} (punctual {Share(f.CallBacks.PunctualShare)})
            passwords: self-service, desk, no answer         {f.PasswordSelfService:N0}, {f.PasswordToDesk:N0}, {f.PasswordUnanswered:N0} (saved {(report.PasswordSavedCents is { } saved ? $"{saved / 100m:N0} {report.Currency}" : "-")})
            """);
        return report.Groups is null ? whole : string.Join(Environment.NewLine, report.Groups.Select(Line)
            .Prepend($"{report.By,-20} {"calls",8} {"answered",9} {"contained",9} {"promised",9} {"abandoned",9} {"unknown",8} {"median s",9} {"95 % s",7}").Prepend(whole + Environment.NewLine));
    }

    private static string Line(CallGroup group)
    {
        var f = group.Figures;
        return string.Create(CultureInfo.InvariantCulture,
            $"{(group.Name.Length == 0 ? "not known" : group.Name),-20} {f.Calls,8} {f.Answered,9} {f.Contained,9} {f.Promised,9} {f.Abandoned,9} {f.Unknown,8} {Seconds(f.AnswerTime.MedianSeconds),9} {Seconds(f.AnswerTime.P95Seconds),7}");
    }

    private static string Seconds(decimal? seconds) => seconds?.ToString("0.#", CultureInfo.InvariantCulture) ?? "-";

    private static string Share(decimal? share) => share?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "-";
}
