using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// The line at a desk that is open and does not answer: order is by when the wait began, and nobody overtakes. Who waits may keep
/// the place and be called back, or leave a message; a desk that is closed is offered the same two. Whatever is heard here that
/// means nothing lets the caller stay.
/// </summary>
public sealed partial class Dialogue
{
    /// <summary>The desk is rung when nobody goes before; otherwise the caller waits.</summary>
    private static Plan Ring(Turn turn) => new(turn, new FindPlace(turn.Desk!, turn.Waiting?.Since));

    /// <summary>The desk rang and nobody took the call.</summary>
    private static Plan IntoLine(Turn turn) => new(turn.To(TurnKind.Wait), new FindPlace(turn.Desk!, turn.Waiting?.Since, Rang: true));

    private Plan Placed(CallState call, Turn turn, FindPlace asked, PlaceFound found)
    {
        var place = Waiting.Of(turn.Waiting, found, asked.Rang);
        var lead = turn.Kind == TurnKind.Connect ? turn.Lead : Lead.None; // Said already to whoever waits.
        return found.Now - place.Since >= Waiting.Longest || place.Rounds >= Waiting.MostRounds || !CanCall(turn) ? NotReached(call, turn with { Waiting = place })
            : !asked.Rang && place.MayRing(found, first: turn.Waiting is null) ? new Plan(turn with { Kind = TurnKind.Connect, Lead = lead, Waiting = place })
            : new Plan(turn.To(TurnKind.Wait, lead) with { Waiting = place.Round(turn.Waiting, asked.Rang) });
    }

    private static Plan LineHeard(CallState call, Turn turn, Heard heard, string keys, string said)
    {
        var wish = keys.Length > 0 ? keys : Utterance.LineWish(said);
        return (turn.Kind, wish) switch
        {
            (TurnKind.Message, _) => MessageHeard(call, turn, heard),
            (_, "1") => NotReached(call, turn),
            (_, "2") => new Plan(turn.To(TurnKind.Message)),
            (TurnKind.Wait, "8") => Ring(turn with { Language = turn.Language == "sv" ? "en" : "sv", Waiting = turn.Waiting! with { Rounds = 0 } }),
            (TurnKind.Wait, _) => Ring(turn),
            (_, "8") => new Plan(turn with { Language = turn.Language == "sv" ? "en" : "sv" }),
            _ => NotReached(call, turn), // Nothing chosen: called back, as whoever calls wants an answer.
        };
    }

    /// <summary>Nothing recorded is asked for again; at the end the caller is called back instead.</summary>
    private static Plan MessageHeard(CallState call, Turn turn, Heard heard) => heard.Recording switch
    {
        { Seconds: > 0 } message => new Plan(turn.To(TurnKind.Goodbye, Lead.MessageLeft), new LeaveMessage(turn.Case!.Value, message)),
        _ when turn.Failures + 1 < MostFailures => new Plan(turn with { Failures = turn.Failures + 1, Lead = Lead.NothingRecorded }),
        _ => NotReached(call, turn),
    };
}
