namespace IntegrationHub.Core.Search;

/// <summary>One thing that a text asks for.</summary>
/// <param name="Words">One word, or several that stand next to each other; 1 or more.</param>
/// <param name="Exact">Quoted: the words as they stand, without inflections.</param>
/// <param name="Prefix">The last word only begins so.</param>
/// <param name="Excluded">Documents that have it are left out.</param>
/// <param name="Code">The same as a number or an id: letters and digits, lower case.</param>
public sealed record FreeTextPart(IReadOnlyList<string> Words, bool Exact, bool Prefix, bool Excluded, string Code)
{
    /// <summary>Whether it may be the beginning of a number or an id: four characters or more, with a digit.</summary>
    public bool LooksLikeCode => Code.Length >= 4 && Code.Any(char.IsDigit);
}

/// <summary>A text as a person wrote it, understood: words, "quoted phrases", -left out, begin*. All parts must match.</summary>
/// <remarks>
/// Our own reading, the same for every index: no text is an error, none names a field, and none is expensive. Digits in groups
/// that together could be a number are one part: <c>1000 0017</c>.
/// </remarks>
/// <param name="Parts">At most <see cref="MaxWords"/> words altogether.</param>
/// <param name="Skipped">What was left out, at most 10.</param>
public sealed record FreeText(IReadOnlyList<FreeTextPart> Parts, IReadOnlyList<SearchSkip> Skipped)
{
    /// <summary>The most characters that are read.</summary>
    public const int MaxLength = 400;

    /// <summary>The most words that are sought.</summary>
    public const int MaxWords = 16;

    /// <summary>The longest word that is sought whole; nobody's word is longer.</summary>
    public const int MaxWord = 100;

    /// <summary>The fewest letters before a star.</summary>
    public const int MinPrefix = 2;

    private const int MaxSkipped = 10;

    /// <summary>Reads a text. Never throws.</summary>
    public static FreeText Parse(string? text)
    {
        var skipped = new List<SearchSkip>();
        var parts = new List<FreeTextPart>();
        var words = 0;
        foreach (var piece in Grouped(Pieces(Shortened(SearchText.Clean(text), skipped))))
        {
            if (Part(piece, skipped) is not { } part)
            {
                continue;
            }

            words += part.Words.Count;
            if (words > MaxWords)
            {
                Skip(skipped, "too-many", piece.Text, $"Only the first {MaxWords} words were searched for.");
                break;
            }

            parts.Add(part);
        }

        return new(parts, [.. skipped.Distinct().Take(MaxSkipped)]);
    }

    private static string Shortened(string text, List<SearchSkip> skipped)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        Skip(skipped, "too-long", "", $"Only the first {MaxLength} characters were searched for.");
        var blank = text.LastIndexOf(' ', MaxLength);
        return SearchText.Clean(text[..(blank > 0 ? blank : MaxLength)]);
    }

    private sealed record Piece(string Text, bool Quoted, bool Excluded)
    {
        public bool IsDigits => !Quoted && !Excluded && Text.Any(char.IsAsciiDigit) && Text.All(c => char.IsAsciiDigit(c) || c is '#' or '-');
    }

    private static IEnumerable<Piece> Pieces(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var excluded = text[i] == '-' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]);
            i += excluded ? 1 : 0;
            var quoted = text[i] == '"';
            i += quoted ? 1 : 0;
            var end = i;
            while (end < text.Length && text[end] != '"' && (quoted || !char.IsWhiteSpace(text[end])))
            {
                end++;
            }

            yield return new(text[i..end], quoted, excluded);
            i = quoted ? end + 1 : end;
        }
    }

    /// <summary>Joins digits in groups that together are as long as a case number.</summary>
    private static IEnumerable<Piece> Grouped(IEnumerable<Piece> pieces)
    {
        var run = new List<Piece>();
        foreach (var piece in pieces.Append(new Piece("", Quoted: true, Excluded: false)))
        {
            if (piece.IsDigits)
            {
                run.Add(piece);
                continue;
            }

            var whole = new Piece(string.Join(' ', run.Select(part => part.Text)), Quoted: false, Excluded: false);
            foreach (var part in run.Count > 1 && SearchText.Code(whole.Text).Length is >= 8 and <= 12 ? [whole] : run)
            {
                yield return part;
            }

            run.Clear();
            if (!piece.Quoted || piece.Text.Length > 0)
            {
                yield return piece;
            }
        }
    }

    private static FreeTextPart? Part(Piece piece, List<SearchSkip> skipped)
    {
        List<string> words = [.. SearchText.Words(piece.Text).Select(word => word.Length <= MaxWord ? word : SearchText.Clean(word[..MaxWord]))];
        if (words.Count == 0)
        {
            Skip(skipped, "no-word", piece.Text, "“{0}” has no letters or digits and was left out.");
            return null;
        }

        var prefix = !piece.Quoted && piece.Text.EndsWith('*');
        if (!piece.Quoted && piece.Text.TrimEnd('*').AsSpan().IndexOfAny('*', '?') >= 0)
        {
            Skip(skipped, "star", piece.Text, "“{0}” was searched without its * and ?: a * may only end a word.");
        }

        if (prefix && words[^1].Length < MinPrefix)
        {
            prefix = false;
            Skip(skipped, "short-prefix", piece.Text, $"“{{0}}” was searched as whole words: at least {MinPrefix} letters must stand before a *.");
        }

        return new(words, piece.Quoted, prefix, piece.Excluded, SearchText.Code(piece.Text));
    }

    private static void Skip(List<SearchSkip> skipped, string code, string text, string sentence)
    {
        var shown = text.Length <= 20 ? text : SearchText.Clean(text[..20]) + "…";
        skipped.Add(new(code, shown, sentence.Replace("{0}", shown, StringComparison.Ordinal)));
    }
}
