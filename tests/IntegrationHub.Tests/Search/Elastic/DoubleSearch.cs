using System.Text.Json.Nodes;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>One search over what an index shows.</summary>
internal static class DoubleSearch
{
    private const int LargestWindow = 10_000;

    private static readonly DoubleDocument s_nothing = new("", [], new Dictionary<string, IReadOnlyList<DoubleToken>>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));

    private static readonly string[] s_keys =
        ["query", "size", "from", "track_total_hits", "timeout", "_source", "sort", "aggs", "search_after", "pit", "highlight"];

    /// <summary>The answer's <c>hits</c> and <c>aggregations</c>.</summary>
    public static JsonObject Answer(DoubleIndex index, IReadOnlyList<DoubleDocument> documents, JsonObject body)
    {
        DoubleFaultException.UnlessOnly(body, s_keys);
        var (query, size) = (new DoubleQuery(index), (int?)body["size"] ?? 10);
        DoubleFaultException.Unless(size is >= 0 and <= LargestWindow);
        _ = body["query"] is { } read ? query.Score(read, s_nothing) : null; // A query that cannot be read is refused also where there is nothing to find.
        List<(DoubleDocument Document, double Score)> found =
            [.. documents.Select(document => (Document: document, Score: body["query"] is { } asked ? query.Score(asked, document) : 1)).Where(one => one.Score is not null).Select(one => (one.Document, one.Score!.Value))];
        List<(string Field, bool IsDescending)> sort = [.. (body["sort"]?.AsArray() ?? []).Select(Sort)];
        var after = body["search_after"]?.AsArray().Select(Comparable).ToArray();
        DoubleFaultException.Unless(after is null || after.Length == sort.Count);
        var order = Comparer<IComparable[]>.Create((one, other) => Compare(one, other, sort));
        var hits = found.Select(one => (one.Document, one.Score, Values: sort.Select(by => Value(one.Document, one.Score, by.Field)).ToArray()))
            .OrderBy(hit => hit.Values, order).ThenBy(hit => hit.Document.Id, StringComparer.Ordinal)
            .Where(hit => after is null || order.Compare(hit.Values, after) > 0).Take(size);
        var answer = new JsonObject
        {
            ["hits"] = new JsonObject
            {
                ["total"] = new JsonObject { ["value"] = found.Count, ["relation"] = "eq" },
                ["max_score"] = null,
                ["hits"] = new JsonArray([.. hits.Select(hit => Hit(hit.Document, hit.Score, hit.Values, body["_source"]))]),
            },
        };
        if (body["aggs"] is JsonObject aggregations)
        {
            answer["aggregations"] = new JsonObject(aggregations.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)Terms(index, found, one.Value!.AsObject()))));
        }

        return answer;
    }

    private static JsonObject Hit(DoubleDocument document, double score, IComparable[] values, JsonNode? source) => new JsonObject
    {
        ["_index"] = "index",
        ["_id"] = document.Id,
        ["_score"] = score,
        ["_source"] = new JsonObject(document.Stored.Where(pair => source is not JsonArray names || names.Any(name => (string)name! == pair.Key))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))),
        ["sort"] = new JsonArray([.. values.Select(value => value is string text ? JsonValue.Create(text) : value is long number ? JsonValue.Create(number) : JsonValue.Create((double)value))]),
    };

    private static JsonObject Terms(DoubleIndex index, List<(DoubleDocument Document, double Score)> found, JsonObject aggregation)
    {
        var terms = aggregation["terms"]!.AsObject();
        DoubleFaultException.UnlessOnly(aggregation, "terms");
        DoubleFaultException.UnlessOnly(terms, "field", "size", "order");
        var field = (string)terms["field"]!;
        DoubleFaultException.Unless(index.All.TryGetValue(field, out var how) && (string?)how["type"] == "keyword");
        DoubleFaultException.Unless(terms["order"] is not JsonArray order || (order.Count == 2 && (string?)order[0]!["_count"] == "desc" && (string?)order[1]!["_key"] == "asc"));
        var buckets = found.SelectMany(one => (one.Document.Terms.GetValueOrDefault(field) ?? []).Select(term => term.Term).Distinct(StringComparer.Ordinal))
            .CountBy(term => term, StringComparer.Ordinal)
            .OrderByDescending(bucket => bucket.Value).ThenBy(bucket => bucket.Key, StringComparer.Ordinal).Take((int?)terms["size"] ?? 10);
        return new JsonObject
        {
            ["doc_count_error_upper_bound"] = 0,
            ["sum_other_doc_count"] = 0,
            ["buckets"] = new JsonArray([.. buckets.Select(bucket => new JsonObject { ["key"] = bucket.Key, ["doc_count"] = bucket.Value })]),
        };
    }

    private static (string Field, bool IsDescending) Sort(JsonNode? by)
    {
        if (by is JsonValue plain)
        {
            return ((string)plain!, (string)plain! == "_score");
        }

        DoubleFaultException.Unless(by!.AsObject().Count == 1);
        var (field, how) = (by.AsObject().First().Key, by.AsObject().First().Value!);
        return (field, (how is JsonObject said ? (string?)said["order"] : (string?)how) switch
        {
            "desc" => true,
            "asc" => false,
            _ => throw new DoubleFaultException(400, "parsing_exception"),
        });
    }

    private static IComparable Value(DoubleDocument document, double score, string field) =>
        field switch
        {
            "_score" => score,
            "_shard_doc" => 0L,
            _ when document.Numbers.TryGetValue(field, out var number) => number,
            _ => document.Terms.TryGetValue(field, out var terms) && terms.Count > 0 ? terms[0].Term : "",
        };

    private static IComparable Comparable(JsonNode? value) =>
        value!.AsValue() switch
        {
            var said when said.TryGetValue<string>(out var text) => text,
            var said when said.TryGetValue<long>(out var number) => number,
            var said => said.GetValue<double>(),
        };

    private static int Compare(IComparable[] one, IComparable[] other, List<(string Field, bool IsDescending)> sort)
    {
        for (var i = 0; i < sort.Count; i++)
        {
            var compared = (one[i], other[i]) switch
            {
                (string a, string b) => string.CompareOrdinal(a, b),
                (long a, long b) => a.CompareTo(b),
                var (a, b) => Convert.ToDouble(a, null).CompareTo(Convert.ToDouble(b, null)),
            };
            if (compared != 0)
            {
                return sort[i].IsDescending ? -compared : compared;
            }
        }

        return 0;
    }
}
