using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>Getting through: the desk is called, and when nobody can answer the call is promised back.</summary>
public sealed partial class Dialogue
{
    /// <summary>To a person, with a case in any event: so that there is one number and a promise can be kept.</summary>
    private Plan ToPerson(Turn turn, Lead why) =>
        turn is { Case: { } number, Phase: not (CasePhase.Closed or CasePhase.ClosedUnconfirmed) }
            ? ToDesk(turn.To(TurnKind.Connect, why) with { Case = number, Desk = lines.Has(turn.Desk) ? turn.Desk : PersonDesk(turn) })
            : new Plan(
                turn.To(TurnKind.Connect, why) with { Case = null, Phase = null, Question = null, Routing = null },
                new MakeCase(CaseKind.Question, new RoutingDecision(null, PersonDesk(turn), 1, [Reason(why)], [], null)));

    private static string Reason(Lead why) => why switch
    {
        Lead.Apology => "the hub failed during the call",
        Lead.GivenUp => "not understood three times",
        _ => "a person was asked for",
    };

    private Plan ToDesk(Turn turn) => CanCall(turn) ? Ring(turn) : new Plan(turn.To(TurnKind.OfferCallBack));

    /// <summary>The desk was called. What it pressed counts more than what Twilio says: an answering machine answers too.</summary>
    private Plan Called(CallState call, Turn turn, Dialled how)
    {
        var spoke = call.Offer switch
        {
            Offer.Taken => how.Bridged ?? true,
            Offer.Open or Offer.Refused => false,
            _ => how.Bridged ?? how.Status is "completed" or "answered",
        };
        return spoke && how.Status is "completed" or "answered" ? new Plan(turn.To(TurnKind.Goodbye, Lead.Spoken))
            : turn.Handed is not null ? Back(turn, "not-answered")
            : how.Status is "failed" or "canceled" || !CanCall(turn) ? NotReached(call, turn)
            : IntoLine(turn);
    }

    private static Plan NotReached(CallState call, Turn turn) => call.Phone is { } phone
        ? Promise(turn, phone)
        : new Plan(turn.To(TurnKind.AskPhone));

    private Plan CallBackOn(CallState call, Turn turn, string figures) =>
        figures.Length == 0 ? Again(turn, Lead.NotANumber) : Promise(turn, Own(call, figures));

    // Failures are kept: a number that proves to be none counts with those before.
    private static Plan Promise(Turn turn, Personal phone) =>
        new(turn with { Kind = TurnKind.Promise, Lead = Lead.None, Phone = phone }, new BookCall(turn.Case!.Value, phone, turn.Waiting is { Rounds: > 0 } place ? place : null));
}
