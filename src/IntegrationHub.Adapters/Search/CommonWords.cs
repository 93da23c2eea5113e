using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.Sv;
using Lucene.Net.Analysis.Util;

namespace IntegrationHub.Adapters.Search;

/// <summary>Words that stand in every text: Snowball's for Swedish, Lucene's for English. The same for every index.</summary>
internal static class CommonWords
{
    /// <summary>Swedish ones, lower case.</summary>
    public static readonly IReadOnlyList<string> Swedish = List(SwedishAnalyzer.DefaultStopSet);

    /// <summary>English ones, lower case.</summary>
    public static readonly IReadOnlyList<string> English = List(StopAnalyzer.ENGLISH_STOP_WORDS_SET);

    private static readonly HashSet<string> s_swedish = [.. Swedish];

    private static readonly HashSet<string> s_english = [.. English];

    /// <summary>Whether the word is one of the Swedish ones.</summary>
    public static bool IsSwedish(string word) => s_swedish.Contains(word.ToLowerInvariant());

    /// <summary>Whether the word is one of the English ones.</summary>
    public static bool IsEnglish(string word) => s_english.Contains(word.ToLowerInvariant());

    private static string[] List(CharArraySet words) => [.. words.Order(StringComparer.Ordinal)];
}
