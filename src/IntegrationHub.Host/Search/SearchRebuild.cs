using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Search;
using IntegrationHub.Core.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Search;

/// <summary>Builds the search index anew beside the one that answers, or compares the two.</summary>
internal static class SearchRebuild
{
    /// <summary>What the search index is called among the read models.</summary>
    public const string Name = "search";

    /// <param name="live">The index that answers, and the one beside it.</param>
    /// <param name="filling">Fills it.</param>
    /// <param name="dryRun">Compare only: both are read whole for that.</param>
    /// <param name="progress">Told how many more events were read.</param>
    /// <param name="switchAsync">Takes the last step.</param>
    /// <param name="ct">Ends the building.</param>
    /// <returns>What was found; what differs only after a dry run.</returns>
    public static async Task<RebuildOutcome> RunAsync(
        LiveIndex live, SearchFilling filling, bool dryRun, Action<int> progress, Func<ISearchIndex, CancellationToken, Task> switchAsync, CancellationToken ct)
    {
        var events = 0L;
        var next = await live.BuildNextAsync(async (index, stop) => events = (await filling.CatchUpAsync(index, progress, stop)).Events, ct);
        try
        {
            var (rows, changed, added, removed) = dryRun && !live.Current.NeedsRebuild
                ? await CompareAsync(live.Current, next, ct) : (await CountAsync(next, ct), null, null, null);
            if (!dryRun)
            {
                await switchAsync(next, ct);
            }

            return new(Name, events, rows, changed, added, removed, Switched: !dryRun);
        }
        finally
        {
            await live.DropAsync(next); // Unless it answers.
        }
    }

    /// <summary>The same while no hub runs on the data.</summary>
    public static async Task<RebuildOutcome> AtRestAsync(
        SearchSettings settings, DataDirectory data, bool dryRun, Action<int> progress, CancellationToken ct)
    {
        using var live = new LiveIndex(settings.StoreIn(data.Path));
        var filling = new SearchFilling(data.Log, SearchSource.All(new CaseStore(data.Log, data.Codec), new Core.Orders.OrderStore(data.Log, data.Codec)), NullLogger<SearchFilling>.Instance);
        await live.OpenAsync(ct);
        return await RunAsync(live, filling, dryRun, progress, live.SwitchAsync, ct);
    }

    private static async Task<int> CountAsync(ISearchIndex index, CancellationToken ct) =>
        (int)(await index.SearchAsync(new SearchQuery { Size = 1 }, SearchReader.Everything, ct)).Total;

    /// <summary>Both are read in one order, side by side.</summary>
    private static async Task<(int Rows, int? Changed, int? Added, int? Removed)> CompareAsync(ISearchIndex before, ISearchIndex after, CancellationToken ct)
    {
        var (rows, changed, added, removed) = (0, 0, 0, 0);
        await using var old = before.ReadAllAsync(ct).GetAsyncEnumerator(ct);
        await using var made = after.ReadAllAsync(ct).GetAsyncEnumerator(ct);
        var (hasOld, hasMade) = (await old.MoveNextAsync(), await made.MoveNextAsync());
        while (hasOld || hasMade)
        {
            var order = !hasOld ? 1 : !hasMade ? -1 : Order(old.Current, made.Current);
            rows += order >= 0 ? 1 : 0;
            added += order > 0 ? 1 : 0;
            removed += order < 0 ? 1 : 0;
            changed += order == 0 && !IsSame(old.Current, made.Current) ? 1 : 0;
            hasOld = order <= 0 ? await old.MoveNextAsync() : hasOld;
            hasMade = order >= 0 ? await made.MoveNextAsync() : hasMade;
        }

        return (rows, changed, added, removed);
    }

    /// <summary>As they are read: newest first, then by key.</summary>
    private static int Order(SearchDocument one, SearchDocument other) =>
        other.At.ToUnixTimeMilliseconds().CompareTo(one.At.ToUnixTimeMilliseconds()) is var byTime and not 0
            ? byTime : string.CompareOrdinal(one.Key, other.Key);

    private static bool IsSame(SearchDocument one, SearchDocument other) =>
        JsonSerializer.SerializeToUtf8Bytes(one).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other));
}
