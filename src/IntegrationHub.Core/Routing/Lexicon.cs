using System.Collections.Frozen;
using System.Text.Json;

namespace IntegrationHub.Core.Routing;

/// <summary>The content of <c>words.json</c>; its first line explains the notation.</summary>
internal sealed record WordFile(
    IReadOnlyList<string> Ignored,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Concepts,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Services,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Languages,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Effects)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<WordFile> s_default =
        new(() => JsonSerializer.Deserialize<WordFile>(RoutingData.Read("words.json"), s_json)!);

    /// <summary>The one built into this assembly.</summary>
    public static WordFile Default => s_default.Value;
}

/// <summary>Which concepts a text holds, by number; the value is the word of the lexicon that showed it, never the text itself.</summary>
internal sealed class Signs(int concepts)
{
    private readonly string?[] _shownBy = new string?[concepts];

    /// <summary>The lexicon's word that showed the concept; null when the text does not hold it.</summary>
    public string? this[int concept] => _shownBy[concept];

    /// <summary>Keeps the first word that shows a concept.</summary>
    public void Add(int concept, string pattern) => _shownBy[concept] ??= pattern;
}

/// <summary>Finds concepts in a text. Built once, then only read; safe to share between threads.</summary>
internal sealed class Lexicon
{
    private readonly WordIndex _index = new();
    private readonly Dictionary<string, int> _concepts = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<Pattern>> _byFirstWord = [];
    private readonly FrozenSet<int> _ignored;
    private readonly int[] _not;
    private readonly int[] _but;

    /// <summary>Concepts are numbered by <paramref name="concepts"/>; words in the values may name a concept as <c>@name</c>.</summary>
    public Lexicon(IReadOnlyList<string> ignored, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> concepts)
    {
        _ignored = ignored.Select(word => _index.Add(word, covers: true)).ToFrozenSet();
        _not = [_index.Add("=inte"), _index.Add("=ej"), _index.Add("=not")];
        _but = [_index.Add("=utan"), _index.Add("=but")];
        var all = concepts.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var name in all.Keys)
        {
            _concepts.Add(name, _concepts.Count);
        }

        foreach (var (name, words) in all)
        {
            foreach (var word in words.SelectMany(word => word[0] == '@' ? all[word] : [word]))
            {
                Add(word, _concepts[name]);
            }
        }
    }

    /// <summary>The number of a concept.</summary>
    /// <exception cref="KeyNotFoundException">The lexicon does not have it.</exception>
    public int this[string concept] => _concepts[concept];

    /// <summary>The concepts of a text; only its first 4 000 characters are read.</summary>
    public Signs Read(string text)
    {
        var signs = new Signs(_concepts.Count);
        var words = Words.Of(text).ConvertAll(Found);
        DropWhatIsDenied(words);
        for (var at = 0; at < words.Count; at++)
        {
            foreach (var id in words[at])
            {
                foreach (var pattern in _byFirstWord.GetValueOrDefault(id) ?? [])
                {
                    if (Follows(words, at, pattern.Words))
                    {
                        signs.Add(pattern.Concept, pattern.Written);
                    }
                }
            }
        }

        return signs;
    }

    private void Add(string written, int concept)
    {
        int[] words = [.. written.Split(' ').Select(word => _index.Add(word))];
        if (!_byFirstWord.TryGetValue(words[0], out var patterns))
        {
            _byFirstWord.Add(words[0], patterns = []);
        }

        patterns.Add(new Pattern(words, concept, written.Trim('=', '*')));
    }

    private List<int> Found(string word)
    {
        List<int> found = [];
        _index.Find(word, found);
        return found;
    }

    // "inte skrivaren utan datorn" is about the computer.
    private void DropWhatIsDenied(List<List<int>> words)
    {
        for (var but = 2; but < words.Count; but++)
        {
            if (!words[but].Exists(id => _but.Contains(id)))
            {
                continue;
            }

            var not = words.FindLastIndex(but - 1, Math.Min(but, 4), word => word.Exists(id => _not.Contains(id)));
            if (not >= 0 && not < but - 1)
            {
                words.RemoveRange(not, but - not);
                but = not;
            }
        }
    }

    // Between two words of a pattern may stand any ignored words and one other.
    private bool Follows(List<List<int>> words, int at, int[] pattern)
    {
        for (var next = 1; next < pattern.Length; next++)
        {
            var others = 0;
            for (at++; at < words.Count && !words[at].Contains(pattern[next]); at++)
            {
                others += words[at].Exists(_ignored.Contains) ? 0 : 1;
                if (others > 1)
                {
                    return false;
                }
            }

            if (at >= words.Count)
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Pattern(int[] Words, int Concept, string Written);
}
