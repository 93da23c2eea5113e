using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Adapters.Views;

/// <summary>Opens read models.</summary>
public static class LiveView
{
    /// <summary>Opens the view; an empty one when there is none, or when another version wrote it. Generations left by a crash are removed.</summary>
    /// <param name="view">What it is.</param>
    /// <param name="folder">Where views lie; made when it is not there.</param>
    public static LiveView<TRow> Open<TRow>(View<TRow> view, string folder)
        where TRow : class => LiveView<TRow>.Open(view, folder);
}

/// <summary>A read model that is asked, kept in step with the log, and built anew beside itself without a pause.</summary>
/// <remarks>
/// Each building is a generation in a file of its own; a small pointer file names the live one. A crash in the middle of a
/// building leaves the old generation live. One process at a time writes a view.
/// </remarks>
public sealed class LiveView<TRow> : IDisposable
    where TRow : class
{
    // Rows that change are held until there are so many: a case's events stand near each other, and its row is then written once.
    private const int RowsAtOnce = 8_192;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly View<TRow> _view;
    private readonly string _folder;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile ViewFile<TRow> _live;
    private int _generation;

    private LiveView(View<TRow> view, string folder, ViewFile<TRow> live, int generation) =>
        (_view, _folder, _live, _generation) = (view, folder, live, generation);

    /// <summary>Up to where the view tells of the log.</summary>
    public LogPosition Position => _live.Position;

    internal static LiveView<TRow> Open(View<TRow> view, string folder)
    {
        Directory.CreateDirectory(folder);
        var pointer = Path.Combine(folder, view.Name + ".current");
        var generation = File.Exists(pointer) && int.TryParse(File.ReadAllText(pointer), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : 1;
        foreach (var left in Directory.GetFiles(folder, view.Name + ".*.db*").Where(file => !Path.GetFileName(file).StartsWith($"{view.Name}.{generation}.db", StringComparison.Ordinal)))
        {
            File.Delete(left);
        }

        var live = ViewFile<TRow>.Open(view, s_json, PathOf(view, folder, generation));
        if (live is null)
        {
            Remove(view, folder, generation);
            live = ViewFile<TRow>.Open(view, s_json, PathOf(view, folder, generation))!;
        }

        return new LiveView<TRow>(view, folder, live, generation);
    }

    /// <summary>The row with this key; null when there is none.</summary>
    public TRow? Find(string key) => _live.Find(key);

    /// <summary>Rows whose columns have these values, the last changed first.</summary>
    /// <param name="sought">Column to value; all must hold. A column that the view does not have is passed over.</param>
    /// <param name="before">The place of the last row of the page before; null for the first page.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<(TRow Row, long Place)> Seek(IReadOnlyDictionary<string, string> sought, long? before, int most) => _live.Seek(sought, before, most);

    /// <summary>A page of the rows that a query asks for, and how many there are in all.</summary>
    public (IReadOnlyList<TRow> Rows, int Total) Ask(ViewQuery query) => _live.Ask(query);

    /// <summary>The sums of a kind over days, each group's and name's in one; see <see cref="View{TRow}.Tallies"/>.</summary>
    /// <param name="kind">What they are split by.</param>
    /// <param name="from">The first day, <c>2026-11-01</c>.</param>
    /// <param name="to">The last day.</param>
    public IReadOnlyList<Tally> Tallies(string kind, string from, string to) => _live.Tallies(kind, from, to);

    /// <summary>Reads the log from where the view is to its end now.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task CatchUpAsync(IEventLog log, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            await CatchUpAsync(_live, log, _ => { }, ct);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Folds more events in, and writes the rows that they change at once.</summary>
    /// <param name="recorded">In the log's order, none left out; at least one.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> recorded, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            var reached = recorded[^1].Position;
            if (reached <= _live.Position)
            {
                return;
            }

            var concerns = recorded.Where(one => one.Position > _live.Position && _live.Concerns(one)).Select(EventCodec.WithoutTexts.DecodeOrCarry).ToList();
            if (concerns.Count > 0)
            {
                var folding = _live.Fold();
                folding.Add(new DecodedBatch(concerns, recorded.Count, reached));
                _live.Save(folding);
            }
            else
            {
                _live.Pass(reached, recorded.Count);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Builds the view anew from the log, beside the live one, and switches. Nobody who asks waits; nothing is sent anywhere.</summary>
    /// <param name="log">The log.</param>
    /// <param name="dryRun">Compare only; the live one stays.</param>
    /// <param name="progress">Told how many more events were read.</param>
    /// <param name="ct">Ends the building; the live view stays as it was.</param>
    public async Task<RebuildOutcome> RebuildAsync(IEventLog log, bool dryRun, Action<int> progress, CancellationToken ct)
    {
        var next = _generation + 1;
        Remove(_view, _folder, next);
        var beside = ViewFile<TRow>.Build(_view, s_json, PathOf(_view, _folder, next));
        try
        {
            var read = await CatchUpAsync(beside, log, progress, ct);
            beside.Finish();
            await _changing.WaitAsync(ct);
            try
            {
                read += await CatchUpAsync(beside, log, progress, ct); // What came meanwhile; the live one waits for this little.
                await CatchUpAsync(_live, log, _ => { }, ct);
                var outcome = Compare(beside, read, switched: !dryRun);
                if (!dryRun)
                {
                    Switch(beside, next);
                }

                return outcome;
            }
            finally
            {
                _changing.Release();
            }
        }
        finally
        {
            if (!ReferenceEquals(_live, beside))
            {
                beside.Dispose();
                Remove(_view, _folder, next);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _live.Dispose();

    private void Switch(ViewFile<TRow> beside, int generation)
    {
        var pointer = Path.Combine(_folder, _view.Name + ".current");
        File.WriteAllText(pointer + ".new", generation.ToString(CultureInfo.InvariantCulture));
        File.Move(pointer + ".new", pointer, overwrite: true);
        var (old, oldGeneration) = (_live, _generation);
        (_live, _generation) = (beside, generation);
        old.Dispose(); // Readers have connections of their own, which outlive the file's name.
        Remove(_view, _folder, oldGeneration);
    }

    private static async Task<long> CatchUpAsync(ViewFile<TRow> file, IEventLog log, Action<int> progress, CancellationToken ct)
    {
        var (count, folding) = (0L, file.Fold());
        await foreach (var batch in log.ReadDecodedAsync(EventCodec.WithoutTexts, file.Concerns, file.Position, ct))
        {
            folding.Add(batch);
            if (folding.Rows.Count >= RowsAtOnce)
            {
                file.Save(folding);
                folding = file.Fold();
            }

            count += batch.Read;
            progress(batch.Read);
        }

        file.Save(folding);
        return count;
    }

    /// <summary>Both in order of their keys, side by side, so that neither is held in memory.</summary>
    private RebuildOutcome Compare(ViewFile<TRow> beside, long events, bool switched)
    {
        int rows = 0, changed = 0, added = 0, removed = 0;
        using var olds = _live.All().GetEnumerator();
        var old = olds.MoveNext();
        foreach (var (key, row) in beside.All())
        {
            rows++;
            for (; old && string.CompareOrdinal(olds.Current.Key, key) < 0; old = olds.MoveNext())
            {
                removed++;
            }

            if (!old || olds.Current.Key != key)
            {
                added++;
                continue;
            }

            changed += olds.Current.Row == row ? 0 : 1;
            old = olds.MoveNext();
        }

        for (; old; old = olds.MoveNext())
        {
            removed++;
        }

        return new RebuildOutcome(_view.Name, events, rows, changed, added, removed, switched);
    }

    private static string PathOf(View<TRow> view, string folder, int generation) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{view.Name}.{generation}.db"));

    private static void Remove(View<TRow> view, string folder, int generation)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"])
        {
            File.Delete(PathOf(view, folder, generation) + suffix);
        }
    }
}
