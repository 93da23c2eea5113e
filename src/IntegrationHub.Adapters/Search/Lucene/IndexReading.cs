using IntegrationHub.Core.Search;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Score = J2N.Numerics.Single;
using Time = J2N.Numerics.Int64;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>Answers queries from one state of the index.</summary>
internal sealed class IndexReading(IndexAnalyzer analyzer)
{
    private static readonly SortField ByKey = new(IndexedDocument.Key, SortFieldType.STRING);

    private static readonly SortField NewestFirst = new(IndexedDocument.At, SortFieldType.INT64, reverse: true);

    private static readonly SortField OldestFirst = new(IndexedDocument.At, SortFieldType.INT64);

    private readonly IndexQuery _queries = new(analyzer);

    /// <summary>The answer. A first page that would be empty is sought once more with similar words.</summary>
    public SearchPage Page(IndexSearcher searcher, SearchQuery query, CancellationToken ct)
    {
        var similar = query.After?.Similar ?? false;
        var page = Page(searcher, query, similar, ct);
        if (page.Total > 0 || similar || query.After is not null || string.IsNullOrWhiteSpace(query.Q))
        {
            return page;
        }

        var wider = Page(searcher, query, similar: true, ct);
        return wider.Total > 0 ? wider : page;
    }

    private SearchPage Page(IndexSearcher searcher, SearchQuery query, bool similar, CancellationToken ct)
    {
        var skipped = new List<SearchSkip>();
        var (sought, words) = _queries.Of(query, similar, skipped);
        if (similar)
        {
            skipped.Add(new("similar", "", "Nothing matches the words as they are spelt; these hold similar ones."));
        }

        var size = Math.Clamp(query.Size, 1, SearchQuery.MaxSize);
        var hits = TopFieldCollector.Create(
            Order(query.Order), size + 1, After(query), fillFields: true, trackDocScores: false, trackMaxScore: false, docsScoredInOrder: false);
        var facets = new FacetCollector(ct);
        searcher.Search(sought, MultiCollector.Wrap(hits, facets));

        var top = hits.GetTopDocs();
        var documents = top.ScoreDocs.Take(size).Select(hit => IndexedDocument.Read(searcher.Doc(hit.Doc))).ToList();
        var isLast = top.ScoreDocs.Length <= size;
        return new(
            top.TotalHits, [.. documents.Select(document => SearchHit.Of(document, words))], facets.Facets(),
            isLast ? null : Place(query, similar, (FieldDoc)top.ScoreDocs[size - 1], documents[^1]).Encode(), skipped);
    }

    private static Sort Order(SearchSort order) => order switch
    {
        SearchSort.Relevance => new(SortField.FIELD_SCORE, NewestFirst, ByKey),
        SearchSort.Oldest => new(OldestFirst, ByKey),
        _ => new(NewestFirst, ByKey),
    };

    /// <summary>The hit before the page. Keys are unique, so that its number in the index never decides.</summary>
    private static FieldDoc? After(SearchQuery query)
    {
        if (query.After is not { } place)
        {
            return null;
        }

        object at = Time.GetInstance(place.At);
        object key = new BytesRef(place.Key);
        object[] values = query.Order == SearchSort.Relevance ? [Score.GetInstance(place.Score), at, key] : [at, key];
        return new(int.MaxValue, float.NaN, values);
    }

    private static SearchCursor Place(SearchQuery query, bool similar, FieldDoc last, SearchDocument document) => new(
        SearchCursor.NameOf(query), similar,
        query.Order == SearchSort.Relevance ? ((Score)last.Fields[0]).ToInt32() : 0,
        document.At.ToUnixTimeMilliseconds(), document.Key);
}
