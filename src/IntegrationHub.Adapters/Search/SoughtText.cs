using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search;

/// <summary>The part of a query that is text, as every index seeks it.</summary>
/// <param name="Parts">All must match; those that are excluded must not.</param>
/// <param name="Words">What a snippet shows.</param>
/// <param name="Skipped">What was left out.</param>
internal sealed record SoughtText(IReadOnlyList<FreeTextPart> Parts, IReadOnlyList<string> Words, IReadOnlyList<SearchSkip> Skipped)
{
    /// <summary>Found by a number or an id of the document.</summary>
    public const int ByCode = 16;

    /// <summary>Found in the title.</summary>
    public const int ByTitle = 8;

    /// <summary>Found as it was written.</summary>
    public const int ByWord = 4;

    /// <summary>Found in another inflection.</summary>
    public const int ByStem = 2;

    /// <summary>Found as the beginning of a longer word, or as a similar one.</summary>
    public const int ByBeginning = 1;

    /// <summary>The fewest letters that stand for the beginning of longer words without a star.</summary>
    public const int ImplicitPrefix = 3;

    /// <summary>The most words that may come from one with a typing error, where an index must be told: Elasticsearch keeps the nearest, the embedded one takes all.</summary>
    public const int MostSimilar = 200;

    /// <summary>Reads the text of a query, and leaves out words that stand in every text, unless there are no others.</summary>
    public static SoughtText Of(SearchQuery query)
    {
        var text = FreeText.Parse(query.Q);
        var (parts, skipped) = (text.Parts, text.Skipped.ToList());
        var common = parts.Where(IsCommon).ToList();
        if (common.Count > 0 && parts.Any(part => !part.Excluded && !common.Contains(part)))
        {
            skipped.AddRange(common.Select(part => part.Words[0]).Distinct(StringComparer.OrdinalIgnoreCase).Select(word =>
                new SearchSkip("common", word, $"“{word}” is too common and was left out; quote it to search for it.")));
            parts = [.. parts.Except(common)];
        }

        return new(parts, [.. parts.Where(part => !part.Excluded).SelectMany(part => part.Words)], skipped);
    }

    /// <summary>How many letters of a word may be wrong.</summary>
    public static int Edits(string word) => word.Length switch { < 4 => 0, < 8 => 1, _ => 2 };

    private static bool IsCommon(FreeTextPart part) =>
        part is { Words.Count: 1, Exact: false, Prefix: false, Excluded: false }
        && (CommonWords.IsSwedish(part.Words[0]) || CommonWords.IsEnglish(part.Words[0]));
}
