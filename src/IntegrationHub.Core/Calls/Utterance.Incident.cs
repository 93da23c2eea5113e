using System.Collections.Frozen;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>What callers say when they are told of an incident.</summary>
internal static partial class Utterance
{
    private static readonly FrozenSet<string> s_plainNo = Set("nej", "nä", "nädå", "nejdå", "no", "nope");
    private static readonly FrozenSet<string> s_also = Set("också", "oxå", "likadant", "samma", "too", "same", "likewise");
    private static readonly FrozenSet<string> s_other = Set("annat", "andra", "else", "other");

    /// <summary>Whether the incident is the caller's matter: yes, "me too", "the same here".</summary>
    public static bool SaysMeToo(string said) =>
        !SaysNo(said) && (Agrees(said) == true || (Words.Of(said) is var words && words.Count <= 2 * ShortWords && words.Exists(s_also.Contains)));

    /// <summary>Whether it is not: "no" said outright, or "something else". That a thing does not work is no "no".</summary>
    public static bool SaysNo(string said) => Words.Of(said).Exists(word => s_plainNo.Contains(word) || s_other.Contains(word));
}
