using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace IntegrationHub.Core.Routing.Learning;

/// <summary>Takes a text apart into features. A feature is a 64-bit hash: neither the model nor its file holds a word.</summary>
internal static class TextFeatures
{
    private const int CompanyWords = 25;
    private const int BeginningWords = 20;
    private const int EndingWords = 6;
    private const int SubjectWords = 13;
    private const int ShortestLetters = 3;
    private const int LongestLetters = 5;

    // What kind of feature it is; part of the hash, so it never changes.
    private const ulong Word = 1, Pair = 2, Letters = 3, Together = 4, InSubject = 5, SubjectPair = 6, WholeSubject = 7, AtBeginning = 8, AtEnd = 9;

    private static readonly FrozenSet<string> s_endOfSubject = FrozenSet.ToFrozenSet(
    [
        "hi", "hello", "dear", "hej", "hejsan", "hallo", "sent", "re", "fw", "fwd", "sv", "vb", "please", "am", "pm",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "januari", "februari", "mars", "maj", "juni", "juli", "augusti", "oktober",
    ], StringComparer.Ordinal);

    /// <summary>The features that a view sees in a text, and how often.</summary>
    /// <param name="words">The text's words, as <see cref="Routing.Words.Of"/> gives them.</param>
    /// <param name="view">What to look at.</param>
    /// <param name="counts">Emptied, then filled.</param>
    public static void Read(List<string> words, TextView view, Dictionary<ulong, int> counts)
    {
        counts.Clear();
        ReadWords(words, view, counts);
        if (view.HasFlag(TextView.Letters))
        {
            ReadLetters(words, counts);
        }

        if (view.HasFlag(TextView.Company))
        {
            ReadCompany(words, counts);
        }

        if (view.HasFlag(TextView.Subject))
        {
            ReadSubject(words, counts);
        }
    }

    private static void ReadWords(List<string> words, TextView view, Dictionary<ulong, int> counts)
    {
        var before = 0UL;
        for (var at = 0; at < words.Count; at++)
        {
            var word = Hash(words[at], Word);
            Count(counts, view, TextView.Words, word);
            if (at > 0)
            {
                Count(counts, view, TextView.Neighbours, Mix(before, word, Pair));
            }

            if (at < BeginningWords)
            {
                Count(counts, view, TextView.Beginning, Mix(word, 0, AtBeginning));
            }

            if (at >= words.Count - EndingWords)
            {
                Count(counts, view, TextView.Ending, Mix(word, 0, AtEnd));
            }

            before = word;
        }
    }

    private static void ReadLetters(List<string> words, Dictionary<ulong, int> counts)
    {
        Span<char> bounded = stackalloc char[Routing.Words.LongestWord + 2];
        foreach (var word in words)
        {
            bounded[0] = '_';
            word.CopyTo(bounded[1..]);
            bounded[word.Length + 1] = '_';
            var letters = bounded[..(word.Length + 2)];
            for (var length = ShortestLetters; length <= LongestLetters; length++)
            {
                for (var at = 0; at + length <= letters.Length; at++)
                {
                    Add(counts, Hash(letters.Slice(at, length), Letters));
                }
            }
        }
    }

    private static void ReadCompany(List<string> words, Dictionary<ulong, int> counts)
    {
        ulong[] first = [.. words.Take(CompanyWords).Distinct(StringComparer.Ordinal).Select(word => Hash(word, Word))];
        for (var one = 0; one < first.Length; one++)
        {
            for (var other = one + 1; other < first.Length; other++)
            {
                Add(counts, Mix(Math.Min(first[one], first[other]), Math.Max(first[one], first[other]), Together));
            }
        }
    }

    private static void ReadSubject(List<string> words, Dictionary<ulong, int> counts)
    {
        var (whole, before) = (0UL, 0UL);
        for (var at = 0; at < Math.Min(words.Count, SubjectWords) && !s_endOfSubject.Contains(words[at]); at++)
        {
            var word = Hash(words[at], Word);
            Add(counts, Mix(word, 0, InSubject));
            if (at > 0)
            {
                Add(counts, Mix(before, word, SubjectPair));
            }

            (whole, before) = (Mix(whole, word, WholeSubject), word);
        }

        Add(counts, Mix(whole, 0, WholeSubject));
    }

    private static void Count(Dictionary<ulong, int> counts, TextView view, TextView kind, ulong feature)
    {
        if (view.HasFlag(kind))
        {
            Add(counts, feature);
        }
    }

    private static void Add(Dictionary<ulong, int> counts, ulong feature) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, feature, out _)++;

    // FNV-1a, then MurmurHash3's last step: the same on every machine and in every version.
    private static ulong Hash(ReadOnlySpan<char> text, ulong kind)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return Mix(hash, 0, kind);
    }

    private static ulong Mix(ulong one, ulong other, ulong kind)
    {
        var mixed = (one * 31) + (other * 0x9E3779B97F4A7C15UL) + (kind * 0xC2B2AE3D27D4EB4FUL);
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCDUL;
        return mixed ^ (mixed >> 33);
    }
}
