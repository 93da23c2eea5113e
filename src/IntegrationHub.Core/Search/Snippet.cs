namespace IntegrationHub.Core.Search;

/// <summary>The piece of a document's texts that shows why it was found.</summary>
internal static class Snippet
{
    private const int Length = 160;
    private const int Lead = 50;

    /// <summary>A piece around the first of the texts' words that looks like one of <paramref name="words"/>; else how the first text begins.</summary>
    public static string Of(IReadOnlyList<string> texts, IReadOnlyList<string> words)
    {
        var stems = words.Select(Stem).ToList();
        foreach (var text in texts)
        {
            if (Find(SearchText.Fold(text), stems) is { } place)
            {
                return Around(text, place);
            }
        }

        return texts.Count == 0 ? "" : Around(texts[0], 0);
    }

    /// <summary>What a word has in common with its inflections, near enough for a snippet.</summary>
    private static string Stem(string word)
    {
        var folded = SearchText.Fold(word);
        return folded.Length <= 4 ? folded : folded[..Math.Max(4, folded.Length - 3)];
    }

    private static int? Find(string folded, List<string> stems)
    {
        for (var i = 0; i < folded.Length; i++)
        {
            var begins = char.IsLetterOrDigit(folded[i]) && (i == 0 || !char.IsLetterOrDigit(folded[i - 1]));
            if (begins && stems.Exists(stem => folded.AsSpan(i).StartsWith(stem, StringComparison.Ordinal)))
            {
                return i;
            }
        }

        return null;
    }

    private static string Around(string text, int place)
    {
        var start = place <= Lead ? 0 : text.IndexOf(' ', place - Lead, Lead) + 1;
        start = start == 0 && place > Lead ? place : start;
        var end = Math.Min(text.Length, start + Length);
        if (end < text.Length)
        {
            var blank = text.LastIndexOf(' ', end, end - start);
            end = blank > place ? blank : end;
        }

        end -= end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return (start > 0 ? "…" : "") + string.Join(' ', text[start..end].Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))
            + (end < text.Length ? "…" : "");
    }
}
