namespace IntegrationHub.Core.Search;

/// <summary>One page of an answer.</summary>
/// <param name="Total">How many documents match, over all pages; exact unless <c>budget</c> is skipped.</param>
/// <param name="Hits">The page's documents, in order.</param>
/// <param name="Facets">By field, the most frequent values among all that match, at most <see cref="MaxFacetValues"/>; the same on every page.</param>
/// <param name="After">The parameter that asks for the next page; null when this is the last.</param>
/// <param name="Skipped">What of the text was not sought, or not as it stands; empty when all was.</param>
public sealed record SearchPage(
    long Total,
    IReadOnlyList<SearchHit> Hits,
    IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets,
    string? After,
    IReadOnlyList<SearchSkip> Skipped)
{
    /// <summary>The most values that a facet lists; the rarer ones are left out.</summary>
    public const int MaxFacetValues = 50;

    /// <summary>An answer without a hit.</summary>
    public static SearchPage Empty(IReadOnlyList<SearchSkip> skipped) => new(
        0, [], SearchField.All.Where(field => field.IsFacet).ToDictionary(field => field.Name, _ => (IReadOnlyList<FacetCount>)[], StringComparer.Ordinal), null, skipped);
}

/// <summary>A document that matches.</summary>
/// <param name="Key">The document's key.</param>
/// <param name="Kind">Case or order.</param>
/// <param name="Number">Its own number.</param>
/// <param name="At">When it was opened or ordered, UTC.</param>
/// <param name="Title">Its line; empty when only a part of it concerns the reader.</param>
/// <param name="Snippet">About 160 characters of its texts around the first word found; empty when it has none. Plain text, not HTML.</param>
/// <param name="Fields">Its other values by the field's name, as they were put; fields without a value are left out.</param>
public sealed record SearchHit(
    string Key, SearchKind Kind, string Number, DateTimeOffset At, string Title, string Snippet,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Fields)
{
    /// <summary>The hit that a document is to a reader, with a snippet for these words; of what is not all the reader's, no texts and nothing of others.</summary>
    public static SearchHit Of(SearchDocument document, IReadOnlyList<string> words, SearchReader reader) => reader.SeesWhole(document)
        ? new(document.Key, document.Kind, document.Number, document.At, document.Title, Search.Snippet.Of(document.Texts, words), Values(document, field => field.Name is not ("kind" or "number")))
        : new(document.Key, document.Kind, document.Number, document.At, "", "", Values(document, field => field.Name == "status"));

    private static Dictionary<string, IReadOnlyList<string>> Values(SearchDocument document, Func<SearchField, bool> shown) => SearchField.All
        .Where(field => shown(field) && field.Held(document).Count > 0).ToDictionary(field => field.Name, field => field.Held(document), StringComparer.Ordinal);
}

/// <summary>How many documents have a value. Those with the most come first, equals by value.</summary>
/// <param name="Value">As the documents hold it; works as the parameter of its field.</param>
/// <param name="Count">1 or more.</param>
public sealed record FacetCount(string Value, int Count);

/// <summary>Something of the text that was not sought, or not as it stands.</summary>
/// <param name="Code">Stable: <c>no-word</c>, <c>star</c>, <c>short-prefix</c>, <c>too-long</c>, <c>too-many</c>, <c>common</c>, <c>similar</c>, <c>budget</c>.</param>
/// <param name="Text">The piece of the text, at most some 20 characters; empty when it is all of it.</param>
/// <param name="Sentence">What was done, in a plain sentence.</param>
public sealed record SearchSkip(string Code, string Text, string Sentence)
{
    /// <summary>What an answer says that holds similar words.</summary>
    public static readonly SearchSkip Similar = new("similar", "", "Nothing matches the words as they are spelt; these hold similar ones.");
}
