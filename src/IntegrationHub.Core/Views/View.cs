using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Views;

/// <summary>A read model: rows, each a fold over the events that concern it. Derived from the log, it can always be built again.</summary>
/// <typeparam name="TRow">What a row holds; no personal text, which stays in the log.</typeparam>
/// <param name="Name">Lower-case words joined by hyphens.</param>
/// <param name="Version">Raised whenever the fold or the row changes; the view is then built anew at the next start.</param>
/// <param name="KeyOf">The row that an event concerns; null for none.</param>
/// <param name="Apply">The row after one more event; null removes it. Pure and total: an event that it does not know leaves the row alone. Sealed texts come closed.</param>
/// <param name="Columns">What rows are sought by, name to value; names are lower-case letters and underscores.</param>
public sealed record View<TRow>(
    string Name, int Version, Func<Known, string?> KeyOf, Func<TRow?, Known, TRow?> Apply,
    IReadOnlyDictionary<string, Func<TRow, string?>> Columns)
    where TRow : class
{
    /// <summary>The stored types of the events that may concern a row; others are passed over unread. Null: all are read.</summary>
    public IReadOnlySet<string>? Types { get; init; }

    /// <summary>
    /// What a row adds to sums that are kept beside the rows, so that figures over years cost no reading of rows. When a row changes,
    /// what it added before is taken back. Pure. Null: no sums.
    /// </summary>
    public Func<TRow, IEnumerable<Tally>>? Tallies { get; init; }
}

/// <summary>A number that is summed up.</summary>
/// <param name="Kind">What the sums are split by: <c>desk</c>.</param>
/// <param name="Day">The day in Stockholm that it belongs to, <c>2026-11-24</c>.</param>
/// <param name="Group">Within the kind: <c>workplace</c>; empty when not known.</param>
/// <param name="Name">What is counted.</param>
public readonly record struct Tally(string Kind, string Day, string Group, string Name, long Count)
{
    /// <summary>What must be added for a row to become another; null for no row.</summary>
    public static IEnumerable<Tally> Between<TRow>(Func<TRow, IEnumerable<Tally>> of, TRow? before, TRow? after)
        where TRow : class =>
        (after is null ? [] : of(after)).Concat(before is null ? [] : of(before).Select(tally => tally with { Count = -tally.Count }))
            .GroupBy(tally => tally with { Count = 0 }).Select(same => same.Key with { Count = same.Sum(tally => tally.Count) })
            .Where(tally => tally.Count != 0);
}

/// <summary>What a rebuild found, compared with the view as it was.</summary>
/// <param name="Rows">In the new view.</param>
/// <param name="Changed">Rows that differ; null, as what follows, where the two were not compared.</param>
/// <param name="Added">Rows that were not there.</param>
/// <param name="Removed">Rows that are no more.</param>
/// <param name="Switched">Whether the new view is now the live one; false for a dry run.</param>
public sealed record RebuildOutcome(string View, long Events, int Rows, int? Changed, int? Added, int? Removed, bool Switched);
