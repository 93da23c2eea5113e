using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>The search index in an Elasticsearch 8 or 9, over its REST interface.</summary>
/// <remarks>
/// What is put is written at once, so that a commit only notes the position: in the index itself, where no restoring of a copy can part
/// the two. Several hubs may write one index. A reader who may see nothing is answered without asking.
/// What another version has written answers the city's own staff alone: it may say otherwise who reads what.
/// </remarks>
public sealed class ElasticSearchIndex : ISearchIndex
{
    private const string KeepAlive = "2m";
    private const int AtOnce = 1_000;
    private const int LongestId = 512;
    private static readonly TimeSpan s_beyondLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_rewriting = TimeSpan.FromMinutes(30);

    private readonly ElasticHttp _http;
    private readonly ElasticBulk _bulk;
    private readonly Func<ElasticSearchIndex, CancellationToken, Task<string>> _clearAsync;
    private long _position;
    private volatile bool _needsRebuild;

    internal ElasticSearchIndex(
        ElasticHttp http, string name, string askedAs, LogPosition? position, Func<ElasticSearchIndex, CancellationToken, Task<string>> clearAsync)
    {
        (_http, _bulk, Name, AskedAs, _clearAsync) = (http, new(http), name, askedAs, clearAsync);
        (_position, _needsRebuild) = ((position ?? LogPosition.Start).Value, position is null);
    }

    /// <inheritdoc/>
    public LogPosition LastPosition => new(Interlocked.Read(ref _position));

    /// <inheritdoc/>
    public bool NeedsRebuild => _needsRebuild;

    /// <summary>The index's own name, which is written to.</summary>
    internal string Name { get; private set; }

    /// <summary>What is searched: the alias once it answers, so that whoever switches it switches this too.</summary>
    internal string AskedAs { get; set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A key is longer than an id may be, 512 bytes.</exception>
    public Task<IReadOnlyList<RefusedDocument>> PutAsync(IReadOnlyCollection<SearchDocument> documents, LogPosition asOf, CancellationToken ct) =>
        _bulk.SendAsync(Name, Last(documents).Select(document => ElasticBulk.Put(document, asOf)), ct);

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken ct) => DoAsync("refresh the index", HttpMethod.Post, $"/{Name}/_refresh", null, ct);

    /// <inheritdoc/>
    public async Task CommitAsync(LogPosition reached, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reached, LastPosition);
        await NoteAsync(reached, ct);
        await RefreshAsync(ct);
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<SearchDocument> instead, LogPosition asOf, CancellationToken ct)
    {
        var stay = Last(instead).ToDictionary(document => document.Key, StringComparer.Ordinal);
        var refused = await _bulk.SendAsync(
            Name,
            stay.Values.Select(document => ElasticBulk.Put(document, asOf, orEqual: true))
                .Concat(keys.Where(key => !stay.ContainsKey(key)).Select(key => ElasticBulk.Delete(key, asOf))), ct);
        await _bulk.SendAsync(Name, refused.Select(one => ElasticBulk.Delete(one.Key, asOf)), ct);
        await RefreshAsync(ct);
    }

    /// <inheritdoc/>
    /// <remarks>Copies that the cluster's own snapshots hold are the cluster's to let expire.</remarks>
    public Task RewriteAsync(CancellationToken ct) =>
        DoAsync("rewrite what is deleted", HttpMethod.Post, $"/{Name}/_forcemerge?only_expunge_deletes=true", null, ct, s_rewriting);

    /// <inheritdoc/>
    public async Task ClearAsync(CancellationToken ct)
    {
        Name = await _clearAsync(this, ct);
        Interlocked.Exchange(ref _position, LogPosition.Start.Value);
        _needsRebuild = false;
    }

    /// <inheritdoc/>
    public async Task<SearchPage> SearchAsync(SearchQuery query, SearchReader reader, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var text = SoughtText.Of(query);
        if (!reader.SeesAll && reader.Marks.Count == 0)
        {
            return SearchPage.Empty(text.Skipped);
        }

        if (!reader.SeesAll && _needsRebuild)
        {
            throw new SearchIndexException("needs-rebuild", $"The search index at {_http.Settings} was written by another version of the hub; rebuild it from the log: hub views rebuild search.");
        }

        var similar = query.After?.Similar ?? false;
        var page = await PageAsync(query, text, reader, similar, ct);
        if (page.Total > 0 || similar || query.After is not null || string.IsNullOrWhiteSpace(query.Q) || page.Skipped.Contains(SearchBudget.Spent))
        {
            return page;
        }

        var wider = await PageAsync(query, text, reader, similar: true, ct);
        return wider.Total > 0 ? wider : page;
    }

    /// <inheritdoc/>
    /// <remarks>In a point in time, page after page by <c>search_after</c>.</remarks>
    public async IAsyncEnumerable<SearchDocument> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var opened = await DoAsync("open a point in time", HttpMethod.Post, $"/{AskedAs}/_pit?keep_alive={KeepAlive}", null, ct);
        var pointInTime = (string)opened["id"]!;
        try
        {
            SearchDocument? last = null;
            JsonArray hits;
            do
            {
                var answer = await DoAsync("read everything", HttpMethod.Post, "/_search", ElasticQuery.All(pointInTime, KeepAlive, AtOnce, last), ct);
                pointInTime = (string?)answer["pit_id"] ?? pointInTime;
                hits = answer["hits"]!["hits"]!.AsArray();
                foreach (var hit in hits)
                {
                    yield return last = ElasticDocument.Read(hit!);
                }
            }
            while (hits.Count == AtOnce);
        }
        finally
        {
            await _http.SendAsync(HttpMethod.Delete, "/_pit", new JsonObject { ["id"] = pointInTime }, CancellationToken.None, tries: 1);
        }
    }

    /// <summary>Notes in the index how far it tells of the log.</summary>
    internal async Task NoteAsync(LogPosition reached, CancellationToken ct)
    {
        if (await _bulk.SendAsync(Name, [ElasticBulk.Note(reached)], ct) is [var refused, ..])
        {
            throw new SearchIndexException("refused", $"Elasticsearch at {_http.Settings} does not keep the position ({refused.Reason}). Rebuild the index: hub views rebuild search.");
        }

        Interlocked.Exchange(ref _position, reached.Value);
    }

    private async Task<SearchPage> PageAsync(SearchQuery query, SoughtText text, SearchReader reader, bool similar, CancellationToken ct)
    {
        var (size, limit) = (Math.Clamp(query.Size, 1, SearchQuery.MaxSize), _http.Settings.Budget.Limit);
        var answer = await _http.SendAsync(
            HttpMethod.Post, $"/{AskedAs}/_search?allow_partial_search_results=false", ElasticQuery.Of(query, text, reader, similar, size + 1, limit), ct,
            within: limit + s_beyondLimit, tries: 2);
        if (!answer.IsGood && ElasticPage.IsTimeOver(answer))
        {
            return SearchPage.Empty([.. text.Skipped, SearchBudget.Spent]);
        }

        return answer.IsGood ? ElasticPage.Read(answer.Body!, query, text, reader, similar, size) : throw _http.Unexpected("search", answer);
    }

    private async Task<JsonNode> DoAsync(string what, HttpMethod method, string path, JsonNode? body, CancellationToken ct, TimeSpan? within = null)
    {
        var answer = await _http.SendAsync(method, path, body, ct, within);
        var failed = (int?)answer.Body?["_shards"]?["failed"] ?? 0;
        return answer is { IsGood: true, Body: { } good } && failed == 0 ? good
            : throw _http.Unexpected(what, answer.IsGood ? new(HttpStatusCode.ServiceUnavailable, answer.Body) : answer);
    }

    /// <summary>Of several documents with one key, the last.</summary>
    private static Dictionary<string, SearchDocument>.ValueCollection Last(IReadOnlyCollection<SearchDocument> documents)
    {
        var last = new Dictionary<string, SearchDocument>(documents.Count, StringComparer.Ordinal);
        foreach (var document in documents)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(System.Text.Encoding.UTF8.GetByteCount(document.Key), LongestId, nameof(documents));
            last[document.Key] = document;
        }

        return last.Values;
    }
}
