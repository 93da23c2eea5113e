using System.Collections.Concurrent;
using IntegrationHub.Core.Search;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>The terms that a word is indexed by, as the bytes that the index takes: people use the same words over and over.</summary>
/// <param name="Word">One: as it stands, folded.</param>
/// <param name="Stem">One: the Swedish light stem, folded.</param>
/// <param name="Forms">Every stem that it has in some language, each once; the light one first.</param>
internal sealed record WordForms(BytesRef[] Word, BytesRef[] Stem, BytesRef[] Forms);

/// <summary>Cuts texts into words and finds each word's terms once.</summary>
internal sealed class WordBook(IndexAnalyzer analyzer)
{
    /// <summary>The longest term; of longer runs of letters the beginning is indexed.</summary>
    public const int LongestTerm = 255;

    private const int LongestKept = 40;
    private const int MostKept = 300_000;

    private readonly ConcurrentDictionary<string, WordForms> _known = new(StringComparer.Ordinal);
    private int _kept; // The dictionary's own count takes every lock that it has.

    /// <summary>Adds the words of a text, cut exactly as <see cref="SearchText.Words"/> cuts a query, after a gap.</summary>
    public void Read(string text, List<WordForms?> into)
    {
        if (into.Count > 0)
        {
            into.Add(null);
        }

        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                into.Add(FormsOf(text.AsSpan(start, Math.Min(i - start, LongestTerm))));
            }

            start = i + 1;
        }
    }

    private WordForms FormsOf(ReadOnlySpan<char> word)
    {
        if (word.Length > LongestKept)
        {
            return Forms(word.ToString());
        }

        if (_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var known))
        {
            return known;
        }

        if (Interlocked.Increment(ref _kept) > MostKept)
        {
            _known.Clear(); // Numbers that are said once would fill it for ever.
            Volatile.Write(ref _kept, 0);
        }

        return _known[word.ToString()] = Forms(word.ToString());
    }

    private WordForms Forms(string word)
    {
        var forms = analyzer.Forms(word);
        return new([new(analyzer.Term(IndexAnalyzer.Words, word)!)], [new(forms[0])], [.. forms.Select(form => new BytesRef(form))]);
    }
}
