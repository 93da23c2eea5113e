using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Adapters.Views;

/// <summary>Rows that some events changed, in memory until they are saved or dropped. Used by one thread.</summary>
/// <param name="view">What it is.</param>
/// <param name="find">The row as it is stored.</param>
/// <param name="from">Where the events begin.</param>
internal sealed class Folding<TRow>(View<TRow> view, Func<string, TRow?> find, LogPosition from)
    where TRow : class
{
    private readonly Dictionary<string, (TRow? Row, long Place)> _rows = new(StringComparer.Ordinal);

    /// <summary>The changed rows, null where a row is no more, with the position of the event that changed it last.</summary>
    public IReadOnlyDictionary<string, (TRow? Row, long Place)> Rows => _rows;

    /// <summary>Up to where events were folded in.</summary>
    public LogPosition Reached { get; private set; } = from;

    /// <summary>Folds more events in.</summary>
    public void Add(DecodedBatch batch)
    {
        foreach (var known in batch.Events)
        {
            if (view.KeyOf(known) is { } key)
            {
                var before = _rows.TryGetValue(key, out var seen) ? seen.Row : find(key);
                _rows[key] = (view.Apply(before, known), known.Recorded.Position.Value);
            }
        }

        Reached = batch.Reached;
    }
}
