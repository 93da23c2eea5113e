using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Views;

/// <summary>A view's sums, folded in memory: for a command that has the log and no read model. Memory follows the number of rows.</summary>
/// <param name="view">The view, with its tallies.</param>
public sealed class TallyFold<TRow>(View<TRow> view)
    where TRow : class
{
    private readonly Dictionary<string, TRow> _rows = new(StringComparer.Ordinal);

    /// <summary>Folds one more event in.</summary>
    public void Add(Known known)
    {
        if (view.KeyOf(known) is not { } key)
        {
            return;
        }

        if (view.Apply(_rows.GetValueOrDefault(key), known) is { } row)
        {
            _rows[key] = row;
        }
        else
        {
            _rows.Remove(key);
        }
    }

    /// <summary>The sums of a kind over days; see <see cref="View{TRow}.Tallies"/>.</summary>
    /// <param name="kind">What they are split by.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    public IEnumerable<Tally> Tallies(string kind, string from, string to) => _rows.Values.SelectMany(view.Tallies!).Where(tally =>
        tally.Kind == kind && string.CompareOrdinal(tally.Day, from) >= 0 && string.CompareOrdinal(tally.Day, to) <= 0);
}
