using System.Globalization;

namespace IntegrationHub.Core.Problems;

/// <summary>Reports of one service at one place on one day, or in the week that ends with it.</summary>
public readonly record struct DayCount(string Service, string Site, DateOnly Day, long Cases);

/// <summary>A service that is reported at a place again and again.</summary>
/// <param name="Recent">Reports in the last four weeks.</param>
/// <param name="Expected">How many there would be if this place were as the others; 0 or more.</param>
/// <param name="Weeks">In how many of the last six weeks there was any.</param>
public sealed record Recurrence(string Service, string Site, long Recent, double Expected, int Weeks)
{
    /// <summary>Whether it comes back so often that somebody is to find the cause.</summary>
    public bool IsProblem => Recent >= RecurringRule.Least && Weeks >= RecurringRule.LeastWeeks && Recent >= RecurringRule.Times * Expected
        && RecurringRule.Chance(Recent, Math.Max(Expected, 0.5)) < RecurringRule.MostChance;

    /// <summary>Whether it comes back no more often than elsewhere.</summary>
    public bool IsOver => Recent <= Math.Max(1, 1.5 * Expected);

    /// <summary>Why, in one plain sentence.</summary>
    public string Reason => string.Create(
        CultureInfo.InvariantCulture, $"{Recent} reports in four weeks, in {Weeks} of the last six weeks, where {Expected:0.#} would be usual for the place and the service.");
}

/// <summary>
/// Finds what comes back below the level of a burst. What is usual for a service at a place is what the city says: how much the
/// place reports of all, and how much all places report of the service, as if the two had nothing to do with each other; with its own reports or
/// without, whichever expects more.
/// </summary>
public static class RecurringRule
{
    /// <summary>How far back counts are asked for.</summary>
    public const int Days = 84;

    internal const long Least = 6;
    internal const int LeastWeeks = 4;
    internal const double Times = 3;
    internal const double MostChance = 1e-4;
    private const int RecentDays = 28;
    private const int WeeksLooked = 6;

    /// <summary>Every service at every place with a report in the time.</summary>
    /// <param name="counts">Of the last <see cref="Days"/> days.</param>
    /// <param name="today">The day it is.</param>
    public static IReadOnlyList<Recurrence> Of(IReadOnlyCollection<DayCount> counts, DateOnly today)
    {
        var byService = Sums(counts, count => count.Service);
        var bySite = Sums(counts, count => count.Site);
        double all = counts.Sum(count => count.Cases);
        return [.. counts.GroupBy(count => (count.Service, count.Site)).Select(cell =>
        {
            double own = cell.Sum(count => count.Cases);
            var (service, site) = (byService[cell.Key.Service], bySite[cell.Key.Site]);
            var expected = Math.Max(service * site / all, (service - own + 1) * (site - own + 1) / Math.Max(1, all - service - site + own + 1));
            return new Recurrence(
                cell.Key.Service, cell.Key.Site, cell.Where(count => today.DayNumber - count.Day.DayNumber < RecentDays).Sum(count => count.Cases), expected * RecentDays / Days,
                cell.Where(count => count.Cases > 0).Select(count => (today.DayNumber - count.Day.DayNumber) / 7).Where(week => week < WeeksLooked).Distinct().Count());
        })];
    }

    /// <summary>How likely so many or more are by chance alone, when so many are expected: the upper tail of Poisson.</summary>
    internal static double Chance(long seen, double expected)
    {
        var (term, below) = (Math.Exp(-expected), 0.0);
        for (var n = 0; n < seen; n++)
        {
            below += term;
            term *= expected / (n + 1);
        }

        return Math.Max(0, 1 - below);
    }

    private static Dictionary<string, double> Sums(IEnumerable<DayCount> counts, Func<DayCount, string> by) =>
        counts.GroupBy(by, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (double)group.Sum(count => count.Cases), StringComparer.Ordinal);
}
