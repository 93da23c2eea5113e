using System.Collections.Frozen;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// A local IT manager and a case of the own organisation: by PIN, the priority may be raised or a common fault be suspected. Nothing else
/// in a call depends on it: whoever has a mandate is asked, connected and called back like everybody.
/// </summary>
public sealed partial class Dialogue
{
    private const string MandateKey = "4";

    private static readonly FrozenSet<string> s_raise =
        new[] { "prioritet", "prioriteten", "prio", "eskalera", "eskalering", "priority", "escalate", "escalation" }.SelectMany(Words.Of).ToFrozenSet(StringComparer.Ordinal);

    private static Plan AskPin(Turn turn) => new(turn.To(TurnKind.AskPin));

    private static bool WantsToRaise(Turn turn, string said) => turn.MayEscalate == true && Words.Of(said).Exists(s_raise.Contains);

    private Plan PinKeyed(CallState call, Turn turn, string keys) =>
        keys.Length == PersonPins.Length ? new Plan(turn, new CheckPin(Own(call, keys))) : Again(turn, Lead.PinWrong);

    private Plan PinTried(Turn turn, Outcome outcome) => outcome switch
    {
        Done => new Plan(turn.To(TurnKind.AskMandate)),
        NotDone { Code: NotDone.PinLocked } => new Plan(turn.To(TurnKind.TellCase, Lead.PinLocked) with { MayEscalate = null }),
        _ => Again(turn, Lead.PinWrong),
    };

    private Plan MandateChosen(Turn turn, string key) => key switch
    {
        "1" or "2" or "3" => new Plan(turn.To(TurnKind.Goodbye, Lead.Escalated), new Escalate(turn.Case!.Value, null, key[0] - '0')),
        "4" => new Plan(turn.To(TurnKind.AskSuspicion)),
        _ => Again(turn, Lead.WrongKey),
    };

    private static Plan MandateSaid(CallState call, Turn turn, string said) =>
        new(turn.To(TurnKind.Goodbye, Lead.Escalated), new Escalate(turn.Case!.Value, Own(call, said), null));

    private static Plan SuspicionSaid(CallState call, Turn turn, string said) =>
        new(turn.To(TurnKind.Goodbye, Lead.SuspicionNoted), new SuspectFault(turn.Case!.Value, Own(call, said)));
}
