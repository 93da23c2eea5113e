namespace IntegrationHub.Core.Correlation;

/// <summary>A report that the correlation linked, in a back-test.</summary>
/// <param name="Incident">1 for the first that was declared.</param>
/// <param name="DetectedAt">The time of the report at which it was declared.</param>
public sealed record BacktestLink(int Incident, DateTimeOffset DetectedAt, string Report, string Reason);

/// <summary>What the correlation would have made of a history, seeing only the past at each moment.</summary>
public static class Backtest
{
    /// <summary>Runs the history.</summary>
    /// <param name="reports">In order of time.</param>
    /// <param name="settings">How sure it must be.</param>
    /// <returns>Every link, in the order in which they were made.</returns>
    public static IEnumerable<BacktestLink> Run(IEnumerable<Report> reports, CorrelationSettings settings)
    {
        var engine = new CorrelationEngine(settings);
        Dictionary<int, (int Number, DateTimeOffset At)> declared = [];
        foreach (var report in reports)
        {
            foreach (var finding in engine.Take(report))
            {
                if (finding is CauseDeclared)
                {
                    declared.Add(finding.Cluster, (declared.Count + 1, finding.At));
                }

                foreach (var link in LinksIn(finding))
                {
                    yield return new BacktestLink(declared[finding.Cluster].Number, declared[finding.Cluster].At, link.Report, link.Reason);
                }
            }
        }
    }

    private static IReadOnlyList<Link> LinksIn(Finding finding) => finding switch
    {
        CauseDeclared e => e.Links,
        CauseWidened e => e.Links,
        ReportLinked e => [e.Link],
        _ => [],
    };
}

/// <summary>How a back-test compares with the truth.</summary>
/// <param name="Faults">Common faults with at least three reports.</param>
/// <param name="Found">Of them, those that have an incident most of whose cases are theirs.</param>
/// <param name="Incidents">Declared in all.</param>
/// <param name="FalseIncidents">Most of whose cases are not of one fault.</param>
/// <param name="Again">A second or later incident for a fault that was found.</param>
/// <param name="FalseADay">False incidents a day of the history.</param>
/// <param name="LinkedRight">What part of all linked cases is of the fault of its incident, 0 to 1.</param>
/// <param name="Recall">What part of the faults' reports is linked, 0 to 1.</param>
/// <param name="MedianDelay">With which of the fault's own reports it was found: 5 for the fifth; the median over those found.</param>
public sealed record BacktestScore(
    int Faults, int Found, int Incidents, int FalseIncidents, int Again, double FalseADay, double LinkedRight, double Recall, double MedianDelay)
{
    private const int Fewest = 3;

    /// <summary>What part of the faults was found, 0 to 1.</summary>
    public double FoundPart => Faults == 0 ? 1 : (double)Found / Faults;

    /// <summary>Compares.</summary>
    /// <param name="links">What the back-test linked.</param>
    /// <param name="reports">The history.</param>
    /// <param name="truth">The fault of each report that has one, by the report's id.</param>
    public static BacktestScore Of(IReadOnlyList<BacktestLink> links, IReadOnlyList<Report> reports, IReadOnlyDictionary<string, string> truth)
    {
        var faults = reports.Where(report => truth.ContainsKey(report.Id)).GroupBy(report => truth[report.Id], StringComparer.Ordinal)
            .Where(fault => fault.Count() >= Fewest).ToDictionary(fault => fault.Key, fault => fault.ToList(), StringComparer.Ordinal);
        var (right, wrong, again) = (0, 0, 0);
        List<double> delays = [];
        HashSet<string> found = new(StringComparer.Ordinal);
        var incidents = links.GroupBy(link => link.Incident).OrderBy(incident => incident.Key).ToList();
        foreach (var incident in incidents)
        {
            var main = incident.Select(link => truth.GetValueOrDefault(link.Report)).OfType<string>()
                .GroupBy(fault => fault, StringComparer.Ordinal).MaxBy(fault => fault.Count());
            var mine = main?.Count() ?? 0;
            right += mine;
            if (main is null || mine * 2 <= incident.Count())
            {
                wrong++;
            }
            else if (!found.Add(main.Key))
            {
                again++;
            }
            else if (faults.TryGetValue(main.Key, out var own))
            {
                delays.Add(own.Count(report => report.At <= incident.First().DetectedAt));
            }
        }

        var days = reports.Count == 0 ? 1 : Math.Max(1, (reports[^1].At - reports[0].At).TotalDays);
        var ofFaults = faults.Sum(fault => fault.Value.Count);
        return new BacktestScore(
            faults.Count, found.Count(faults.ContainsKey), incidents.Count, wrong, again, wrong / days,
            links.Count == 0 ? 1 : (double)right / links.Count, ofFaults == 0 ? 1 : Math.Min(1, (double)right / ofFaults), Median(delays));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}
