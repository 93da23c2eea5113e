namespace IntegrationHub.Core.Routing;

/// <summary>Which of the lexicon's words a word of a text is: as such, in a compound, with an ending, or mistyped.</summary>
internal sealed class WordIndex
{
    private const int Long = 5;
    private const int ShortestPart = 3;

    private readonly Dictionary<string, List<int>> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _withoutOneLetter = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, Form, bool), int> _ids = [];
    private readonly List<(Form Form, bool Covers)> _entries = [];
    private int _longest;

    private enum Form
    {
        Exact,
        Begins,
        Ends,
        Short,
        Stem,
    }

    /// <summary>The number of a word of the lexicon; the same for the same word.</summary>
    /// <param name="written"><c>=word</c>, <c>word*</c>, <c>*word</c> or <c>word</c>.</param>
    /// <param name="covers">True when words found inside this one do not count: <c>kontor</c> holds no <c>konto</c>.</param>
    /// <returns>-1 when no letter is left.</returns>
    public int Add(string written, bool covers = false)
    {
        var text = string.Concat(Words.Of(written));
        if (text.Length == 0)
        {
            return -1;
        }

        var form = written[0] == '=' ? Form.Exact
            : written[^1] == '*' ? Form.Begins
            : written[0] == '*' ? Form.Ends
            : text.Length < Long ? Form.Short
            : Form.Stem;
        if (_ids.TryGetValue((text, form, covers), out var known))
        {
            return known;
        }

        var id = _entries.Count;
        _ids.Add((text, form, covers), id);
        _entries.Add((form, covers));
        _longest = Math.Max(_longest, text.Length);
        Append(_byText, text, id);
        if (form == Form.Stem)
        {
            foreach (var key in Deletions(text))
            {
                Append(_withoutOneLetter, key, text);
            }
        }

        return id;
    }

    /// <summary>Adds the numbers of all words that <paramref name="word"/> is or holds; mistyped only when it is none as it stands.</summary>
    public void Find(string word, List<int> found)
    {
        var before = found.Count;
        FindInside(word, found);
        if (found.Count == before && word.Length >= Long && char.IsLetter(word[0]))
        {
            FindMistyped(word, found);
        }
    }

    private void FindInside(string word, List<int> found)
    {
        var lookup = _byText.GetAlternateLookup<ReadOnlySpan<char>>();
        var coveredTo = 0;
        for (var start = 0; start < word.Length; start++)
        {
            var covered = coveredTo;
            for (var length = Math.Min(_longest, word.Length - start); length >= (start == 0 ? 1 : ShortestPart); length--)
            {
                if (start + length <= covered || !lookup.TryGetValue(word.AsSpan(start, length), out var ids))
                {
                    continue;
                }

                foreach (var id in ids)
                {
                    if (Fits(_entries[id].Form, start, word.AsSpan(start + length)))
                    {
                        found.Add(id);
                        coveredTo = _entries[id].Covers ? Math.Max(coveredTo, start + length) : coveredTo;
                    }
                }

                covered = coveredTo;
            }
        }
    }

    private static bool Fits(Form form, int start, ReadOnlySpan<char> rest) => form switch
    {
        Form.Exact => start == 0 && rest.Length == 0,
        Form.Begins => start == 0,
        Form.Ends => start != 1 && (rest.Length == 0 || Words.IsEnding(rest)),
        Form.Short => start == 0 && (rest.Length == 0 || Words.IsEnding(rest)),
        // One letter is never the first part of a compound.
        _ => start != 1,
    };

    private void FindMistyped(string word, List<int> found)
    {
        if (!Mistyped(word, found) && Words.Stem(word) is { Length: >= Long } stem && stem.Length < word.Length)
        {
            Mistyped(stem, found);
        }
    }

    private bool Mistyped(string word, List<int> found)
    {
        var before = found.Count;
        foreach (var key in Deletions(word))
        {
            foreach (var text in _withoutOneLetter.GetValueOrDefault(key) ?? [])
            {
                if (Words.OneTypingErrorApart(word, text))
                {
                    found.AddRange(_byText[text].Where(id => !found.Contains(id)));
                }
            }
        }

        return found.Count > before;
    }

    private static IEnumerable<string> Deletions(string text)
    {
        yield return text;
        for (var at = 1; at < text.Length; at++)
        {
            yield return text.Remove(at, 1);
        }
    }

    private static void Append<T>(Dictionary<string, List<T>> lists, string key, T value)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        list.Add(value);
    }
}
