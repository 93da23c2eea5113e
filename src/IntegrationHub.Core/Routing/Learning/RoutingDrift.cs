namespace IntegrationHub.Core.Routing.Learning;

/// <summary>Cases of a time, and how many of them another desk solved than the router sent them to.</summary>
/// <param name="Solved">Cases that were routed and solved.</param>
/// <param name="Wrong">Those that another desk solved.</param>
public sealed record RoutedAndSolved(int Solved, int Wrong)
{
    /// <summary>The share that went wrong, 0 to 1; null without cases.</summary>
    public double? Share => Solved == 0 ? null : Math.Round(Wrong / (double)Solved, 4);
}

/// <summary>Whether the router errs more than it used to.</summary>
/// <param name="Since">Where recent begins.</param>
/// <param name="Recent">Solved since then.</param>
/// <param name="Before">Solved earlier.</param>
/// <param name="Drifting">Whether the difference is more than chance: see <see cref="Of"/>.</param>
public sealed record RoutingDrift(DateTimeOffset Since, RoutedAndSolved Recent, RoutedAndSolved Before, bool Drifting)
{
    private const int Enough = 30;
    private const double MoreThanChance = 2.33; // One in a hundred, one-sided.

    /// <summary>Compares recent cases with those before, by the usual test of two shares; never drifting with fewer than 30 cases on either side.</summary>
    public static RoutingDrift Of(IEnumerable<SolvedCase> cases, DateTimeOffset since)
    {
        var known = cases.Where(one => one.WentWrong is not null).ToLookup(one => one.SolvedAt >= since);
        var (recent, before) = (Count(known[true]), Count(known[false]));
        return new RoutingDrift(since, recent, before, IsMore(recent, before));
    }

    private static RoutedAndSolved Count(IEnumerable<SolvedCase> cases) =>
        cases.Aggregate(new RoutedAndSolved(0, 0), (sum, one) => new RoutedAndSolved(sum.Solved + 1, sum.Wrong + (one.WentWrong == true ? 1 : 0)));

    private static bool IsMore(RoutedAndSolved recent, RoutedAndSolved before)
    {
        if (recent.Solved < Enough || before.Solved < Enough)
        {
            return false;
        }

        var together = (recent.Wrong + before.Wrong) / (double)(recent.Solved + before.Solved);
        var spread = Math.Sqrt(together * (1 - together) * ((1.0 / recent.Solved) + (1.0 / before.Solved)));
        return spread > 0 && ((recent.Wrong / (double)recent.Solved) - (before.Wrong / (double)before.Solved)) / spread > MoreThanChance;
    }
}
