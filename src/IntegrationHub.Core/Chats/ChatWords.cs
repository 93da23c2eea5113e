using System.Collections.Frozen;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>Reads what people write besides their matter. Only short messages are wishes: in a longer one the same words tell of a matter.</summary>
internal static class ChatWords
{
    private const int Few = 6;

    private static readonly FrozenSet<string> s_greeting = Set("hej", "hejsan", "hallå", "tjena", "god", "morgon", "dag", "hi", "hello", "hey", "good", "morning", "day", "start");
    private static readonly FrozenSet<string> s_thanks = Set("tack", "tackar", "thanks", "thank", "thx");
    private static readonly FrozenSet<string> s_cancel = Set("avbryt", "ångra", "cancel", "abort");
    private static readonly FrozenSet<string> s_call = Set("ring", "ringa", "uppringd", "återuppringning", "call", "callback");
    private static readonly FrozenSet<string> s_me = Set("mig", "upp", "bli", "boka", "me", "back", "book");
    private static readonly FrozenSet<string> s_complain = Set("klaga", "klagomål", "missnöjd", "complain", "complaint", "dissatisfied");
    private static readonly FrozenSet<string> s_order = Set("beställning", "beställningen", "beställt", "order", "leverans", "leveransen", "delivery");
    private static readonly FrozenSet<string> s_status = Set("status", "var", "när", "hur", "går", "where", "when", "my", "min");
    private static readonly FrozenSet<string> s_cases = Set("ärenden", "ärendena", "cases", "tickets");
    private static readonly FrozenSet<string> s_mine = Set("mina", "my", "alla", "all");
    private static readonly FrozenSet<string> s_question = Set("hur", "var", "vad", "när", "vem", "vilken", "vilket", "vilka", "varför", "kan", "får", "finns", "how", "where", "what", "when", "who", "which", "why", "can", "may", "is", "are", "do");

    /// <summary>Only a greeting.</summary>
    public static bool IsGreeting(string text) => Words.Of(text) is { Count: > 0 and <= 3 } words && words.TrueForAll(s_greeting.Contains);

    /// <summary>Only thanks.</summary>
    public static bool IsThanks(string text) => Words.Of(text) is { Count: > 0 and <= 5 } words && words.Exists(s_thanks.Contains) && !words.Exists(word => word is "inte" or "not");

    /// <summary>Wants to begin anew.</summary>
    public static bool Cancels(string text) => Words.Of(text) is { Count: 1 } words ? s_cancel.Contains(words[0]) : Words.Of(text) is ["borja", "om"] or ["start", "over"];

    /// <summary>Asks to be called.</summary>
    public static bool AsksForCall(string text) => Words.Of(text) is { Count: <= Few } words && words.Exists(s_call.Contains) && words.Exists(s_me.Contains) && !words.Exists(word => word is "inte" or "not" or "kan" or "cannot");

    /// <summary>Wants to complain.</summary>
    public static bool Complains(string text) => Words.Of(text) is { Count: <= Few } words && words.Exists(s_complain.Contains);

    /// <summary>Asks how an order stands.</summary>
    public static bool AsksForOrder(string text) => Words.Of(text) is { Count: <= Few } words && words.Exists(s_order.Contains) && words.Exists(s_status.Contains);

    /// <summary>Asks for a list of the own cases.</summary>
    public static bool AsksForOwnCases(string text) => Words.Of(text) is { Count: <= Few } words && words.Exists(s_cases.Contains) && words.Exists(s_mine.Contains);

    /// <summary>Whether it is put as a question, which a page may answer.</summary>
    public static bool IsQuestion(string text) => text.TrimEnd().EndsWith('?') || (Words.Of(text) is [var first, ..] && s_question.Contains(first));

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
