using System.Collections.Frozen;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>What callers say while they wait.</summary>
internal static partial class Utterance
{
    private static readonly FrozenSet<string> s_callBack = Set("ring", "ringa", "uppringd", "ringer", "plats", "platsen", "place", "callback", "call", "back");
    private static readonly FrozenSet<string> s_message = Set("meddelande", "meddelandet", "meddela", "message", "voicemail");

    /// <summary>The key for what is said: 1 to be called back, 2 for a message; empty when it is neither.</summary>
    public static string LineWish(string said) =>
        Words.Of(said) is var words && words.Exists(s_message.Contains) ? "2" : words.Exists(s_callBack.Contains) ? "1" : "";
}
