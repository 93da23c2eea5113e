using System.Buffers;
using System.Globalization;
using System.Text;

namespace IntegrationHub.Core.Search;

/// <summary>The forms in which texts and values are compared, the same for every index.</summary>
public static class SearchText
{
    /// <summary>The longest value that is told apart; the rest of a longer one is passed over.</summary>
    public const int MaxValue = 200;

    /// <summary>Up to here no character composes with another, and Swedish and English need no more.</summary>
    private const char LastComposed = '\u02FF';

    private static readonly SearchValues<char> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.:/@");

    private static readonly SearchValues<char> s_code = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private const int LongestTitle = 120;

    /// <summary>The text with composed characters (NFC), whatever it was; half a surrogate pair becomes a replacement character.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (!text.AsSpan().ContainsAnyExceptInRange('\0', LastComposed))
        {
            return text;
        }

        var whole = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return whole.IsNormalized() ? whole : whole.Normalize();
    }

    /// <summary>What a text is shown with in one line: its first line, cut at a word.</summary>
    public static string Title(string text)
    {
        var line = Clean(text).Trim().Split('\n', 2)[0].Trim();
        if (line.Length <= LongestTitle)
        {
            return line;
        }

        var blank = line.LastIndexOf(' ', LongestTitle);
        return Clean(line[..(blank > 0 ? blank : LongestTitle)]) + "…";
    }

    /// <summary>A name: lower case, single blanks.</summary>
    public static string Name(string value) => value.Length <= MaxValue && !value.AsSpan().ContainsAnyExcept(s_plain)
        ? value
        : Cut(string.Join(' ', Clean(value).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant());

    /// <summary>A code: its letters and digits, lower case. <c>#1000 0017</c> is <c>10000017</c>.</summary>
    public static string Code(string value) => value.Length <= MaxValue && !value.AsSpan().ContainsAnyExcept(s_code)
        ? value
        : Cut(string.Concat(Clean(value).Where(char.IsLetterOrDigit)).ToLowerInvariant());

    /// <summary>Lower case without diacritics: <c>Lösenord</c> is <c>losenord</c>. As long as the composed text.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, static (folded, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            folded[i] = char.ToLowerInvariant(Base(source[i]));
        }
    });

    /// <summary>The words of a text: runs of letters and digits. What an index calls a word, too.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                yield return text[start..i];
            }

            start = i + 1;
        }
    }

    /// <summary>What a kind is called in the API.</summary>
    public static string Of(SearchKind kind) => kind == SearchKind.Order ? "order" : "case";

    /// <summary>The kind that is called so in the API; null when none is.</summary>
    public static SearchKind? Kind(string name) => Name(name) switch
    {
        "case" => SearchKind.Case,
        "order" => SearchKind.Order,
        _ => null,
    };

    private static string Cut(string text) => text.Length <= MaxValue ? text : Clean(text[..MaxValue]);

    private static char Base(char c)
    {
        if (c < 0x80 || char.IsSurrogate(c))
        {
            return c;
        }

        var apart = c.ToString().Normalize(NormalizationForm.FormD);
        return CharUnicodeInfo.GetUnicodeCategory(apart[0]) == UnicodeCategory.NonSpacingMark ? c : apart[0];
    }
}
