using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Search;

/// <summary>Words and numbers that go on from what somebody types, out of documents that the reader may see: no list of words is kept that could tell of others.</summary>
internal static class SearchSuggestions
{
    private const int Most = 8;
    private const int Fewest = 2;
    private const int HitsRead = 50;

    /// <summary>Suggestions for the last word of a text, the most frequent first.</summary>
    /// <param name="q">What was typed so far.</param>
    /// <param name="searchAsync">The search.</param>
    /// <param name="reader">Who types.</param>
    /// <param name="ct">Ends the search.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(
        string? q, Func<SearchQuery, SearchReader, CancellationToken, Task<SearchPage>> searchAsync, SearchReader reader, CancellationToken ct)
    {
        var typed = SearchText.Clean(q).TrimEnd('*');
        if (typed.Length == 0 || typed.Length > FreeText.MaxLength || !char.IsLetterOrDigit(typed[^1]) || SearchText.Words(typed).Last() is not { Length: >= Fewest } last)
        {
            return [];
        }

        var page = await searchAsync(new SearchQuery { Q = typed + "*", Size = HitsRead }, reader, ct);
        var begun = SearchText.Fold(last);
        return
        [
            .. page.Hits.SelectMany(Words).Where(word => SearchText.Fold(word).StartsWith(begun, StringComparison.Ordinal))
                .CountBy(word => word.ToLowerInvariant(), StringComparer.Ordinal)
                .OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Select(word => word.Key).Take(Most),
        ];
    }

    private static IEnumerable<string> Words(SearchHit hit) =>
        SearchText.Words(hit.Title).Concat(SearchText.Words(hit.Snippet)).Append(hit.Number).Concat(hit.Fields.GetValueOrDefault("ticket") ?? [])
            .Distinct(StringComparer.OrdinalIgnoreCase);
}
