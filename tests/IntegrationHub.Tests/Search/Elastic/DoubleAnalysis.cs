using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Analysis.Snowball;
using Lucene.Net.Analysis.Sv;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>A term and its place in the field.</summary>
public readonly record struct DoubleToken(string Term, int Place);

/// <summary>Analysis as the settings of an index spell it out; what they say that is not known here is refused, as Elasticsearch refuses what it does not know.</summary>
public sealed partial class DoubleAnalysis(JsonNode? settings)
{
    private const string LettersAndDigits = @"[\p{L}\p{Nd}&&[^\x{10000}-\x{10FFFF}]]+";

    /// <summary>The terms of a text.</summary>
    /// <param name="analyzer">The analyzer's name in the settings.</param>
    /// <param name="text">The text.</param>
    /// <param name="from">The place of its first word.</param>
    public IReadOnlyList<DoubleToken> Terms(string analyzer, string text, int from = 0)
    {
        var how = settings?["analyzer"]?[analyzer] ?? throw new DoubleFaultException(400, "illegal_argument_exception");
        var tokenizer = settings["tokenizer"]?[(string)how["tokenizer"]!] ?? throw new DoubleFaultException(400, "illegal_argument_exception");
        DoubleFaultException.Unless((string?)tokenizer["type"] == "pattern" && (string?)tokenizer["pattern"] == LettersAndDigits && (int?)tokenizer["group"] == 0);
        var terms = new List<DoubleToken>();
        foreach (var (i, word) in Words().Matches(text).Select(match => match.Value).Index())
        {
            var term = how["filter"]!.AsArray().Aggregate((string?)word, (so, filter) => so is null ? null : Filtered((string)filter!, so));
            if (term is not null)
            {
                terms.Add(new(term, from + i));
            }
        }

        return terms;
    }

    /// <summary>The places that a text takes, those of its stop words included.</summary>
    public static int Places(string text) => Words().Count(text);

    private string? Filtered(string name, string term)
    {
        var filter = settings!["filter"]?[name];
        return ((string?)filter?["type"] ?? name, (string?)filter?["language"]) switch
        {
            ("lowercase", _) => term.ToLowerInvariant(),
            ("truncate", _) => term[..Math.Min(term.Length, (int)filter!["length"]!)],
            ("stop", _) => filter!["stopwords"]!.AsArray().Any(word => (string)word! == term) ? null : term,
            ("asciifolding", _) => Through(term, words => new ASCIIFoldingFilter(words)),
            ("porter_stem", _) => Through(term, words => new PorterStemFilter(words)),
            ("stemmer", "swedish") => Through(term, words => new SnowballFilter(words, new SwedishStemmer())),
            ("stemmer", "light_swedish") => Through(term, words => new SwedishLightStemFilter(words)),
            _ => throw new DoubleFaultException(400, "illegal_argument_exception"),
        };
    }

    private static string Through(string term, Func<TokenStream, TokenStream> filter)
    {
        using var words = new KeywordTokenizer(new StringReader(term));
        using var filtered = filter(words);
        var said = filtered.GetAttribute<ICharTermAttribute>();
        filtered.Reset();
        return filtered.IncrementToken() ? said.ToString() : "";
    }

    // Java's pattern above in .NET's words: here letters beyond the basic plane are pairs, and no letters.
    [GeneratedRegex(@"[\p{L}\p{Nd}]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Words();
}

/// <summary>What the double refuses, as Elasticsearch would.</summary>
public sealed class DoubleFaultException(int status, string type) : Exception(type)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Fails a request whose body is not as it must be.</summary>
    public static void Unless(bool isGood)
    {
        if (!isGood)
        {
            throw new DoubleFaultException(400, "parsing_exception");
        }
    }

    /// <summary>Fails a request with a key that there is not.</summary>
    public static void UnlessOnly(JsonObject body, params string[] keys) => Unless(body.All(pair => keys.Contains(pair.Key, StringComparer.Ordinal)));
}
