using System.Text.Json.Nodes;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>An answer of Elasticsearch's, read.</summary>
internal static class ElasticPage
{
    /// <summary>Whether a search failed only because its time was over.</summary>
    public static bool IsTimeOver(ElasticAnswer answer) =>
        answer.Body?.ToJsonString() is { } said
        && (said.Contains("Time exceeded", StringComparison.Ordinal) || said.Contains("search_timeout_exception", StringComparison.Ordinal));

    /// <summary>The page. The snippet is our own, cut from the texts, so that every index shows the same.</summary>
    public static SearchPage Read(JsonNode answer, SearchQuery query, SoughtText text, SearchReader reader, bool similar, int size)
    {
        List<SearchSkip> skipped = [.. text.Skipped];
        if (similar)
        {
            skipped.Add(SearchSkip.Similar);
        }

        if ((bool?)answer["timed_out"] == true)
        {
            skipped.Add(SearchBudget.Spent);
        }

        var hits = answer["hits"]!["hits"]!.AsArray();
        List<SearchDocument> documents = [.. hits.Take(size).Select(hit => ElasticDocument.Read(hit!))];
        var after = hits.Count <= size ? null : SearchCursor.After(query, similar, ScoreOf(hits[size - 1]!, query), documents[^1]).Encode();
        return new(
            (long)answer["hits"]!["total"]!["value"]!, [.. documents.Select(document => SearchHit.Of(document, text.Words, reader))], Facets(answer["aggregations"]!), after, skipped);
    }

    private static int ScoreOf(JsonNode hit, SearchQuery query) => query.Order == SearchSort.Relevance ? (int)(double)hit["sort"]![0]! : 0;

    private static Dictionary<string, IReadOnlyList<FacetCount>> Facets(JsonNode aggregations) => SearchField.All.Where(field => field.IsFacet).ToDictionary(
        field => field.Name,
        field => (IReadOnlyList<FacetCount>)
        [
            .. aggregations[field.Name]!["buckets"]!.AsArray().Select(bucket => new FacetCount((string)bucket!["key"]!, (int)bucket["doc_count"]!)),
        ],
        StringComparer.Ordinal);
}
