using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Search;

namespace IntegrationHub.Host.Privacy;

/// <summary>The search index as a place that must forget.</summary>
internal static class SearchPlace
{
    private const string Name = "search index";
    private const string Behind = "behind";
    private const string Building = "building";
    private const string Rewritten = "the segments with their texts rewritten";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether an erasure only has to wait: for the feed, or for an index that is being built. That takes as long as it takes, and is nobody's to correct.</summary>
    public static bool IsNotYet(SearchIndexException fault) => fault.Code is Behind or Building;

    /// <summary>The index of a running hub, which a feed keeps up with the log.</summary>
    /// <param name="live">The index; one that is being built beside it forgets before it answers.</param>
    /// <param name="draw">The document of a stream as the log has it now; null when there is none.</param>
    /// <param name="log">The log.</param>
    /// <param name="clock">The time.</param>
    /// <remarks>
    /// It waits for the feed: what the feed had read before the keys were destroyed is then committed, and none of it comes after.
    /// Then the documents go from every search, and the cases are put again without what cannot be read. What is on the disk still is
    /// rewritten now where a person is erased, as a receipt says that it is gone, and else in the night, with all that was forgotten in the day.
    /// </remarks>
    public static PersonPlace OfRunning(LiveIndex live, Func<string, CancellationToken, Task<SearchDocument?>> draw, IEventLog log, TimeProvider clock) =>
        new(Name, async (gone, ct) =>
        {
            await UntilAsync(() => live.Current.LastPosition >= gone.Told, Behind, "The search index is behind the log; the erasure is finished once it has caught up.", clock, ct);
            await live.ForgetAsync(new([.. gone.Streams], stop => DrawAsync(gone.Streams, draw, stop), log), ct);
            if (!gone.IsToTheDisk)
            {
                return Report(gone, "the segments with their texts are rewritten within a day");
            }

            await UntilAsync(() => !live.IsBuilding, Building, "The search index is being built anew; the erasure is finished once that is done.", clock, ct);
            await live.RewriteAsync(ct);
            return Report(gone, Rewritten);
        });

    /// <summary>The index while no hub runs.</summary>
    /// <param name="store">Where it lies.</param>
    /// <param name="isThere">Whether there is one; when there is none, there is nothing to forget.</param>
    /// <param name="draw">As for <see cref="OfRunning"/>.</param>
    /// <param name="log">The log.</param>
    public static PersonPlace AtRest(
        ISearchStore store, Func<bool> isThere, Func<string, CancellationToken, Task<SearchDocument?>> draw, IEventLog log) => new(Name, async (gone, ct) =>
    {
        if (!isThere())
        {
            return new PlaceReport(Name, PlaceOutcome.Nothing, "There is no search index in the data directory.");
        }

        var index = await store.OpenAsync(ct);
        try
        {
            await index.ForgetAsync([.. gone.Streams], await DrawAsync(gone.Streams, draw, ct), await log.HeadAsync(ct), ct);
            await index.RewriteAsync(ct);
        }
        finally
        {
            store.Close(index);
        }

        return Report(gone, Rewritten);
    });

    private static async Task UntilAsync(Func<bool> isSo, string code, string why, TimeProvider clock, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        while (!isSo())
        {
            if (clock.GetElapsedTime(since) > s_patience)
            {
                throw new SearchIndexException(code, why);
            }

            await Task.Delay(s_lookAgain, clock, ct);
        }
    }

    private static async Task<IReadOnlyCollection<SearchDocument>> DrawAsync(
        IReadOnlyList<string> streams, Func<string, CancellationToken, Task<SearchDocument?>> draw, CancellationToken ct)
    {
        var documents = new List<SearchDocument>();
        foreach (var stream in streams)
        {
            if (await draw(stream, ct) is { } document)
            {
                documents.Add(document);
            }
        }

        return documents;
    }

    private static PlaceReport Report(Forgotten gone, string texts) => new(
        Name, PlaceOutcome.Erased, $"{gone.Cases.Count} cases and {gone.Orders.Count} orders were taken out, {texts}, and all put again without them.");
}
