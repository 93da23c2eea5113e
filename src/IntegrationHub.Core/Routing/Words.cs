namespace IntegrationHub.Core.Routing;

/// <summary>A text as the router compares it: words in lower case, without diacritics.</summary>
internal static class Words
{
    /// <summary>What is read of a text, in characters; a matter is told within that.</summary>
    public const int Read = 4_000;

    /// <summary>A longer word is cut to so many letters.</summary>
    public const int LongestWord = 40;

    private static readonly string[] s_endings =
    [
        "erna", "arna", "orna", "ens", "ets", "ing", "en", "et", "ar", "er", "or", "na", "as", "es", "ed", "de", "n", "a", "s", "e",
    ];

    /// <summary>The words in order. <c>e-post</c> and <c>pc:n</c> are one word, <c>G:</c> keeps its colon, apostrophes are dropped.</summary>
    public static List<string> Of(string text)
    {
        List<string> words = [];
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        var end = Math.Min(text.Length, Read);
        for (var at = 0; at < end; at++)
        {
            var letter = Folded(text[at]);
            if (letter is '\'' or '’' or '\u0300' || (length > 0 && Joins(text, at, length)))
            {
                continue;
            }

            if (char.IsLetterOrDigit(letter))
            {
                if (length < LongestWord)
                {
                    word[length++] = letter;
                }

                continue;
            }

            if (length == 1 && letter == ':' && char.IsLetter(word[0]))
            {
                word[length++] = ':';
            }

            Flush(word, ref length, words);
        }

        Flush(word, ref length, words);
        return words;
    }

    /// <summary>The word as it stands, then without each Swedish or English ending that it may have.</summary>
    public static IEnumerable<string> WithAndWithoutEnding(string word) =>
        s_endings.Where(ending => word.EndsWith(ending, StringComparison.Ordinal)).Select(ending => word[..^ending.Length]).Prepend(word);

    /// <summary>True for the endings that a short word may take and stay the same word.</summary>
    public static bool IsEnding(ReadOnlySpan<char> rest)
    {
        foreach (var ending in s_endings)
        {
            if (rest.SequenceEqual(ending))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when one letter is changed, added, left out or swapped with its neighbour, the first letter kept.</summary>
    public static bool OneTypingErrorApart(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1 || one[0] != other[0])
        {
            return false;
        }

        var at = 0;
        var shortest = Math.Min(one.Length, other.Length);
        while (at < shortest && one[at] == other[at])
        {
            at++;
        }

        var a = one.AsSpan(at);
        var b = other.AsSpan(at);
        return (a.Length - b.Length) switch
        {
            1 => a[1..].SequenceEqual(b),
            -1 => b[1..].SequenceEqual(a),
            _ => a.Length == 0 || a[1..].SequenceEqual(b[1..])
                || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..])),
        };
    }

    // A hyphen after at most three letters (e-post, it-faktura) and a colon inside a word (pc:n) bind.
    private static bool Joins(string text, int at, int length) =>
        at + 1 < text.Length && char.IsLetter(text[at + 1])
        && ((text[at] is '-' && length <= 3) || (text[at] is ':' && length > 1));

    private static void Flush(Span<char> word, ref int length, List<string> words)
    {
        if (length > 0)
        {
            words.Add(word[..length].ToString());
        }

        length = 0;
    }

    private static char Folded(char letter) => char.ToLowerInvariant(letter) switch
    {
        'å' or 'ä' or 'á' or 'à' or 'â' or 'ã' or 'æ' => 'a',
        'ö' or 'ø' or 'ó' or 'ò' or 'ô' or 'õ' => 'o',
        'é' or 'è' or 'ê' or 'ë' => 'e',
        'ü' or 'ú' or 'ù' or 'û' => 'u',
        'í' or 'ì' or 'î' or 'ï' => 'i',
        >= '\u0300' and <= '\u036f' => '\u0300',
        var other => other,
    };
}
