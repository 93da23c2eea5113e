using IntegrationHub.Core.Correlation;

namespace IntegrationHub.Benchmarks;

/// <summary>The plain way, to compare with: counts of the last hour by service, site, and service in an organisation, against a Poisson mean that is learned by hour and kind of day.</summary>
internal static class CountAndPoisson
{
    private const double Threshold = 1e-6;
    private const int Fewest = 4;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(90);

    public static List<BacktestLink> Run(IReadOnlyList<Report> reports)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        var recent = new Dictionary<string, List<Report>>(StringComparer.Ordinal);
        var open = new Dictionary<string, (int Number, DateTimeOffset Detected, DateTimeOffset Last)>(StringComparer.Ordinal);
        var (hours, days, links, linked, next) = (new double[48], new double[48], new List<BacktestLink>(), new HashSet<string>(StringComparer.Ordinal), 0);
        var (hour, all) = (DateTimeOffset.MinValue, 0.0);
        foreach (var report in reports)
        {
            hour = Advance(hour, report.At, days);
            var slot = Slot(report.At);
            hours[slot]++;
            all++;
            foreach (var key in Keys(report))
            {
                var came = recent.TryGetValue(key, out var list) ? list : recent[key] = [];
                came.RemoveAll(other => report.At - other.At > s_window);
                came.Add(report);
                var mean = (counts.GetValueOrDefault(key) + 0.5) / (all + 500) * (hours[slot] + 2) / (days[slot] + 0.1);
                counts[key] = counts.GetValueOrDefault(key) + 1;
                if (open.TryGetValue(key, out var one) && report.At - one.Last < s_quiet)
                {
                    open[key] = one with { Last = report.At };
                    if (linked.Add(report.Id))
                    {
                        links.Add(new BacktestLink(one.Number, one.Detected, report.Id, key));
                    }
                }
                else if (came.Count >= Fewest && all > 200 && Tail(came.Count, mean) < Threshold && came.Count(other => !linked.Contains(other.Id)) * 2 > came.Count)
                {
                    open[key] = (++next, report.At, report.At);
                    links.AddRange(came.Where(other => linked.Add(other.Id)).Select(other => new BacktestLink(next, report.At, other.Id, key)));
                }
            }
        }

        return links;
    }

    private static DateTimeOffset Advance(DateTimeOffset from, DateTimeOffset to, double[] days)
    {
        var hour = from == DateTimeOffset.MinValue ? to.AddHours(-1) : from;
        for (; hour < to; hour = hour.AddHours(1))
        {
            days[Slot(hour)]++;
        }

        return hour;
    }

    private static int Slot(DateTimeOffset at) => at.Hour + (at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 24 : 0);

    private static IEnumerable<string> Keys(Report report)
    {
        if (report.Site is not null)
        {
            yield return "site " + report.Site;
        }

        if (report.Service is not null)
        {
            if (report.Organisation is not null)
            {
                yield return $"{report.Service} in {report.Organisation}";
            }

            yield return "service " + report.Service;
        }
    }

    /// <summary>The probability of so many or more.</summary>
    private static double Tail(int count, double mean)
    {
        var (term, below) = (Math.Exp(-mean), 0.0);
        for (var k = 0; k < count; k++)
        {
            below += term;
            term *= mean / (k + 1);
        }

        return Math.Max(0, 1 - below);
    }
}
