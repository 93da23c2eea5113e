using System.Text.Json.Nodes;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>A search in Elasticsearch's words: the same ways of being found, and the same scores, as in the embedded index.</summary>
internal static class ElasticQuery
{
    /// <summary>The body of <c>POST /INDEX/_search</c>.</summary>
    /// <param name="query">What is sought.</param>
    /// <param name="text">Its text, as it was read.</param>
    /// <param name="reader">Who asks.</param>
    /// <param name="similar">Whether words with a typing error count.</param>
    /// <param name="size">Hits wanted.</param>
    /// <param name="limit">When the search is ended.</param>
    public static JsonObject Of(SearchQuery query, SoughtText text, SearchReader reader, bool similar, int size, TimeSpan limit)
    {
        var body = new JsonObject
        {
            ["query"] = Whole(query, text, reader, similar),
            ["size"] = size,
            ["track_total_hits"] = true,
            ["timeout"] = $"{(int)limit.TotalMilliseconds}ms",
            ["_source"] = new JsonArray(ElasticDocument.Stored),
            ["sort"] = Order(query.Order),
            ["aggs"] = new JsonObject(SearchField.All.Where(field => field.IsFacet).Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Facet(field)))),
        };
        if (query.After is { } place)
        {
            body["search_after"] = query.Order == SearchSort.Relevance
                ? new JsonArray(place.Score, place.At, place.Key) : new JsonArray(place.At, place.Key);
        }

        return body;
    }

    /// <summary>The body of a page of everything, newest first, in a point in time.</summary>
    public static JsonObject All(string pointInTime, string keepAlive, int size, SearchDocument? last)
    {
        var body = new JsonObject
        {
            ["pit"] = new JsonObject { ["id"] = pointInTime, ["keep_alive"] = keepAlive },
            ["query"] = new JsonObject { ["bool"] = new JsonObject { ["filter"] = new JsonArray(IsDocument()) } },
            ["size"] = size,
            ["track_total_hits"] = false,
            ["_source"] = new JsonArray(ElasticDocument.Stored),
            ["sort"] = Order(SearchSort.Newest),
        };
        if (last is not null)
        {
            body["search_after"] = new JsonArray(last.At.ToUnixTimeMilliseconds(), last.Key);
        }

        return body;
    }

    private static JsonObject Whole(SearchQuery query, SoughtText text, SearchReader reader, bool similar)
    {
        var filter = new JsonArray(IsDocument());
        if (!reader.SeesAll)
        {
            filter.Add(Terms(ElasticDocument.Reader, reader.Marks));
        }

        foreach (var field in SearchField.All.Where(field => field.Sought(query).Count > 0))
        {
            filter.Add(Terms(ElasticDocument.Filter(field), field.Sought(query).Select(field.Comparable)));
        }

        var time = SoughtTime.Of(query);
        if (query.From is not null || query.To is not null)
        {
            filter.Add(new JsonObject { ["range"] = new JsonObject { [ElasticDocument.At] = new JsonObject { ["gte"] = time.From, ["lt"] = time.To } } });
        }

        var whole = new JsonObject { ["filter"] = filter };
        Add(whole, "must", text.Parts.Where(part => !part.Excluded).Select(part => Any(part, similar)));
        Add(whole, "must_not", text.Parts.Where(part => part.Excluded).Select(part => Best(Plain(part))));
        return new JsonObject { ["bool"] = whole };
    }

    private static void Add(JsonObject whole, string clause, IEnumerable<JsonNode> queries)
    {
        JsonArray all = [.. queries];
        if (all.Count > 0)
        {
            whole[clause] = all;
        }
    }

    /// <summary>Every way in which a part can be found; the best one counts.</summary>
    private static JsonObject Any(FreeTextPart part, bool similar)
    {
        var ways = Plain(part);
        if (part.LooksLikeCode && !part.Exact)
        {
            ways.Add(Scored(Of("prefix", ElasticDocument.Codes, new JsonObject { ["value"] = part.Code }), SoughtText.ByWord));
        }

        if (part.Exact || part.Words.Count > 1)
        {
            return Best(ways);
        }

        var word = part.Words[0];
        if (word.Length >= SoughtText.ImplicitPrefix && !part.Prefix)
        {
            ways.Add(Scored(Beginning(word), SoughtText.ByBeginning));
        }

        if (similar && SoughtText.Edits(word) is var edits and > 0)
        {
            ways.Add(Scored(Similar(ElasticDocument.Words, word, edits), SoughtText.ByBeginning));
            ways.Add(Scored(Similar(ElasticDocument.Stems, word, edits), SoughtText.ByBeginning));
        }

        return Best(ways);
    }

    /// <summary>The part as it was written, with its inflections unless it was quoted.</summary>
    private static List<JsonNode> Plain(FreeTextPart part)
    {
        var ways = new List<JsonNode> { Scored(Of("term", ElasticDocument.Codes, new JsonObject { ["value"] = part.Code }), SoughtText.ByCode) };
        if (part.Prefix)
        {
            var last = Beginning(part.Words[^1]);
            ways.Add(Scored(part.Words.Count == 1 ? last : new JsonObject
            {
                ["bool"] = new JsonObject { ["must"] = new JsonArray(Phrase(ElasticDocument.Words, [.. part.Words.SkipLast(1)]), last) },
            }, SoughtText.ByWord));
            return ways;
        }

        ways.Add(Scored(Phrase(ElasticDocument.Words, part.Words), SoughtText.ByWord));
        if (part.Exact)
        {
            return ways;
        }

        if (part.Words.Count == 1)
        {
            ways.Add(Scored(Phrase(ElasticDocument.Title, part.Words), SoughtText.ByTitle));
        }

        ways.Add(Scored(Phrase(ElasticDocument.Stems, part.Words), SoughtText.ByStem));
        if (!part.Words.Any(CommonWords.IsSwedish))
        {
            ways.Add(Scored(Phrase(ElasticDocument.Swedish, part.Words), SoughtText.ByStem));
        }

        if (part.Words.Count == 1 && !CommonWords.IsEnglish(part.Words[0]))
        {
            ways.Add(Scored(Phrase(ElasticDocument.English, part.Words), SoughtText.ByStem));
        }

        return ways;
    }

    private static JsonObject Phrase(string field, IReadOnlyList<string> words) =>
        Of(words.Count == 1 ? "match" : "match_phrase", field, new JsonObject { ["query"] = string.Join(' ', words) });

    private static JsonObject Beginning(string word) => Of("match_bool_prefix", ElasticDocument.Words, new JsonObject { ["query"] = word });

    private static JsonObject Similar(string field, string word, int edits) => Of("match", field, new JsonObject
    {
        ["query"] = word,
        ["fuzziness"] = edits,
        ["prefix_length"] = 1,
        ["max_expansions"] = SoughtText.MostSimilar,
    });

    private static JsonObject Best(List<JsonNode> ways) =>
        new() { ["dis_max"] = new JsonObject { ["queries"] = new JsonArray([.. ways]), ["tie_breaker"] = 0 } };

    private static JsonObject Scored(JsonNode filter, int score) =>
        new() { ["constant_score"] = new JsonObject { ["filter"] = filter, ["boost"] = score } };

    private static JsonObject Of(string query, string field, JsonObject how) => new() { [query] = new JsonObject { [field] = how } };

    private static JsonObject Terms(string field, IEnumerable<string> values) => new() { ["terms"] = new JsonObject { [field] = ElasticJson.Array(values) } };

    /// <summary>All but the index's note of its position.</summary>
    private static JsonObject IsDocument() => new() { ["exists"] = new JsonObject { ["field"] = ElasticDocument.Key } };

    private static JsonObject Facet(SearchField field) => new()
    {
        ["terms"] = new JsonObject
        {
            ["field"] = ElasticDocument.Facet(field),
            ["size"] = SearchPage.MaxFacetValues,
            ["order"] = new JsonArray(Sort("_count", "desc"), Sort("_key", "asc")),
        },
    };

    private static JsonArray Order(SearchSort order) => order switch
    {
        SearchSort.Relevance => new(new JsonObject { ["_score"] = new JsonObject { ["order"] = "desc" } }, Sort(ElasticDocument.At, "desc"), Sort(ElasticDocument.Key, "asc")),
        SearchSort.Oldest => new(Sort(ElasticDocument.At, "asc"), Sort(ElasticDocument.Key, "asc")),
        _ => new(Sort(ElasticDocument.At, "desc"), Sort(ElasticDocument.Key, "asc")),
    };

    private static JsonObject Sort(string by, string direction) => new() { [by] = direction };
}
