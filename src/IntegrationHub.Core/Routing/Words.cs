using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Core.Routing;

/// <summary>What the words of a text say about each service. Built once; thread-safe.</summary>
internal sealed class Words
{
    private const int LongestText = 4_000;
    private const int LongestInflection = 5;
    private const int ShortestInCompound = 5;
    private const int ShortestWithTypingError = 6;
    private readonly FrozenDictionary<string, (string Service, double Weight)[]> _stems;
    private readonly (string Phrase, string Service, double Weight)[] _phrases;

    /// <summary>Reads <c>{ "service": { "strong": [...], "weak": [...] } }</c>; entries of several words are phrases.</summary>
    public Words(string json)
    {
        var lexicon = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string[]>>>(json)!;
        var entries = lexicon.SelectMany(service => service.Value.SelectMany(strength => strength.Value.Select(word =>
            (Word: Fold(word), Service: service.Key, Weight: strength.Key switch { "sure" => 5.0, "strong" => 2.5, _ => 1.0 })))).ToList();
        _phrases = [.. entries.Where(entry => entry.Word.Contains(' ')).Select(entry => (" " + entry.Word, entry.Service, entry.Weight + 1))];
        _stems = entries.Where(entry => !entry.Word.Contains(' ')).GroupBy(entry => entry.Word, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Select(entry => (entry.Service, entry.Weight)).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Lower case, without diacritics, letters and digits only, words parted by one blank.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestText)))
        {
            var plain = char.ToLowerInvariant(c) switch
            {
                'å' or 'ä' or 'á' or 'à' => 'a',
                'ö' or 'ø' => 'o',
                'é' or 'è' => 'e',
                'ü' => 'u',
                var lower => char.IsLetterOrDigit(lower) ? lower : ' ',
            };
            if (plain != ' ' || (folded.Length > 0 && folded[^1] != ' '))
            {
                folded.Append(plain);
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>The weight of each service, with the words that gave it.</summary>
    public IReadOnlyList<(string Service, double Weight, IReadOnlyList<string> Said)> Weigh(string text)
    {
        var folded = Fold(text);
        var found = new Dictionary<string, (double Weight, List<string> Said)>(StringComparer.Ordinal);
        void Add(string service, double weight, string said)
        {
            var (before, words) = found.GetValueOrDefault(service, (0, []));
            if (!words.Contains(said, StringComparer.Ordinal))
            {
                words.Add(said);
                found[service] = (before + weight, words);
            }
        }

        foreach (var (phrase, service, weight) in _phrases)
        {
            if ((" " + folded).Contains(phrase, StringComparison.Ordinal))
            {
                Add(service, weight, phrase[1..]);
            }
        }

        foreach (var word in folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal))
        {
            foreach (var (stem, closeness) in Stems(word))
            {
                foreach (var (service, weight) in _stems[stem])
                {
                    Add(service, weight * closeness, stem);
                }
            }
        }

        return [.. found.Select(pair => (pair.Key, pair.Value.Weight, (IReadOnlyList<string>)pair.Value.Said)).OrderByDescending(pair => pair.Weight)];
    }

    /// <summary>The longest stem that the word is an inflection of; else stems inside a compound; else one with a typing error.</summary>
    private IEnumerable<(string Stem, double Closeness)> Stems(string word)
    {
        for (var length = word.Length; length >= Math.Max(2, word.Length - LongestInflection); length--)
        {
            if ((length == word.Length || length >= 3) && _stems.ContainsKey(word[..length]))
            {
                return [(word[..length], 1)];
            }
        }

        var parts = _stems.Keys.Where(stem => stem.Length >= ShortestInCompound && word.Contains(stem, StringComparison.Ordinal)).ToList();
        return parts.Count > 0 ? parts.Select(stem => (stem, 0.8))
            : word.Length < ShortestWithTypingError ? []
            : _stems.Keys.Where(stem => stem.Length >= ShortestWithTypingError && OneSlip(stem, word)).Select(stem => (stem, 0.7)).Take(1);
    }

    /// <summary>Whether the word begins as the stem does, but for one letter changed, left out, added or swapped.</summary>
    private static bool OneSlip(string stem, string word)
    {
        if (stem[0] != word[0] || word.Length > stem.Length + LongestInflection || word.Length < stem.Length - 1)
        {
            return false;
        }

        var same = 0;
        while (same < stem.Length && same < word.Length && stem[same] == word[same])
        {
            same++;
        }

        var rest = stem.AsSpan(same);
        var said = word.AsSpan(same);
        return rest.IsEmpty
            || (said.Length > 0 && said[1..].StartsWith(rest))
            || (said.Length > 0 && said[1..].StartsWith(rest[1..]))
            || said.StartsWith(rest[1..])
            || (said.Length > 1 && rest.Length > 1 && said[0] == rest[1] && said[1] == rest[0] && said[2..].StartsWith(rest[2..]));
    }
}
