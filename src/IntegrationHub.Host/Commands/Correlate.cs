using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Correlation;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Host.Correlation;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub correlate --input reports.csv --output incidents.csv</c>: what the correlation would have made of a history, seeing only the past.</summary>
public static class Correlate
{
    private static readonly Option<string> s_input = new("--input")
    {
        Description = "CSV with the columns " + string.Join(',', ReportsFile.Columns) + ", in any order; others may stand beside them.",
        Required = true,
    };

    private static readonly Option<string?> s_output = new("--output") { Description = "CSV with incident_id,detected_at,case_id,reason: a line for every linked case." };

    private static readonly Option<string?> s_truth = new("--truth") { Description = "CSV with case_id,fault_id; or a column fault in the input. Then it is said how right it was." };

    private static readonly Option<double?> s_threshold = Threshold();

    private static readonly Option<string?> s_settings = new("--settings") { Description = "What if the settings were those of this JSON file? Both are run; the output is of these." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("correlate", "Back-test of the correlation on history.") { s_input, s_output, s_truth, s_threshold, s_settings, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var file = Read(context.PathOf(parsed.GetRequiredValue(s_input)), ReportsFile.Read);
            var truth = parsed.GetValue(s_truth) is { } told ? Read(context.PathOf(told), ReportsFile.ReadTruth) : file.Truth;
            var present = CorrelationOptions.Read(CommandContext.Settings());
            var wanted = parsed.GetValue(s_settings) is { } path ? CorrelationOptions.OfFile(context.PathOf(path)) : present;
            wanted = parsed.GetValue(s_threshold) is { } threshold ? wanted with { DeclareAt = threshold } : wanted;
            var runs = new List<BacktestRun> { Run("as wanted", file, wanted, truth, ct) };
            if (!ReferenceEquals(wanted, present))
            {
                runs.Add(Run("as now", file, present, truth, ct));
            }

            if (parsed.GetValue(s_output) is { } output)
            {
                await using var writer = new StreamWriter(context.PathOf(output), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                CorrelationFiles.WriteLinks(writer, runs[0].Links);
            }

            var json = parsed.GetValue(HubCommands.Json);
            await context.Out.WriteLineAsync(json ? Json(file, runs) : Text(file, runs));
            return 0;
        });
        return command;
    }

    private static T Read<T>(string path, Func<TextReader, T> read)
    {
        using var text = new StreamReader(path, Encoding.UTF8);
        return read(text);
    }

    private static BacktestRun Run(string name, ReportsFile file, CorrelationSettings settings, IReadOnlyDictionary<string, string> truth, CancellationToken ct)
    {
        List<BacktestLink> links = [.. Backtest.Run(file.Reports.TakeWhile(_ => !ct.IsCancellationRequested), settings)];
        ct.ThrowIfCancellationRequested();
        return new BacktestRun(name, links, truth.Count == 0 ? null : BacktestScore.Of(links, file.Reports, truth));
    }

    private static string Json(ReportsFile file, List<BacktestRun> runs) => JsonSerializer.Serialize(
        new { reports = file.Reports.Count, leftOut = file.LeftOut, runs = runs.Select(run => new { run.Name, run.Incidents, linked = run.Links.Count, run.Score }) },
        HubCommands.ReportJson);

    private static string Text(ReportsFile file, List<BacktestRun> runs)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{file.Reports.Count:N0} reports read, {file.LeftOut:N0} lines left out (no id or time).");
        foreach (var run in runs)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{(runs.Count > 1 ? run.Name + ": " : "")}{run.Incidents:N0} incidents with {run.Links.Count:N0} cases.");
            if (run.Score is { } score)
            {
                text.Append(CultureInfo.InvariantCulture, $" Found {score.Found} of {score.Faults} faults ({score.FoundPart:P1}), {score.FalseADay:0.00} false incidents a day, {score.Again} found twice; {score.LinkedRight:P1} of the linked cases right, {score.Recall:P1} of the faults' cases linked; median delay: report {score.MedianDelay:0.#}.");
            }
        }

        return text.ToString();
    }

    private static Option<double?> Threshold()
    {
        var option = new Option<double?>("--threshold") { Description = "What if an incident were declared at this evidence, in nats? Both are run." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (> 0 and < 1_000)))
            {
                result.AddError("--threshold takes a number above 0 and below 1000; the present one is 9.8 unless it is set.");
            }
        });
        return option;
    }

    private sealed record BacktestRun(string Name, IReadOnlyList<BacktestLink> Links, BacktestScore? Score)
    {
        public int Incidents => Links.Select(link => link.Incident).Distinct().Count();
    }
}
