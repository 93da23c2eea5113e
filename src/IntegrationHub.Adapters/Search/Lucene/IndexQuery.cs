using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Lucene.Net.Util.Automaton;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>Writes a number for each document of a segment that is found; false when none is.</summary>
internal delegate bool WriteFound(SegmentTerms segment, Span<byte> scores, byte score);

/// <summary>One way of being found: in a segment it writes its score for the documents that it finds.</summary>
/// <param name="Score">1 or more.</param>
/// <param name="Write">Writes.</param>
internal sealed record Way(int Score, WriteFound Write);

/// <summary>A query for one state of the index.</summary>
/// <param name="Filters">Each must find a document; none scores.</param>
/// <param name="Parts">Each must find it too; the best way of each counts.</param>
/// <param name="Excluded">None may find it.</param>
internal sealed record SoughtDocuments(IReadOnlyList<IReadOnlyList<Way>> Filters, IReadOnlyList<IReadOnlyList<Way>> Parts, IReadOnlyList<IReadOnlyList<Way>> Excluded);

/// <summary>A query in the words of the index, but for its time, which the collector looks at.</summary>
/// <remarks>
/// A part of the text scores by how it is found, as a small whole number: not by how often or how rarely. So a hit's score
/// follows from the document and the query alone; it does not move when other documents come, places in a long answer stay
/// where they are, any other index gives the same order, and a person can be told why one hit stands above another.
/// </remarks>
/// <param name="analyzer">How a text becomes terms.</param>
/// <param name="isFormer">Whether the index still has the shape before, with a field for each language; it answers until it is rebuilt.</param>
internal sealed class IndexQuery(IndexAnalyzer analyzer, Func<bool> isFormer)
{
    /// <param name="searcher">The state of the index.</param>
    /// <param name="query">What is sought.</param>
    /// <param name="text">Its text, as it was read.</param>
    /// <param name="reader">Who asks.</param>
    /// <param name="similar">Whether words with a typing error count.</param>
    public SoughtDocuments Of(IndexSearcher searcher, SearchQuery query, SoughtText text, SearchReader reader, bool similar)
    {
        var filters = new List<IReadOnlyList<Way>>();
        if (!reader.SeesAll)
        {
            filters.Add(AnyOf(IndexedDocument.Reader, reader.Marks));
        }

        filters.AddRange(SearchField.All.Where(field => field.Sought(query).Count > 0)
            .Select(field => AnyOf(IndexedDocument.Filter(field), field.Sought(query).Select(field.Comparable))));
        return new(
            filters,
            [.. text.Parts.Where(part => !part.Excluded).Select(part => Ascending(Any(searcher, part, similar)))],
            [.. text.Parts.Where(part => part.Excluded).Select(part => Ascending(Plain(searcher, part)))]);
    }

    private static List<Way> AnyOf(string field, IEnumerable<string> values) => [.. values.Select(value => Term(field, value, 1))];

    /// <summary>The best way is written last.</summary>
    private static List<Way> Ascending(List<Way> ways) => [.. ways.OrderBy(way => way.Score)];

    /// <summary>Every way in which a part can be found; the best one counts.</summary>
    private List<Way> Any(IndexSearcher searcher, FreeTextPart part, bool similar)
    {
        var ways = Plain(searcher, part);
        if (part.LooksLikeCode && !part.Exact)
        {
            ways.Add(Beginning(IndexedDocument.Codes, part.Code, SoughtText.ByWord));
        }

        if (part.Exact || part.Words.Count > 1)
        {
            return ways;
        }

        var word = part.Words[0];
        if (word.Length >= SoughtText.ImplicitPrefix && !part.Prefix)
        {
            ways.Add(Beginning(IndexAnalyzer.Words, TermOf(IndexAnalyzer.Words, word), SoughtText.ByBeginning, longer: true));
        }

        if (similar && SoughtText.Edits(word) is var edits and > 0)
        {
            ways.Add(Similar(IndexAnalyzer.Words, TermOf(IndexAnalyzer.Words, word), edits));
            ways.Add(Similar(FieldOf(IndexAnalyzer.Stems), TermOf(IndexAnalyzer.Stems, word), edits));
        }

        return ways;
    }

    /// <summary>The part as it was written, with its inflections unless it was quoted.</summary>
    private List<Way> Plain(IndexSearcher searcher, FreeTextPart part)
    {
        var ways = new List<Way> { Term(IndexedDocument.Codes, part.Code, SoughtText.ByCode) };
        if (part.Prefix)
        {
            ways.Add(Beginning(searcher, part.Words));
            return ways;
        }

        ways.Add(Phrase(searcher, part.Words, SoughtText.ByWord));
        if (part.Exact)
        {
            return ways;
        }

        if (part.Words is [var word])
        {
            ways.Add(Term(IndexAnalyzer.Title, TermOf(IndexAnalyzer.Title, word), SoughtText.ByTitle));
            ways.AddRange(IndexAnalyzer.Languages.Where(language => analyzer.Term(language, word) is not null)
                .Select(language => (Field: FieldOf(language), Term: TermOf(language, word))).Distinct()
                .Select(stem => Term(stem.Field, stem.Term, SoughtText.ByStem)));
            return ways;
        }

        string[] languages = [IndexAnalyzer.Stems, IndexAnalyzer.Swedish];
        ways.AddRange(languages.Where(language => part.Words.All(one => analyzer.Term(language, one) is not null))
            .Select(language => Found(searcher, PhraseOf(FieldOf(language), part.Words.Select(one => TermOf(language, one))), SoughtText.ByStem)));
        return ways;
    }

    private string FieldOf(string language) => isFormer() ? language : IndexedDocument.Forms;

    private Way Phrase(IndexSearcher searcher, IReadOnlyList<string> words, int score)
    {
        var terms = words.Select(word => TermOf(IndexAnalyzer.Words, word)).ToList();
        return terms.Count == 1 ? Term(IndexAnalyzer.Words, terms[0], score) : Found(searcher, PhraseOf(IndexAnalyzer.Words, terms), score);
    }

    private static PhraseQuery PhraseOf(string field, IEnumerable<string> terms)
    {
        var phrase = new PhraseQuery();
        foreach (var term in terms)
        {
            phrase.Add(new Term(field, term));
        }

        return phrase;
    }

    /// <summary>The words, of which the last only begins so. That it stands right after them is not asked: it would cost too much.</summary>
    private Way Beginning(IndexSearcher searcher, IReadOnlyList<string> words)
    {
        var last = TermOf(IndexAnalyzer.Words, words[^1]);
        return words.Count == 1 ? Beginning(IndexAnalyzer.Words, last, SoughtText.ByWord) : Found(searcher, new BooleanQuery
        {
            { words.Count == 2 ? new TermQuery(new Term(IndexAnalyzer.Words, TermOf(IndexAnalyzer.Words, words[0]))) : PhraseOf(IndexAnalyzer.Words, words.SkipLast(1).Select(word => TermOf(IndexAnalyzer.Words, word))), Occur.MUST },
            { new PrefixQuery(new Term(IndexAnalyzer.Words, last)), Occur.MUST },
        }, SoughtText.ByWord);
    }

    private string TermOf(string field, string word) => analyzer.Term(field, word) ?? SearchText.Fold(word);

    private static Way Term(string field, string term, int score)
    {
        var bytes = new BytesRef(term);
        return new(score, (segment, scores, written) => segment.Write(field, bytes, scores, written));
    }

    private static Way Beginning(string field, string prefix, int score, bool longer = false)
    {
        var bytes = new BytesRef(prefix);
        return new(score, (segment, scores, written) => segment.WriteBeginning(field, bytes, longer, scores, written));
    }

    /// <summary>Terms with so many letters wrong, left out, added or exchanged for their neighbour. The first letter is right: people see that one.</summary>
    private static Way Similar(string field, string term, int edits)
    {
        var rest = new LevenshteinAutomata(term[1..], withTranspositions: true).ToAutomaton(edits);
        var similar = new CompiledAutomaton(BasicOperations.Concatenate(BasicAutomata.MakeString(term[..1]), rest), finite: true, simplify: false);
        return new(SoughtText.ByBeginning, (segment, scores, written) => segment.WriteSimilar(field, similar, scores, written));
    }

    private static Way Found(IndexSearcher searcher, Query query, int score)
    {
        var weight = searcher.CreateNormalizedWeight(query);
        return new(score, (segment, scores, written) => segment.Write(weight, scores, written));
    }
}
