using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Search;

/// <summary>One searchable history of cases and orders, derived from the log: it can always be emptied and filled again.</summary>
/// <remarks>
/// One writer, many readers. Two implementations stand behind it (embedded Lucene, Elasticsearch) and pass the same contract
/// suite. What is wrong with a user's query is told in the answer; what is wrong with the index throws <see cref="SearchIndexException"/>.
/// </remarks>
public interface ISearchIndex
{
    /// <summary>What the last commit reached; follow the log from here. <see cref="LogPosition.Start"/> for an index that is new, or must be rebuilt.</summary>
    LogPosition LastPosition { get; }

    /// <summary>Whether another version of the hub wrote the index: build the next one beside it, or call <see cref="ClearAsync"/> and fill it from the log's start. Until then it answers as well as it can.</summary>
    bool NeedsRebuild { get; }

    /// <summary>Adds documents, each in the place of the one with the same key. Seen by searches after a refresh or a commit.</summary>
    /// <param name="documents">Any number; of several with one key the last counts.</param>
    /// <param name="asOf">A log position whose events are all in them. An index that several hubs write passes over what is older than what it has, so that replays are harmless.</param>
    /// <param name="ct">Ends the wait; some of the documents may have been added, and all may be put again.</param>
    /// <returns>Those that the index will never take; empty as a rule.</returns>
    /// <exception cref="SearchIndexException">The index cannot be written.</exception>
    Task<IReadOnlyList<RefusedDocument>> PutAsync(IReadOnlyCollection<SearchDocument> documents, LogPosition asOf, CancellationToken ct);

    /// <summary>Lets searches see what was put. Cheap; durable only after a commit.</summary>
    /// <exception cref="SearchIndexException">The index cannot be written.</exception>
    Task RefreshAsync(CancellationToken ct);

    /// <summary>Makes everything so far durable, together with the place in the log that it tells of, and seen by searches.</summary>
    /// <param name="reached">The last position whose documents were put; never before <see cref="LastPosition"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reached"/> stands before <see cref="LastPosition"/>.</exception>
    /// <exception cref="SearchIndexException">Nothing was committed; open the index again and follow the log from its <see cref="LastPosition"/>.</exception>
    Task CommitAsync(LogPosition reached, CancellationToken ct);

    /// <summary>Takes documents out, durably and for every search that begins after it: for whoever must be forgotten. Cheap.</summary>
    /// <param name="keys">Keys of documents; one that is not there is passed over. Their texts stay on the disk until <see cref="RewriteAsync"/>.</param>
    /// <param name="instead">What may stay of them, without what must be forgotten; found once this is done.</param>
    /// <param name="asOf">A log position by which that is gone from what is drawn.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="SearchIndexException">They may still be found; call it again.</exception>
    Task ForgetAsync(IReadOnlyCollection<string> keys, IReadOnlyCollection<SearchDocument> instead, LogPosition asOf, CancellationToken ct);

    /// <summary>Writes every part of the index anew that has something deleted in it, so that what was forgotten before is gone from the disk too.</summary>
    /// <param name="ct">Ends the wait; the rewriting may go on.</param>
    /// <remarks>As dear as the index is large, so once for many. Documents are put and found meanwhile. A search that is running keeps its files until it ends.</remarks>
    /// <exception cref="SearchIndexException">The texts may still be on the disk; call it again.</exception>
    Task RewriteAsync(CancellationToken ct);

    /// <summary>Empties the index, durably, and brings it to this version.</summary>
    /// <exception cref="SearchIndexException">The index cannot be written.</exception>
    Task ClearAsync(CancellationToken ct);

    /// <summary>Answers a query. Any text is answered, and none takes long: what had to be left out is told in <see cref="SearchPage.Skipped"/>.</summary>
    /// <param name="query">What is sought.</param>
    /// <param name="reader">Who asks: nothing else is in the answer.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="SearchIndexException">The index is damaged, must be rebuilt, is closed or cannot be reached.</exception>
    Task<SearchPage> SearchAsync(SearchQuery query, SearchReader reader, CancellationToken ct);

    /// <summary>Reads every document as it is at one moment, whatever is put meanwhile: newest first, equals by key.</summary>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="SearchIndexException">As for a search.</exception>
    IAsyncEnumerable<SearchDocument> ReadAllAsync(CancellationToken ct);
}

/// <summary>The search index cannot do its work.</summary>
/// <param name="code">Stable: <c>locked</c>, <c>damaged</c>, <c>unwritable</c>, <c>needs-rebuild</c>, <c>closed</c>; of one elsewhere <c>unavailable</c>, <c>refused</c>, <c>lost</c>, <c>wrong-product</c>.</param>
/// <param name="message">What, why, and what to do.</param>
/// <param name="inner">What the store said.</param>
public sealed class SearchIndexException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable name of the fault.</summary>
    public string Code { get; } = code;
}
