using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Search;

/// <summary>Puts what the log tells into an index: a long history in one go, each stream once; then what comes, batch by batch.</summary>
internal sealed partial class SearchFilling(IEventLog log, IReadOnlyList<SearchSource> sources, ILogger<SearchFilling> logger)
{
    /// <summary>Documents drawn at a time; also the most events of one batch.</summary>
    public const int MostAtOnce = 2_000;

    /// <summary>A commit writes what is in memory as parts of its own, which must be merged later: a hub that is stopped while it fills does this much again.</summary>
    private const int CommitEvery = 500_000;

    /// <summary>Whether searches find such a stream.</summary>
    public bool Concerns(string stream) => SearchSource.Of(sources, stream) is not null;

    /// <summary>Brings the index from where it is to the log's end now, and commits.</summary>
    /// <param name="index">The index.</param>
    /// <param name="progress">Told how many more events were read.</param>
    /// <param name="ct">Ends the filling; what was committed stands, and it is gone on from there.</param>
    /// <remarks>
    /// A document is drawn from the whole stream as it is now, so that each stream is drawn once, when it is first met: by its first event,
    /// or, where the index goes on from an earlier commit, by the first event since.
    /// </remarks>
    /// <returns>How many events were read, and how many documents put.</returns>
    public async Task<(long Events, long Documents)> CatchUpAsync(ISearchIndex index, Action<int> progress, CancellationToken ct)
    {
        var fromStart = index.LastPosition == LogPosition.Start;
        var met = fromStart ? null : new HashSet<string>(StringComparer.Ordinal);
        var (waiting, events, committed) = (new List<string>(MostAtOnce), 0L, 0L);
        var (reached, head) = (index.LastPosition, await log.HeadAsync(ct));
        await using var batches = new SearchBatches((streams, asOf) => PutAsync(index, streams, asOf, ct));
        await foreach (var recorded in log.ReadAllAsync(index.LastPosition, ct))
        {
            if (recorded.Position > head)
            {
                break; // It comes with what follows.
            }

            (reached, events) = (recorded.Position, events + 1);
            if (Concerns(recorded.Stream) && (met?.Add(recorded.Stream) ?? recorded.Revision == 0))
            {
                waiting.Add(recorded.Stream);
            }

            if (waiting.Count >= MostAtOnce)
            {
                await batches.AddAsync(waiting, reached);
                waiting = new(MostAtOnce);
                if (batches.Put - committed >= CommitEvery)
                {
                    await batches.EndAsync();
                    await index.CommitAsync(reached, ct);
                    committed = batches.Put;
                }
            }

            if (events % MostAtOnce == 0)
            {
                progress(MostAtOnce);
            }
        }

        await batches.AddAsync(waiting, reached);
        await batches.EndAsync();
        if (reached > index.LastPosition)
        {
            await index.CommitAsync(reached, ct);
        }

        progress((int)(events % MostAtOnce));
        return (events, batches.Put);
    }

    /// <summary>Draws streams and puts them.</summary>
    /// <param name="index">The index.</param>
    /// <param name="streams">Each once.</param>
    /// <param name="asOf">Where the log was read to before they are drawn.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>How many documents were put.</returns>
    public async Task<int> PutAsync(ISearchIndex index, IReadOnlyCollection<string> streams, LogPosition asOf, CancellationToken ct)
    {
        var drawn = new List<SearchDocument>(streams.Count);
        foreach (var stream in streams)
        {
            if (await DrawAsync(stream, ct) is { } document)
            {
                drawn.Add(document);
            }
        }

        if (drawn.Count == 0)
        {
            return 0;
        }

        foreach (var refused in await index.PutAsync(drawn, asOf, ct))
        {
            Refused(logger, refused.Key, refused.Reason);
        }

        return drawn.Count;
    }

    private async ValueTask<SearchDocument?> DrawAsync(string stream, CancellationToken ct)
    {
        try
        {
            return await SearchSource.OfStreamAsync(sources, stream, ct);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or EventLogException))
        {
            // One stream that cannot be read must not keep all later ones from being found.
            Unreadable(logger, fault, stream);
            return null;
        }
    }

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "{Stream} cannot be read and stays out of the search index.")]
    private static partial void Unreadable(ILogger logger, Exception fault, string stream);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "The search index does not take {Key} ({Reason}); it stays out until it changes, or the index is built anew.")]
    private static partial void Refused(ILogger logger, string key, string reason);
}
