using System.Diagnostics;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.Simulation;

namespace IntegrationHub.Benchmarks;

/// <summary>How right and how fast the correlation is, on made-up months that start with no history, beside the plain way.</summary>
internal static class CorrelationQuality
{
    private const int CasesADay = 480;
    private const int Days = 60;
    private const double MiB = 1024 * 1024;
    private static readonly DateTimeOffset s_start = new(2026, 1, 4, 23, 0, 0, TimeSpan.Zero);

    /// <summary>The rows of the quality table that are about correlation.</summary>
    public static Task<IReadOnlyList<Figure>> RunAsync(Pace pace, CancellationToken ct) => Task.Run(() => Rows(pace, ct), ct);

    private static IReadOnlyList<Figure> Rows(Pace pace, CancellationToken ct)
    {
        var seeds = pace == Pace.Quick ? 4 : 10;
        List<BacktestScore> ours = [], plain = [], calm = [];
        for (var seed = 1; seed <= seeds; seed++)
        {
            ct.ThrowIfCancellationRequested();
            var history = HistorySimulation.Make(new SimulationSettings(CasesADay * Days, Days, seed, s_start)
            {
                FewestReports = 8,
                ShortestMinutes = 30,
                LongestMinutes = 120,
            });
            Report[] reports = [.. history.Reports.Select(one => one.Report)];
            var truth = history.Reports.Where(one => one.Fault is not null).ToDictionary(one => one.Report.Id, one => one.Fault!, StringComparer.Ordinal);
            ours.Add(BacktestScore.Of([.. Backtest.Run(reports, new CorrelationSettings())], reports, truth));
            plain.Add(BacktestScore.Of(CountAndPoisson.Run(reports), reports, truth));
            Report[] quiet = [.. HistorySimulation.Make(new SimulationSettings(CasesADay * Days, Days, seed + 1_000, s_start) { FaultsOnAWeekday = 0 })
                .Reports.Select(one => one.Report)];
            calm.Add(BacktestScore.Of([.. Backtest.Run(quiet, new CorrelationSettings())], quiet, new Dictionary<string, string>(StringComparer.Ordinal)));
        }

        return
        [
            Row("faults-found", "%", score => 100 * score.FoundPart, ours, plain, 95, more: true),
            Row("false-a-day", "incidents", score => score.FalseADay, ours, plain, 0.2, more: false),
            Row("false-without-faults", "incidents", score => score.FalseADay, calm, null, 0.2, more: false),
            Row("linked-right", "%", score => 100 * score.LinkedRight, ours, plain, 95, more: true),
            Row("median-delay", "report", score => score.MedianDelay, ours, plain, 5, more: false),
            .. Speed("1M", 1_000_000, CasesADay, pace), .. Speed("10k", 10_000, CasesADay, pace), .. Speed("storm", 1_000_000, 10 * CasesADay, pace),
        ];
    }

    private static Figure Row(string name, string unit, Func<BacktestScore, double> of, List<BacktestScore> ours, List<BacktestScore>? plain, double goal, bool more)
    {
        var (mine, theirs) = (ours.Average(of), plain?.Average(of));
        var row = Figure.Of("quality/correlation-" + name, unit, [mine], goal: goal);
        return theirs is not { } other ? row : row.Beside(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"counts against a Poisson mean: {other:0.##} {unit}"),
            [more ? mine / Math.Max(1e-9, other) : other / Math.Max(1e-9, mine)]);
    }

    /// <summary>Reports a second of one core's time, and what the engine holds after so many.</summary>
    private static IEnumerable<Figure> Speed(string name, int count, int aDay, Pace pace)
    {
        var reports = HistorySimulation.Make(new SimulationSettings(count, Math.Max(1, count / aDay), 99, s_start)).Reports.Select(one => one.Report).ToArray();
        List<double> rates = [], held = [];
        for (var round = 0; round < (count > 100_000 ? 1 : pace.Rounds); round++)
        {
            var engine = new CorrelationEngine(new CorrelationSettings());
            var worked = Process.GetCurrentProcess().TotalProcessorTime;
            foreach (var report in reports)
            {
                engine.Take(report);
            }

            rates.Add(reports.Length / (Process.GetCurrentProcess().TotalProcessorTime - worked).TotalSeconds);
            var with = GC.GetTotalMemory(forceFullCollection: true);
            GC.KeepAlive(engine);
            held.Add((with - GC.GetTotalMemory(forceFullCollection: true)) / MiB); // Without it: it is not needed any more.
        }

        GC.KeepAlive(reports);
        yield return Figure.Of($"quality/correlation-speed-{name}", "reports/s", rates, goal: 100_000);
        yield return Figure.Of($"quality/correlation-memory-{name}", "MiB", held);
    }
}
