using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Calls;

/// <summary>Tries the caller's PIN. Bounded: see <see cref="Directory.PinState"/>.</summary>
public sealed record CheckPin(Personal Pin) : Deed;

/// <summary>Raises the priority of a case, by a local IT manager's mandate.</summary>
/// <param name="Words">Why, in the caller's own words; null when it was chosen by key.</param>
/// <param name="Key">Why, as chosen by key: 1 to 3; null when it was said.</param>
public sealed record Escalate(CaseNumber Number, Personal? Words, int? Key) : Deed;

/// <summary>Declares that a common fault is suspected behind a case.</summary>
/// <param name="Words">Why.</param>
public sealed record SuspectFault(CaseNumber Number, Personal Words) : Deed;

/// <summary>What is heard and must not be kept.</summary>
public static class Secrets
{
    /// <summary>What stands in its place: not even how many figures there were.</summary>
    public const string Mask = "[pin]";

    /// <summary>What was heard on a turn, as it may be kept in the log: where a PIN was asked for, nothing of it.</summary>
    public static Heard Kept(Turn asked, Heard heard) => asked.Kind != TurnKind.AskPin ? heard : heard with
    {
        Keys = heard.Keys is null or { Text: "0" } ? heard.Keys : heard.Keys with { Text = Mask },
        Speech = heard.Speech is null ? null : heard.Speech with { Text = Mask },
    };
}
