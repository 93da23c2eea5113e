using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>A query in Lucene's words.</summary>
/// <remarks>
/// A part of the text scores by how it is found, as a small whole number: not by how often or how rarely. So a hit's score
/// follows from the document and the query alone; it does not move when other documents come, places in a long answer stay
/// where they are, any other index gives the same order, and a person can be told why one hit stands above another.
/// </remarks>
internal sealed class IndexQuery(IndexAnalyzer analyzer)
{
    private const float ByCode = 16;
    private const float ByTitle = 8;
    private const float ByWord = 4;
    private const float ByStem = 2;
    private const float ByBeginning = 1;

    /// <summary>The fewest letters that stand for the beginning of longer words without a star.</summary>
    private const int ImplicitPrefix = 3;

    /// <param name="query">What is sought.</param>
    /// <param name="similar">Whether words with a typing error count.</param>
    /// <param name="skipped">Takes what is left out.</param>
    /// <returns>The query, and the words that a snippet shows.</returns>
    public (Query Query, IReadOnlyList<string> Words) Of(SearchQuery query, bool similar, List<SearchSkip> skipped)
    {
        var text = FreeText.Parse(query.Q);
        skipped.AddRange(text.Skipped);
        var whole = new BooleanQuery();
        foreach (var field in SearchField.All)
        {
            AddFilter(whole, field, field.Sought(query));
        }

        if (query.From is not null || query.To is not null)
        {
            whole.Add(Unscored(NumericRangeQuery.NewInt64Range(
                IndexedDocument.At, Milliseconds(query.From), Milliseconds(query.To), minInclusive: true, maxInclusive: false)), Occur.MUST);
        }

        var parts = WithoutCommon(text.Parts, skipped);
        foreach (var part in parts)
        {
            whole.Add(part.Excluded ? Plain(part) : Any(part, similar), part.Excluded ? Occur.MUST_NOT : Occur.MUST);
        }

        if (!whole.Clauses.Any(clause => clause.Occur == Occur.MUST))
        {
            whole.Add(Unscored(new MatchAllDocsQuery()), Occur.MUST);
        }

        return (whole, [.. parts.Where(part => !part.Excluded).SelectMany(part => part.Words)]);
    }

    private static void AddFilter(BooleanQuery whole, SearchField field, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        var any = new BooleanQuery();
        foreach (var value in values)
        {
            any.Add(new TermQuery(new Term(IndexedDocument.Filter(field), field.Comparable(value))), Occur.SHOULD);
        }

        whole.Add(Unscored(values.Count == 1 ? any.Clauses[0].Query : any), Occur.MUST);
    }

    /// <summary>Leaves out words that stand in every text, unless there are no others.</summary>
    private IReadOnlyList<FreeTextPart> WithoutCommon(IReadOnlyList<FreeTextPart> parts, List<SearchSkip> skipped)
    {
        var common = parts.Where(IsCommon).ToList();
        if (common.Count == 0 || !parts.Any(part => !part.Excluded && !common.Contains(part)))
        {
            return parts;
        }

        skipped.AddRange(common.Select(part => part.Words[0]).Distinct(StringComparer.OrdinalIgnoreCase).Select(word =>
            new SearchSkip("common", word, $"“{word}” is too common and was left out; quote it to search for it.")));
        return [.. parts.Except(common)];
    }

    private bool IsCommon(FreeTextPart part) =>
        part is { Words.Count: 1, Exact: false, Prefix: false, Excluded: false }
        && (analyzer.Term(IndexAnalyzer.Swedish, part.Words[0]) is null || analyzer.Term(IndexAnalyzer.English, part.Words[0]) is null);

    /// <summary>Every way in which a part can be found; the best one counts.</summary>
    private DisjunctionMaxQuery Any(FreeTextPart part, bool similar)
    {
        var ways = Plain(part);
        if (part.LooksLikeCode && !part.Exact)
        {
            ways.Add(Scored(new PrefixQuery(new Term(IndexedDocument.Codes, part.Code)), ByWord));
        }

        if (part.Exact || part.Words.Count > 1)
        {
            return ways;
        }

        var word = part.Words[0];
        if (word.Length >= ImplicitPrefix && !part.Prefix)
        {
            ways.Add(Scored(new PrefixQuery(new Term(IndexAnalyzer.Words, Term(IndexAnalyzer.Words, word))), ByBeginning));
        }

        var edits = word.Length switch { < 4 => 0, < 8 => 1, _ => 2 };
        if (similar && edits > 0)
        {
            ways.Add(Scored(new FuzzyQuery(new Term(IndexAnalyzer.Words, Term(IndexAnalyzer.Words, word)), edits, prefixLength: 1), ByBeginning));
            ways.Add(Scored(new FuzzyQuery(new Term(IndexAnalyzer.Stems, Term(IndexAnalyzer.Stems, word)), edits, prefixLength: 1), ByBeginning));
        }

        return ways;
    }

    /// <summary>The part as it was written, with its inflections unless it was quoted.</summary>
    private DisjunctionMaxQuery Plain(FreeTextPart part)
    {
        var ways = new DisjunctionMaxQuery(tieBreakerMultiplier: 0) { Scored(new TermQuery(new Term(IndexedDocument.Codes, part.Code)), ByCode) };
        if (part.Prefix)
        {
            ways.Add(Scored(Beginning(part.Words), ByWord));
            return ways;
        }

        ways.Add(Scored(Phrase(IndexAnalyzer.Words, part.Words), ByWord));
        if (part.Exact)
        {
            return ways;
        }

        string[] stemmed = part.Words.Count == 1
            ? [IndexAnalyzer.Title, IndexAnalyzer.Stems, IndexAnalyzer.Swedish, IndexAnalyzer.English]
            : [IndexAnalyzer.Stems, IndexAnalyzer.Swedish];
        foreach (var field in stemmed.Where(field => part.Words.All(word => analyzer.Term(field, word) is not null)))
        {
            ways.Add(Scored(Phrase(field, part.Words), field == IndexAnalyzer.Title ? ByTitle : ByStem));
        }

        return ways;
    }

    private Query Phrase(string field, IReadOnlyList<string> words)
    {
        if (words.Count == 1)
        {
            return new TermQuery(new Term(field, Term(field, words[0])));
        }

        var phrase = new PhraseQuery();
        foreach (var word in words)
        {
            phrase.Add(new Term(field, Term(field, word)));
        }

        return phrase;
    }

    /// <summary>The words, of which the last only begins so. That it stands right after them is not asked: it would cost too much.</summary>
    private Query Beginning(IReadOnlyList<string> words)
    {
        var last = new PrefixQuery(new Term(IndexAnalyzer.Words, Term(IndexAnalyzer.Words, words[^1])));
        return words.Count == 1 ? last : new BooleanQuery
        {
            { Phrase(IndexAnalyzer.Words, [.. words.SkipLast(1)]), Occur.MUST },
            { last, Occur.MUST },
        };
    }

    private string Term(string field, string word) => analyzer.Term(field, word) ?? SearchText.Fold(word);

    private static ConstantScoreQuery Scored(Query query, float score) => new(query) { Boost = score };

    private static ConstantScoreQuery Unscored(Query query) => Scored(query, 0);

    /// <summary>The first millisecond that is not before the instant, as documents are kept to the millisecond.</summary>
    private static long? Milliseconds(DateTimeOffset? instant) =>
        instant is not { } at ? null
        : at.ToUnixTimeMilliseconds() + (at.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
}
