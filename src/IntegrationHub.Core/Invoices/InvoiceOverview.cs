using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Invoices;

/// <summary>Lines of one user, reference, project, orderer or article, with their sums.</summary>
/// <param name="Key">What they have in common; empty where it is not known.</param>
/// <param name="Net">Without VAT; credits taken off.</param>
/// <param name="Lines">How many.</param>
/// <param name="References">The same, by reference.</param>
/// <param name="Rows">The lines themselves; null when only sums were asked for.</param>
public sealed record InvoiceGroup(string Key, Money Net, int Lines, IReadOnlyList<ReferenceSum> References, IReadOnlyList<InvoiceLineRow>? Rows);

/// <summary>The sum of a reference.</summary>
public sealed record ReferenceSum(string Reference, Money Net, int Lines);

/// <summary>Sums invoices' lines as the reader wants them. Pure.</summary>
public static class InvoiceOverview
{
    /// <summary>What lines can be grouped by.</summary>
    public static readonly IReadOnlyList<string> By = ["reference", "user", "project", "orderer", "article", "organisation", "supplier", "order"];

    /// <summary>The groups, the dearest first; one for each currency.</summary>
    /// <param name="rows">The lines.</param>
    /// <param name="by">One of <see cref="By"/>. By user, a line for several is shared out to the öre.</param>
    /// <param name="detailed">Whether the lines come with the sums.</param>
    public static IReadOnlyList<InvoiceGroup> Of(IEnumerable<InvoiceLineRow> rows, string by, bool detailed) =>
    [
        .. rows.SelectMany(row => Shares(row, by)).GroupBy(share => (share.Key, share.Row.Net.Currency)).Select(group => new InvoiceGroup(
            group.Key.Key, Money.Sum(group.Select(share => share.Row.Net)), group.Count(), References(group.Select(share => share.Row)), detailed ? [.. group.Select(share => share.Row)] : null))
            .OrderByDescending(group => group.Net.Minor).ThenBy(group => group.Key, StringComparer.Ordinal),
    ];

    /// <summary>The sums by reference, in its order.</summary>
    public static IReadOnlyList<ReferenceSum> References(IEnumerable<InvoiceLineRow> rows) =>
    [
        .. rows.GroupBy(row => (Reference: row.Reference ?? "", row.Net.Currency)).Select(group => new ReferenceSum(group.Key.Reference, Money.Sum(group.Select(row => row.Net)), group.Count()))
            .OrderBy(sum => sum.Reference, StringComparer.Ordinal),
    ];

    private static IEnumerable<(string Key, InvoiceLineRow Row)> Shares(InvoiceLineRow row, string by)
    {
        if (by != "user" || row.Users.Count == 0)
        {
            return [(by switch
            {
                "reference" => row.Reference,
                "project" => row.Project,
                "orderer" => row.Orderer,
                "article" => row.Article,
                "organisation" => row.Organisation,
                "supplier" => row.Supplier,
                "order" => row.Order,
                _ => null,
            } ?? "", row)];
        }

        var (each, left) = Math.DivRem(row.Net.Minor, row.Users.Count);
        return row.Users.Select((user, at) => (user, row with
        {
            Users = [user],
            Quantity = row.Quantity / row.Users.Count,
            Net = row.Net with { Minor = each + (at < Math.Abs(left) ? Math.Sign(left) : 0) },
        }));
    }
}

/// <summary>What a review needs to know beyond the lines.</summary>
/// <param name="IsUnused">Whether nobody uses what a line bills.</param>
/// <param name="HasLeft">Whether a person is in the city no more.</param>
public sealed record ReviewFacts(Func<InvoiceLineRow, bool> IsUnused, Func<string, bool> HasLeft);

/// <summary>The reviews that people make of what is billed, ready-made. Pure.</summary>
public static class InvoiceReviews
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = ["new", "ended", "changed-price", "doubled", "unused", "left"];

    /// <summary>The lines that a review shows.</summary>
    /// <param name="review">One of <see cref="All"/>.</param>
    /// <param name="rows">Lines of the time looked at.</param>
    /// <param name="before">Lines of as long a time before it.</param>
    /// <param name="facts">What else must be known.</param>
    public static IReadOnlyList<InvoiceLineRow> Of(string review, IReadOnlyList<InvoiceLineRow> rows, IReadOnlyList<InvoiceLineRow> before, ReviewFacts facts) => review switch
    {
        "new" => NotAmong(rows, before),
        "ended" => NotAmong(before, rows),
        "changed-price" => ChangedPrice(rows, before),
        "doubled" => [.. Billed(rows).GroupBy(row => (row.Item, row.From, row.Until)).Where(same => same.Sum(row => row.Quantity) > same.Max(row => row.Quantity)).SelectMany(same => same)
            .Concat(rows.Where(row => row.Differences.Any(difference => difference.Code == Differences.BilledTwice))).Distinct()],
        "unused" => [.. Billed(rows).Where(facts.IsUnused)],
        "left" => [.. Billed(rows).Where(row => row.Users.Any(facts.HasLeft))],
        _ => [],
    };

    private static List<InvoiceLineRow> NotAmong(IReadOnlyList<InvoiceLineRow> rows, IReadOnlyList<InvoiceLineRow> others)
    {
        var known = others.Where(row => row.Quantity > 0).Select(row => row.Item).ToHashSet(StringComparer.Ordinal);
        return [.. Billed(rows).Where(row => !known.Contains(row.Item))];
    }

    private static List<InvoiceLineRow> ChangedPrice(IReadOnlyList<InvoiceLineRow> rows, IReadOnlyList<InvoiceLineRow> before)
    {
        var last = Billed(before).GroupBy(row => row.Item, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.MaxBy(row => row.Issued)!.UnitPrice, StringComparer.Ordinal);
        var changed = new List<InvoiceLineRow>();
        foreach (var row in Billed(rows).OrderBy(row => row.Issued).ThenBy(row => row.Position))
        {
            if (last.TryGetValue(row.Item, out var price) && price != row.UnitPrice)
            {
                changed.Add(row);
            }

            last[row.Item] = row.UnitPrice;
        }

        return changed;
    }

    private static IEnumerable<InvoiceLineRow> Billed(IEnumerable<InvoiceLineRow> rows) => rows.Where(row => row.Quantity > 0);
}
