using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Core.Search;

/// <summary>A place in the answer to a query: right after one hit, whether or not that hit is still there.</summary>
/// <remarks>
/// It holds what hits are ordered by, all of it fixed by the document and the query alone, so that documents put or removed
/// between two pages neither repeat nor hide others.
/// </remarks>
/// <param name="Query">Which query it belongs to.</param>
/// <param name="Similar">Whether the answer holds similar words, because nothing matched the words themselves.</param>
/// <param name="Score">How well the hit matches, a whole number.</param>
/// <param name="At">When the hit was opened, Unix milliseconds.</param>
/// <param name="Key">The hit's key.</param>
public sealed record SearchCursor(string Query, bool Similar, int Score, long At, string Key)
{
    private const char Apart = '\n';

    /// <summary>The place right after a hit.</summary>
    /// <param name="query">What was sought.</param>
    /// <param name="similar">Whether the answer holds similar words.</param>
    /// <param name="score">How well the hit matches; it counts only where hits are ordered by it.</param>
    /// <param name="last">The hit.</param>
    public static SearchCursor After(SearchQuery query, bool similar, int score, SearchDocument last) =>
        new(NameOf(query), similar, query.Order == SearchSort.Relevance ? score : 0, last.At.ToUnixTimeMilliseconds(), last.Key);

    /// <summary>What <see cref="SearchPage.After"/> shows: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Query}{Apart}{(Similar ? 1 : 0)}{Apart}{Score}{Apart}{At}{Apart}{Key}")));

    /// <summary>Reads a place back; null when it is none, or belongs to another query.</summary>
    public static SearchCursor? Decode(string text, SearchQuery query)
    {
        if (text.Length > 2_000 || !Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Apart);
        return parts.Length == 5 && parts[0] == NameOf(query) && parts[1] is "0" or "1"
            && parts[4] is { Length: > 0 and <= SearchText.MaxValue }
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var score)
            && long.TryParse(parts[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
                ? new(parts[0], parts[1] == "1", score, at, parts[4])
                : null;
    }

    /// <summary>A short name for a query without its place and size.</summary>
    public static string NameOf(SearchQuery query)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "q", [SearchText.Clean(query.Q)]);
        Add(hash, "sort", [query.Order.ToString()]);
        Add(hash, "from", [query.From?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? ""]);
        Add(hash, "to", [query.To?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? ""]);
        foreach (var field in SearchField.All)
        {
            Add(hash, field.Name, field.Sought(query).Select(field.Comparable).Order(StringComparer.Ordinal));
        }

        return Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, 9));
    }

    private static void Add(IncrementalHash hash, string name, IEnumerable<string> values) =>
        hash.AppendData(Encoding.UTF8.GetBytes($"{name}={string.Join('\u001F', values)}\u001E"));
}
