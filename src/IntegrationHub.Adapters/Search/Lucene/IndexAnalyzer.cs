using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Analysis.Snowball;
using Lucene.Net.Analysis.Sv;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Analysis.Util;
using Lucene.Net.Tartarus.Snowball.Ext;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>How a text becomes terms. Every word is stemmed in every way, because nobody says which language it is in.</summary>
/// <remarks>
/// Snowball leaves neuter definite forms alone ("nätverket"), the light stemmer leaves others ("skrivarna"): both are indexed, in one
/// field (<see cref="IndexedDocument.Forms"/>), for most words have one stem by all of them.
/// Diacritics are folded after stemming, and only where the field says so, so that "far" finds "får" but ranks no field of its own.
/// </remarks>
internal sealed class IndexAnalyzer : Analyzer
{
    /// <summary>Swedish, Snowball stems, without stop words.</summary>
    public const string Swedish = "sv";

    /// <summary>English, Porter stems, without stop words.</summary>
    public const string English = "en";

    /// <summary>Swedish light stems, folded.</summary>
    public const string Stems = "stem";

    /// <summary>The words as they stand, folded.</summary>
    public const string Words = "word";

    /// <summary>As <see cref="Stems"/>, of the title alone.</summary>
    public const string Title = "title";

    /// <summary>The ways to stem, the one that every word has a stem by first.</summary>
    public static readonly IReadOnlyList<string> Languages = [Stems, Swedish, English];

    public IndexAnalyzer()
        : base(PER_FIELD_REUSE_STRATEGY)
    {
    }

    /// <summary>The term that a word is sought by in a field; null when it is a stop word there.</summary>
    public string? Term(string field, string word)
    {
        using var terms = GetTokenStream(field, word);
        var term = terms.GetAttribute<ICharTermAttribute>();
        terms.Reset();
        var found = terms.IncrementToken() ? term.ToString() : null;
        terms.End();
        return found;
    }

    /// <summary>Every stem of a word, each once: the light one first, which every word has.</summary>
    public IReadOnlyList<string> Forms(string word) =>
        [.. Languages.Select(language => Term(language, word)).OfType<string>().Distinct(StringComparer.Ordinal)];

    protected override TokenStreamComponents CreateComponents(string fieldName, TextReader reader)
    {
        var words = new WordTokenizer(reader);
        var lower = new LowerCaseFilter(LuceneVersion.LUCENE_48, words);
        return new(words, fieldName switch
        {
            Swedish => new SnowballFilter(new StopFilter(LuceneVersion.LUCENE_48, lower, SwedishAnalyzer.DefaultStopSet), new SwedishStemmer()),
            English => new PorterStemFilter(new StopFilter(LuceneVersion.LUCENE_48, lower, StopAnalyzer.ENGLISH_STOP_WORDS_SET)),
            Stems or Title => new ASCIIFoldingFilter(new SwedishLightStemFilter(lower)),
            _ => new ASCIIFoldingFilter(lower),
        });
    }

    /// <summary>Cuts a text exactly as <see cref="Core.Search.SearchText.Words"/> cuts a query.</summary>
    private sealed class WordTokenizer(TextReader reader) : CharTokenizer(LuceneVersion.LUCENE_48, reader)
    {
        protected override bool IsTokenChar(int c) => c <= char.MaxValue && char.IsLetterOrDigit((char)c);
    }
}
