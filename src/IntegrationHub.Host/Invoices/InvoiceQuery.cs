using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Host.Invoices;

/// <summary>Which lines somebody wants to see, and how.</summary>
/// <param name="From">The first day of issue.</param>
/// <param name="To">The last.</param>
/// <param name="By">One of <see cref="InvoiceOverview.By"/>.</param>
/// <param name="Detailed">Lines, or sums alone.</param>
/// <param name="Review">One of <see cref="InvoiceReviews.All"/>; null for all lines.</param>
/// <param name="Sought">Column to value.</param>
internal sealed record InvoiceQuery(DateOnly From, DateOnly To, string By, bool Detailed, string? Review, IReadOnlyDictionary<string, string> Sought)
{
    private static readonly (string Parameter, string Column)[] s_sought =
    [
        ("reference", "reference"), ("project", "project"), ("organisation", "organisation"), ("orderer", "orderer"), ("article", "article"), ("supplier", "supplier"), ("order", "order_number"),
        ("invoice", "invoice"), ("user", "users"), ("differing", "differing"),
    ];

    /// <summary>The days before, as many: what a review compares with.</summary>
    public (DateOnly From, DateOnly To) Before => From.Day == 1 && To.AddDays(1).Day == 1
        ? (From.AddMonths(-InvoiceMonths), From.AddDays(-1))
        : (From.AddDays(From.DayNumber - To.DayNumber - 1), From.AddDays(-1));

    private int InvoiceMonths => ((To.Year - From.Year) * 12) + To.Month - From.Month + 1;

    /// <summary>Reads the parameters; what is wrong goes into <paramref name="faults"/>, by name.</summary>
    /// <param name="today">Without days it is this month's.</param>
    public static InvoiceQuery Read(IQueryCollection query, DateOnly today, Dictionary<string, string[]> faults)
    {
        string? Said(string name) => query[name].ToString() is { Length: > 0 and <= 200 } text ? text : null;
        DateOnly Day(string name, DateOnly otherwise)
        {
            if (Said(name) is not { } text)
            {
                return otherwise;
            }

            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and <= 2200)
            {
                return day;
            }

            faults[name] = ["A day, for example 2026-11-24."];
            return otherwise;
        }

        var first = new DateOnly(today.Year, today.Month, 1);
        var (from, to) = (Day("from", first), Day("to", first.AddMonths(1).AddDays(-1)));
        var (by, detail, review) = (Said("by") ?? "reference", Said("detail") ?? "summed", Said("review"));
        if (to < from || to.DayNumber - from.DayNumber > 3 * 366)
        {
            faults["to"] = ["A day after from, at most three years."];
        }

        OneOf("by", by, InvoiceOverview.By);
        OneOf("detail", detail, ["summed", "lines"]);
        if (review is not null)
        {
            OneOf("review", review, InvoiceReviews.All);
        }

        return new(from, to, by, detail == "lines", review, s_sought.Where(pair => Said(pair.Parameter) is not null).ToDictionary(pair => pair.Column, pair => Said(pair.Parameter)!, StringComparer.Ordinal));

        void OneOf(string name, string said, IReadOnlyList<string> allowed)
        {
            if (!allowed.Contains(said, StringComparer.Ordinal))
            {
                faults[name] = [$"One of {string.Join(", ", allowed)}."];
            }
        }
    }
}

/// <summary>What somebody gets to see.</summary>
/// <param name="Total">Of all groups, one for each currency.</param>
/// <param name="References">The same, by reference.</param>
internal sealed record InvoiceLines(DateOnly From, DateOnly To, string By, string? Review, IReadOnlyList<Money> Total, IReadOnlyList<InvoiceGroup> Groups, IReadOnlyList<ReferenceSum> References);

/// <summary>Finds lines of invoices and sums them.</summary>
internal sealed class InvoiceReading(LiveView<InvoiceLineRow> lines, LiveView<HoldingRow> holdings, InvoiceAccess access, TimeProvider clock)
{
    /// <summary>So many lines are summed at most; more must be narrowed down.</summary>
    public const int Most = 100_000;

    private const int UnusedAfterDays = 90;

    /// <summary>What a query leads to.</summary>
    /// <param name="query">What is wanted.</param>
    /// <param name="sees">As <see cref="InvoiceAccess.SeesAsync"/> gives it.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Null when there are too many.</returns>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public async Task<InvoiceLines?> ReadAsync(InvoiceQuery query, IReadOnlyList<Condition>? sees, CancellationToken ct)
    {
        if (Rows(query, sees, query.From, query.To) is not { } rows)
        {
            return null;
        }

        if (query.Review is { } review)
        {
            if (Rows(query, sees, query.Before.From, query.Before.To) is not { } before)
            {
                return null;
            }

            var left = review == "left" ? await access.LeftAsync(rows.SelectMany(row => row.Users), CityDay.Of(clock.GetUtcNow()), ct) : [];
            var unused = new Dictionary<(string, int), bool>();
            rows = InvoiceReviews.Of(review, rows, before, new(row => IsUnused(row, unused), left.Contains));
        }

        var groups = InvoiceOverview.Of(rows, query.By, query.Detailed);
        return new(
            query.From, query.To, query.By, query.Review, [.. rows.GroupBy(row => row.Net.Currency, StringComparer.Ordinal).Select(same => Money.Sum(same.Select(row => row.Net)))], groups,
            InvoiceOverview.References(rows));
    }

    private IReadOnlyList<InvoiceLineRow>? Rows(InvoiceQuery query, IReadOnlyList<Condition>? sees, DateOnly from, DateOnly to)
    {
        List<IReadOnlyList<Condition>> all =
        [
            [new("day", Comparison.AtLeast, Day(from))], [new("day", Comparison.AtMost, Day(to))],
            .. query.Sought.Select(pair => (IReadOnlyList<Condition>)[pair.Key == "users" ? new(pair.Key, Comparison.Holds, InvoiceLineRow.UserIn(pair.Value)) : new(pair.Key, Comparison.Is, pair.Value)]),
        ];
        if (sees is not null)
        {
            all.Add(sees);
        }

        var (found, total) = lines.Ask(new ViewQuery(all, "day", Descending: true, 0, Most));
        return total > Most ? null : found;
    }

    /// <summary>Nothing of the order's line is held any more, or nothing of it was used for three months.</summary>
    private bool IsUnused(InvoiceLineRow row, Dictionary<(string, int), bool> known)
    {
        if (row is not { Order: { } order, Line: { } line })
        {
            return false;
        }

        return known.TryGetValue((order, line), out var unused) ? unused : known[(order, line)] = IsUnused(order, line, row);
    }

    private bool IsUnused(string order, int line, InvoiceLineRow row)
    {
        var held = holdings.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["order_number"] = order }, before: null, Most).Select(found => found.Row).Where(each => each.Line == line).ToList();
        var running = held.FindAll(each => each.Status != "ended");
        return held.Count > 0 && (running.Count == 0 || running.TrueForAll(each => each.UsedOn is { } used && used.AddDays(UnusedAfterDays) < row.Issued));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
