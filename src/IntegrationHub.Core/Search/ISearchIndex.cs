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

    /// <summary>Whether another version of the hub wrote the index: call <see cref="ClearAsync"/>, then fill it from the log's start.</summary>
    bool NeedsRebuild { get; }

    /// <summary>Adds documents, each in the place of the one with the same key. Seen by searches after a refresh or a commit.</summary>
    /// <param name="documents">Any number; kept in memory up to some 16 MB, then written without being seen.</param>
    /// <param name="ct">Ends the wait; some of the documents may have been added, and all may be put again.</param>
    /// <exception cref="SearchIndexException">The index cannot be written.</exception>
    Task PutAsync(IReadOnlyCollection<SearchDocument> documents, CancellationToken ct);

    /// <summary>Takes documents out of what searches find; a key that is not there is passed over.</summary>
    /// <param name="keys">Keys of documents. Their texts may stay on disk for a while: see <see cref="ForgetAsync"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="SearchIndexException">The index cannot be written.</exception>
    Task RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken ct);

    /// <summary>Lets searches see what was put and removed. Cheap; durable only after a commit.</summary>
    /// <exception cref="SearchIndexException">The index cannot be written.</exception>
    Task RefreshAsync(CancellationToken ct);

    /// <summary>Makes everything so far durable, together with the place in the log that it tells of, and seen by searches.</summary>
    /// <param name="reached">The last position whose documents were put; never before <see cref="LastPosition"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reached"/> stands before <see cref="LastPosition"/>.</exception>
    /// <exception cref="SearchIndexException">Nothing was committed; open the index again and follow the log from its <see cref="LastPosition"/>.</exception>
    Task CommitAsync(LogPosition reached, CancellationToken ct);

    /// <summary>Takes documents out so that their texts are gone from the disk too, earlier versions included: for the erasure of a person.</summary>
    /// <param name="keys">All the person's documents at once: the price is a rewrite of every part of the index with something deleted in it.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <remarks>A search that is running keeps its files until it ends. What may stay of a case is put again afterwards, without the person.</remarks>
    /// <exception cref="SearchIndexException">The texts may still be on disk; call it again.</exception>
    Task ForgetAsync(IReadOnlyCollection<string> keys, CancellationToken ct);

    /// <summary>Empties the index, durably, and brings it to this version.</summary>
    /// <exception cref="SearchIndexException">The index cannot be written.</exception>
    Task ClearAsync(CancellationToken ct);

    /// <summary>Answers a query. Any text is answered, and none takes long: what had to be left out is told in <see cref="SearchPage.Skipped"/>.</summary>
    /// <param name="query">What is sought.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="SearchIndexException">The index is damaged, must be rebuilt or is closed.</exception>
    Task<SearchPage> SearchAsync(SearchQuery query, CancellationToken ct);
}

/// <summary>The search index cannot do its work.</summary>
/// <param name="code">Stable: <c>locked</c>, <c>damaged</c>, <c>unwritable</c>, <c>needs-rebuild</c>, <c>closed</c>.</param>
/// <param name="message">What, why, and what to do.</param>
/// <param name="inner">What the store said.</param>
public sealed class SearchIndexException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable name of the fault.</summary>
    public string Code { get; } = code;
}
