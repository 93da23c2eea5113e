using System.Text.Json.Nodes;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>The query language of Elasticsearch, as far as it is used: looked at document by document, so that it has nothing in common with an index.</summary>
public sealed class DoubleQuery(DoubleIndex index)
{
    /// <summary>The document's score; null when it does not match.</summary>
    public double? Score(JsonNode query, DoubleDocument document)
    {
        var said = query.AsObject();
        DoubleFaultException.Unless(said.Count == 1);
        var (name, how) = (said.First().Key, said.First().Value!.AsObject());
        return name switch
        {
            "match_all" => 1,
            "bool" => Bool(how, document),
            "dis_max" => Best(how, document),
            "constant_score" => Only(how, "filter", "boost") && Score(how["filter"]!, document) is not null ? (double?)how["boost"] ?? 1 : null,
            "exists" => Yes(document.Terms.GetValueOrDefault(Field((string)how["field"]!)) is { Count: > 0 } || document.Numbers.ContainsKey((string)how["field"]!)),
            "terms" => Yes(Terms(document, Single(how).Field).Any(term => Single(how).Value.AsArray().Any(one => (string)one! == term.Term))),
            "term" => Yes(Terms(document, Single(how).Field).Any(term => term.Term == Text(Single(how).Value, "value"))),
            "prefix" => Yes(Terms(document, Single(how).Field).Any(term => term.Term.StartsWith(Text(Single(how).Value, "value"), StringComparison.Ordinal))),
            "range" => Yes(Range(document, Single(how))),
            "match" => Yes(Match(document, Single(how))),
            "match_phrase" => Yes(Phrase(document, Single(how))),
            "match_bool_prefix" => Yes(Beginning(document, Single(how))),
            _ => throw new DoubleFaultException(400, "parsing_exception"),
        };
    }

    private double? Bool(JsonObject how, DoubleDocument document)
    {
        Only(how, "must", "filter", "must_not", "should", "minimum_should_match");
        var must = Clauses(how, "must").Select(query => Score(query, document)).ToList();
        var should = Clauses(how, "should").Select(query => Score(query, document)).ToList();
        var least = (int?)how["minimum_should_match"] ?? (should.Count > 0 && must.Count == 0 && !Clauses(how, "filter").Any() ? 1 : 0);
        var matches = must.TrueForAll(score => score is not null)
            && Clauses(how, "filter").All(query => Score(query, document) is not null)
            && Clauses(how, "must_not").All(query => Score(query, document) is null)
            && should.Count(score => score is not null) >= least;
        return matches ? must.Concat(should).Sum(score => score ?? 0) : null;
    }

    private double? Best(JsonObject how, DoubleDocument document)
    {
        Only(how, "queries", "tie_breaker");
        var scores = Clauses(how, "queries").Select(query => Score(query, document)).OfType<double>().ToList();
        return scores.Count == 0 ? null : scores.Max() + (((double?)how["tie_breaker"] ?? 0) * (scores.Sum() - scores.Max()));
    }

    private bool Match(DoubleDocument document, (string Field, JsonNode Value) how)
    {
        var asked = how.Value as JsonObject;
        Only(asked ?? [], "query", "operator", "fuzziness", "prefix_length", "max_expansions", "fuzzy_transpositions");
        var (terms, edits, prefix) = (Analysed(how), (int?)asked?["fuzziness"] ?? 0, (int?)asked?["prefix_length"] ?? 0);
        bool Has(DoubleToken sought) => Terms(document, how.Field).Any(term =>
            term.Term == sought.Term || (edits > 0 && DoubleDistance.Between(term.Term, sought.Term, prefix) <= edits));
        return terms.Count > 0 && ((string?)asked?["operator"] == "and" ? terms.All(Has) : terms.Any(Has));
    }

    private bool Phrase(DoubleDocument document, (string Field, JsonNode Value) how)
    {
        Only(how.Value as JsonObject ?? [], "query", "slop");
        var terms = Analysed(how);
        if (terms.Count > 1 && (string?)index.All[how.Field]["index_options"] is "docs" or "freqs")
        {
            throw new DoubleFaultException(400, "illegal_state_exception"); // Indexed without positions.
        }

        var held = Terms(document, how.Field).ToHashSet();
        return terms.Count > 0 && held.Any(first => first.Term == terms[0].Term
            && terms.All(term => held.Contains(term with { Place = first.Place + term.Place - terms[0].Place })));
    }

    private bool Beginning(DoubleDocument document, (string Field, JsonNode Value) how)
    {
        Only(how.Value as JsonObject ?? [], "query", "operator");
        var (terms, held) = (Analysed(how), Terms(document, how.Field));
        return terms.Count > 0
            && (held.Any(term => term.Term.StartsWith(terms[^1].Term, StringComparison.Ordinal)) || terms.SkipLast(1).Any(sought => held.Any(term => term.Term == sought.Term)));
    }

    private static bool Range(DoubleDocument document, (string Field, JsonNode Value) how)
    {
        Only(how.Value.AsObject(), "gte", "gt", "lte", "lt");
        return document.Numbers.TryGetValue(how.Field, out var number) && how.Value.AsObject().All(bound => bound.Key switch
        {
            "gte" => number >= (long)bound.Value!,
            "gt" => number > (long)bound.Value!,
            "lte" => number <= (long)bound.Value!,
            _ => number < (long)bound.Value!,
        });
    }

    private IReadOnlyList<DoubleToken> Analysed((string Field, JsonNode Value) how) =>
        index.Analysis.Terms((string?)index.All[Field(how.Field)]["analyzer"] ?? throw new DoubleFaultException(400, "query_shard_exception"), Text(how.Value, "query"));

    private IReadOnlyList<DoubleToken> Terms(DoubleDocument document, string field) => document.Terms.GetValueOrDefault(Field(field)) ?? [];

    /// <summary>Elasticsearch finds nothing in a field that there is not; a test would rather hear of it.</summary>
    private string Field(string name) => index.All.ContainsKey(name) ? name : throw new DoubleFaultException(400, "query_shard_exception");

    private static (string Field, JsonNode Value) Single(JsonObject how)
    {
        DoubleFaultException.Unless(how.Count == 1);
        return (how.First().Key, how.First().Value!);
    }

    private static string Text(JsonNode how, string key) => how is JsonObject said ? (string)said[key]! : (string)how!;

    private static IEnumerable<JsonNode> Clauses(JsonObject how, string name) => how[name] switch
    {
        null => [],
        JsonArray many => many.OfType<JsonNode>(),
        var one => [one],
    };

    private static bool Only(JsonObject how, params string[] keys)
    {
        DoubleFaultException.UnlessOnly(how, keys);
        return true;
    }

    private static double? Yes(bool matches) => matches ? 1 : null;
}

/// <summary>How many letters two words differ by: put in, left out, changed, or two neighbours changed about.</summary>
internal static class DoubleDistance
{
    /// <param name="one">A word.</param>
    /// <param name="other">Another.</param>
    /// <param name="prefix">So many letters at the beginning must be the same.</param>
    public static int Between(string one, string other, int prefix)
    {
        if (one.Length < prefix || other.Length < prefix || one[..prefix] != other[..prefix])
        {
            return int.MaxValue;
        }

        var steps = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                steps[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[one.Length, other.Length];
    }
}
