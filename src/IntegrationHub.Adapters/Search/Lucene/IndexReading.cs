using IntegrationHub.Core.Search;
using Lucene.Net.Search;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>Answers queries from one state of the index.</summary>
internal sealed class IndexReading(IndexQuery queries, SearchBudget budget)
{
    /// <summary>The answer. A first page that would be empty is sought once more with similar words.</summary>
    public SearchPage Page(IndexSearcher searcher, SearchQuery query, SearchReader reader, CancellationToken ct)
    {
        var similar = query.After?.Similar ?? false;
        var isSpent = budget.Begin();
        var page = Page(searcher, query, reader, similar, isSpent, ct);
        if (page.Total > 0 || similar || query.After is not null || string.IsNullOrWhiteSpace(query.Q) || isSpent())
        {
            return page;
        }

        var wider = Page(searcher, query, reader, similar: true, isSpent, ct);
        return wider.Total > 0 ? wider : page;
    }

    /// <summary>Every document, newest first.</summary>
    public static IEnumerable<SearchDocument> All(IndexSearcher searcher)
    {
        var found = new List<FoundDocument>(searcher.IndexReader.NumDocs);
        foreach (var leaf in searcher.IndexReader.Leaves)
        {
            var (reader, columns) = (leaf.AtomicReader, SegmentColumns.Of(leaf.AtomicReader));
            var keys = reader.GetSortedDocValues(IndexedDocument.Key);
            found.AddRange(Enumerable.Range(0, reader.MaxDoc).Where(doc => reader.LiveDocs?.Get(doc) ?? true)
                .Select(doc => new FoundDocument(0, columns.At[doc], doc, leaf.DocBase, keys)));
        }

        found.Sort(new PageOrder(SearchSort.Newest));
        return found.Select(one => IndexedDocument.Read(searcher.Doc(one.Base + one.Doc)));
    }

    private SearchPage Page(IndexSearcher searcher, SearchQuery query, SearchReader reader, bool similar, Func<bool> isSpent, CancellationToken ct)
    {
        var text = SoughtText.Of(query);
        var skipped = text.Skipped.ToList();
        if (similar)
        {
            skipped.Add(SearchSkip.Similar);
        }

        var size = Math.Clamp(query.Size, 1, SearchQuery.MaxSize);
        var found = new PageCollector(query, size, isSpent, ct);
        try
        {
            IndexSearch.Run(searcher, queries.Of(searcher, query, text, reader, similar), found, isSpent);
        }
        catch (BudgetSpentException)
        {
            skipped.Add(SearchBudget.Spent);
        }

        var page = found.Page();
        var documents = page.Take(size).Select(hit => IndexedDocument.Read(searcher.Doc(hit.Base + hit.Doc))).ToList();
        var after = page.Count <= size ? null : SearchCursor.After(query, similar, page[size - 1].Score, documents[^1]).Encode();
        return new(found.Total, [.. documents.Select(document => SearchHit.Of(document, text.Words, reader))], found.Facets(), after, skipped);
    }
}
