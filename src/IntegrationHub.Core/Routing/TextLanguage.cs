using System.Buffers;
using System.Collections.Frozen;

namespace IntegrationHub.Core.Routing;

/// <summary>Swedish or English, by the words that either uses and the other does not.</summary>
internal static class TextLanguage
{
    private static readonly SearchValues<char> s_swedishLetters = SearchValues.Create("åäöÅÄÖ");
    private static readonly FrozenSet<string> s_swedish = Folded("sv");
    private static readonly FrozenSet<string> s_english = Folded("en");

    /// <summary><c>sv</c> or <c>en</c>; Swedish when nothing tells.</summary>
    public static string Of(string text)
    {
        var lead = text.AsSpan(0, Math.Min(text.Length, Words.Read)).ContainsAny(s_swedishLetters) ? 1 : 0;
        foreach (var word in Words.Of(text))
        {
            lead += (s_swedish.Contains(word) ? 1 : 0) - (s_english.Contains(word) ? 1 : 0);
        }

        return lead >= 0 ? "sv" : "en";
    }

    private static FrozenSet<string> Folded(string language) =>
        WordFile.Default.Languages[language].SelectMany(Words.Of).ToFrozenSet(StringComparer.Ordinal);
}
