using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>Reads what callers say besides their matter: yes and no, a person, another language, figures.</summary>
internal static partial class Utterance
{
    private const int ShortWords = 3;

    private static readonly FrozenSet<string> s_yes = Set("ja", "jo", "japp", "jajamen", "jodå", "stämmer", "precis", "korrekt", "rätt", "riktigt", "okej", "yes", "yeah", "yep", "correct", "right", "okay", "ok", "sure");
    private static readonly FrozenSet<string> s_no = Set("nej", "nä", "nädå", "nejdå", "nope", "fel", "no", "inte", "not", "wrong", "isnt", "doesnt");
    private static readonly FrozenSet<string> s_works = Set("fungerar", "funkar", "löst", "klart", "works", "working", "solved", "fixed");
    private static readonly FrozenSet<string> s_person = Set("person", "människa", "handläggare", "operatör", "telefonist", "human", "operator", "agent");
    private static readonly FrozenSet<string> s_anyone = Set("någon", "someone", "somebody");
    private static readonly FrozenSet<string> s_talk = Set("prata", "tala", "snacka", "kopplas", "koppla", "talk", "speak", "connect");
    private static readonly FrozenSet<string> s_case = Set("ärende", "ärendet", "ärendenummer", "ärenden", "case", "ticket");
    private static readonly FrozenSet<string> s_existing = Set("befintligt", "tidigare", "gammalt", "mitt", "existing", "earlier", "previous", "old", "my", "ett", "nummer", "number", "redan");
    private static readonly FrozenSet<string> s_more = Set("information", "lägga", "lägg", "mer", "svara", "add", "more", "answer");

    private static readonly FrozenSet<string>[] s_figures =
    [
        Set("noll", "nolla", "zero", "oh"), Set("ett", "en", "etta", "one"), Set("två", "tvåa", "two"), Set("tre", "trea", "three"),
        Set("fyra", "four"), Set("fem", "femma", "five"), Set("sex", "sexa", "six"), Set("sju", "sjua", "seven"), Set("åtta", "eight"),
        Set("nio", "nia", "nine"),
    ];

    /// <summary>True for yes, false for no, null when it is neither. A no in a sentence counts more than a yes.</summary>
    public static bool? Agrees(string said)
    {
        var words = Words.Of(said);
        return words.Exists(s_no.Contains) ? false : words.Exists(s_yes.Contains) ? true : null;
    }

    /// <summary>True when it is said to work, false when not, null when nothing of it is said.</summary>
    public static bool? Works(string said) =>
        Agrees(said) ?? (Words.Of(said).Exists(s_works.Contains) ? true : null);

    /// <summary>Whether the caller wants to add or answer something.</summary>
    public static bool HasMore(string said) => Words.Of(said).Exists(s_more.Contains);

    /// <summary>Whether a person is asked for: in a few words, or to talk to one.</summary>
    public static bool AsksForPerson(string said)
    {
        var words = Words.Of(said);
        return (words.Count <= ShortWords && words.Exists(s_person.Contains))
            || (words.Exists(s_talk.Contains) && words.Exists(word => s_person.Contains(word) || s_anyone.Contains(word)));
    }

    /// <summary>Whether an existing case is spoken of.</summary>
    public static bool AsksForCase(string said)
    {
        var words = Words.Of(said);
        return words.Count <= 2 * ShortWords && words.Exists(s_case.Contains) && words.Exists(s_existing.Contains);
    }

    /// <summary>The language that is asked for; null when none is.</summary>
    public static string? AsksForLanguage(string said)
    {
        var words = Words.Of(said);
        return words.Count > ShortWords ? null
            : words.Exists(word => word is "english" or "engelska") ? "en"
            : words.Exists(word => word is "swedish" or "svenska") ? "sv" : null;
    }

    /// <summary>The case number in what was said, as figures or as words for them; null when there is none.</summary>
    public static CaseNumber? Number(string said) =>
        CaseNumber.FindIn(said) ?? (CaseNumber.TryParse(Figures(said), out var number) ? number : null);

    /// <summary>The order number in what was said, as figures or as words for them; null when there is none.</summary>
    public static OrderNumber? Order(string said) =>
        OrderNumber.FindIn(said) ?? (OrderNumber.TryParse(Figures(said), out var number) ? number : null);

    /// <summary>The figures in what was said, words for them included.</summary>
    public static string Figures(string said) => string.Concat(Words.Of(said).Select(word =>
        Array.FindIndex(s_figures, names => names.Contains(word)) is var figure and >= 0
            ? ((char)('0' + figure)).ToString()
            : string.Concat(word.Where(char.IsAsciiDigit))));

    private static FrozenSet<string> Set(params ReadOnlySpan<string> words)
    {
        var folded = new List<string>();
        foreach (var word in words)
        {
            folded.AddRange(Words.Of(word));
        }

        return folded.ToFrozenSet(StringComparer.Ordinal);
    }
}
