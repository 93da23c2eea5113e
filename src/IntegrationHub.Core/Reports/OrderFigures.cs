using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Reports;

/// <summary>How long deliveries took, and whether they came as promised. Of lines whose last unit came in the time asked for.</summary>
/// <param name="Lines">So many lines.</param>
/// <param name="DaysFromWish">Mean, from the first wish: working out what is wanted counts. Null when there are none.</param>
/// <param name="DaysFromOrder">Mean, from when the supplier was to be told.</param>
/// <param name="OnTime">Share of those with a promised day that came on it or before; null when none had one.</param>
/// <param name="InFull">Share that came in one delivery.</param>
/// <param name="OnTimeInFull">Share of those with a promised day that came on it, whole.</param>
public sealed record OrderFigures(long Lines, decimal? DaysFromWish, decimal? DaysFromOrder, decimal? OnTime, decimal? InFull, decimal? OnTimeInFull)
{
    private const decimal MinutesADay = 1_440m;

    /// <summary>The figures of these sums.</summary>
    public static OrderFigures Of(IEnumerable<Tally> sums)
    {
        var by = sums.GroupBy(tally => tally.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Sum(tally => tally.Count), StringComparer.Ordinal);
        long Count(string name) => by.GetValueOrDefault(name);
        decimal? Share(string name, string of, decimal unit = 1) => Count(of) == 0 ? null : Math.Round(Count(name) / unit / Count(of), 3);
        return new(
            Count("lines"), Share("minutes-from-wish", "lines", MinutesADay), Share("minutes-from-order", "lines", MinutesADay), Share("on-time", "promised"), Share("in-full", "lines"),
            Share("on-time-in-full", "promised"));
    }
}

/// <summary>The figures of one article type, supplier or organisation.</summary>
public sealed record OrderGroup(string Name, OrderFigures Figures);

/// <summary>Open orders of an age.</summary>
/// <param name="Days">As <c>0-7</c>: whole days since the first wish.</param>
public sealed record OrderAge(string Days, int Orders);

/// <summary>The figures of ordering.</summary>
/// <param name="By"><c>type</c>, <c>supplier</c> or <c>organisation</c>; null for the whole.</param>
/// <param name="Open">Orders that are not delivered, by age.</param>
public sealed record OrderReport(DateOnly? From, DateOnly? To, string? By, OrderFigures Total, IReadOnlyList<OrderGroup>? Groups, IReadOnlyList<OrderAge> Open)
{
    private static readonly (int From, int Until, string Name)[] s_ages = [(0, 7, "0-7"), (8, 14, "8-14"), (15, 30, "15-30"), (31, 60, "31-60"), (61, int.MaxValue, "61-")];

    /// <summary>The report.</summary>
    /// <param name="sums">The sums of a kind, from and to a day.</param>
    /// <param name="wished">When each open order was first wished for.</param>
    /// <param name="from">The first day; null for the beginning.</param>
    /// <param name="to">The last day; null for all.</param>
    /// <param name="by">What it is split by; null for the whole.</param>
    /// <param name="now">The time that ages are counted to.</param>
    public static OrderReport Of(Func<string, string, string, IEnumerable<Tally>> sums, IEnumerable<DateTimeOffset> wished, DateOnly? from, DateOnly? to, string? by, DateTimeOffset now)
    {
        var (first, last) = (from?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "0001-01-01", to?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "9999-12-31");
        var ages = wished.Select(at => (int)(now - at).TotalDays).ToList();
        return new(
            from, to, by, OrderFigures.Of(sums("order-type", first, last)),
            by is null ? null : [.. sums("order-" + by, first, last).GroupBy(tally => tally.Group, StringComparer.Ordinal).Select(same => new OrderGroup(same.Key, OrderFigures.Of(same)))
                .OrderByDescending(group => group.Figures.Lines).ThenBy(group => group.Name, StringComparer.Ordinal)],
            [.. s_ages.Select(age => new OrderAge(age.Name, ages.Count(days => days >= age.From && days <= age.Until)))]);
    }
}
