using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Privacy;

/// <summary>The search index as a place that must forget.</summary>
public static class SearchPlace
{
    private const string Name = "search index";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>The index of a running hub, which a feed keeps up with the log.</summary>
    /// <param name="index">The index as it is now.</param>
    /// <param name="draw">The document of a case as the log has it now; null when there is none.</param>
    /// <param name="clock">The time.</param>
    /// <remarks>
    /// It waits for the feed: what the feed had read before the keys were destroyed is then committed, and none of it comes after.
    /// Then the documents go, their older versions too, and the cases are put again without what cannot be read.
    /// </remarks>
    public static PersonPlace OfRunning(Func<ISearchIndex> index, Func<CaseNumber, CancellationToken, Task<SearchDocument?>> draw, TimeProvider clock) =>
        new(Name, async (gone, ct) =>
        {
            var since = clock.GetTimestamp();
            while (index().LastPosition < gone.Told)
            {
                if (clock.GetElapsedTime(since) > s_patience)
                {
                    throw new SearchIndexException("behind", "The search index is behind the log; the erasure is finished once it has caught up.");
                }

                await Task.Delay(s_lookAgain, clock, ct);
            }

            var documents = new List<SearchDocument>();
            foreach (var number in gone.Cases)
            {
                if (await draw(number, ct) is { } document)
                {
                    documents.Add(document);
                }
            }

            var open = index();
            await open.ForgetAsync([.. gone.Cases.Select(number => number.Stream)], ct);
            await open.PutAsync(documents, ct);
            await open.RefreshAsync(ct);
            return Report(gone.Cases.Count, "put again without them");
        });

    /// <summary>The index in a folder that no hub has open; the next hub puts the cases again as it reads the log.</summary>
    /// <param name="folder">The index's own folder; when there is none, there is nothing to forget.</param>
    public static PersonPlace InFolder(string folder) => new(Name, async (gone, ct) =>
    {
        if (!Directory.Exists(folder))
        {
            return new PlaceReport(Name, PlaceOutcome.Nothing, "There is no search index in the data directory.");
        }

        using var index = LuceneSearchIndex.Open(folder);
        await index.ForgetAsync([.. gone.Cases.Select(number => number.Stream)], ct);
        return Report(gone.Cases.Count, "put again by the next hub that starts");
    });

    private static PlaceReport Report(int cases, string then) => new(
        Name, PlaceOutcome.Erased, $"{cases} cases were taken out, the segments with their texts rewritten, and the cases {then}.");
}
