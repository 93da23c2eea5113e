using System.Globalization;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Reports;

/// <summary>How many calls were answered within a target.</summary>
/// <param name="Seconds">The target, 1 to <see cref="AnswerTime.Exact"/>.</param>
/// <param name="Share">0 to 1, of the calls whose answer time is known; 3 decimals. Null when there is none.</param>
public sealed record WithinTarget(int Seconds, decimal? Share);

/// <summary>
/// From a call's first ring until a person of a desk took it; the wait for a kept-place call-back included. Kept as counts by upper bound
/// (a histogram that can be added up over days and groups), so a percentile is the bound below which that share lies: right to the second up
/// to two minutes, and at most 5 per cent too high above. By nearest rank. The mean is exact to the millisecond.
/// </summary>
/// <param name="Known">Answered calls whose answer time is known.</param>
/// <param name="Unknown">Answered calls of which it is not known when they came in or were taken.</param>
/// <param name="MeanSeconds">1 decimal; null when there is none, as the following.</param>
public sealed record AnswerTime(
    long Known, long Unknown, decimal? MeanSeconds, int? MedianSeconds, int? P95Seconds, IReadOnlyList<WithinTarget> Within)
{
    /// <summary>Up to here, in seconds, bounds are whole seconds.</summary>
    public const int Exact = 120;

    private const double Growth = 1.05;
    private const int Longest = 7 * 24 * 3600;

    /// <summary>The bound, in whole seconds, that a wait is counted under: the smallest that is not shorter.</summary>
    public static int BoundOf(TimeSpan waited)
    {
        var seconds = Math.Min(waited.TotalSeconds, Longest);
        return seconds <= Exact ? (int)Math.Ceiling(seconds) : Bound((int)Math.Ceiling(Math.Log(seconds / Exact, Growth)), seconds);
    }

    /// <summary>The answer time of calls whose counts were added up.</summary>
    /// <param name="counts">By name, as in <see cref="CallTally"/>.</param>
    /// <param name="targets">In seconds.</param>
    internal static AnswerTime Of(IReadOnlyDictionary<string, long> counts, IReadOnlyList<int> targets)
    {
        var bounds = counts.Where(count => count.Key.StartsWith(CallTally.AnswerAt, StringComparison.Ordinal) && count.Value > 0)
            .Select(count => (Bound: int.Parse(count.Key.AsSpan(CallTally.AnswerAt.Length), CultureInfo.InvariantCulture), Calls: count.Value))
            .OrderBy(count => count.Bound).ToList();
        var known = bounds.Sum(bound => bound.Calls);
        return new AnswerTime(
            known, counts.GetValueOrDefault(CallTally.AnswerUnknown),
            known == 0 ? null : Math.Round(counts.GetValueOrDefault(CallTally.AnswerMilliseconds) / 1000m / known, 1, MidpointRounding.AwayFromZero),
            At(bounds, known, 0.5m), At(bounds, known, 0.95m),
            [.. targets.Select(target => new WithinTarget(
                target, CallFigures.Share(bounds.Where(bound => bound.Bound <= target).Sum(bound => bound.Calls), known)))]);
    }

    private static int? At(List<(int Bound, long Calls)> bounds, long known, decimal share)
    {
        var rank = (long)Math.Ceiling(known * share);
        foreach (var (bound, calls) in bounds)
        {
            rank -= calls;
            if (rank <= 0)
            {
                return bound;
            }
        }

        return null;
    }

    // The logarithm may land a hair below a power of the growth.
    private static int Bound(int step, double seconds) =>
        (int)Math.Ceiling(Exact * Math.Pow(Growth, step)) is var bound && bound >= seconds ? bound : (int)Math.Ceiling(Exact * Math.Pow(Growth, step + 1));
}
