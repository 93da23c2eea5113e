using System.Globalization;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Reports;

/// <summary>How many invoices were right. Of those issued in the time asked for, that were matched, or refused.</summary>
/// <param name="Invoices">So many; credits are not among them.</param>
/// <param name="Correct">Those that need no credit.</param>
/// <param name="CorrectShare">Null when there are none.</param>
/// <param name="Refused">Not taken: wrong sums, wrong buyer, not to be read.</param>
/// <param name="Disputed">With a difference, whatever became of it.</param>
/// <param name="Credited">That a credit note takes back.</param>
/// <param name="Credits">Credit notes.</param>
/// <param name="Differences">By kind of difference: invoices with it; what was withdrawn is left out.</param>
public sealed record InvoiceFigures(
    long Invoices, long Correct, decimal? CorrectShare, long Refused, long Disputed, long Credited, long Credits, IReadOnlyDictionary<string, long> Differences)
{
    private const string Difference = "difference ";

    /// <summary>The figures of these sums.</summary>
    public static InvoiceFigures Of(IEnumerable<Tally> sums)
    {
        var by = sums.GroupBy(tally => tally.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Sum(tally => tally.Count), StringComparer.Ordinal);
        long Count(string name) => by.GetValueOrDefault(name);
        return new(
            Count("invoices"), Count("correct"), Count("invoices") == 0 ? null : Math.Round((decimal)Count("correct") / Count("invoices"), 3), Count("refused"), Count("disputed"), Count("credited"), Count("credits"),
            new SortedDictionary<string, long>(by.Where(pair => pair.Key.StartsWith(Difference, StringComparison.Ordinal) && pair.Value != 0).ToDictionary(pair => pair.Key[Difference.Length..], pair => pair.Value, StringComparer.Ordinal), StringComparer.Ordinal));
    }
}

/// <summary>The figures of one supplier in one month.</summary>
/// <param name="Supplier">Empty when none has the seller's number.</param>
/// <param name="Month">Of issue, <c>2026-11</c>.</param>
public sealed record InvoiceMonth(string Supplier, string Month, InvoiceFigures Figures);

/// <summary>The figures of invoices.</summary>
public sealed record InvoiceReport(DateOnly? From, DateOnly? To, InvoiceFigures Total, IReadOnlyList<InvoiceMonth> Months)
{
    private const int MostMonths = 120;

    /// <summary>The report.</summary>
    /// <param name="sums">The sums of a kind, from and to a day.</param>
    /// <param name="from">The first day; null for twelve months back.</param>
    /// <param name="to">The last day; null for today.</param>
    /// <param name="today">The day it is.</param>
    public static InvoiceReport Of(Func<string, string, string, IEnumerable<Tally>> sums, DateOnly? from, DateOnly? to, DateOnly today)
    {
        var last = to ?? today.AddMonths(1);
        var first = from ?? new DateOnly(last.Year, last.Month, 1).AddMonths(-12);
        var months = new List<InvoiceMonth>();
        for (var (begin, count) = (first, 0); begin <= last && count < MostMonths; count++)
        {
            var end = new DateOnly(begin.Year, begin.Month, 1).AddMonths(1).AddDays(-1);
            months.AddRange(sums(InvoiceRow.Kind, Day(begin), Day(end < last ? end : last)).GroupBy(tally => tally.Group, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new InvoiceMonth(same.Key, begin.ToString("yyyy-MM", CultureInfo.InvariantCulture), InvoiceFigures.Of(same))));
            begin = end.AddDays(1);
        }

        return new(from, to, InvoiceFigures.Of(sums(InvoiceRow.Kind, Day(first), Day(last))), months);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
