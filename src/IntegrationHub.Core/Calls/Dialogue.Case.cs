using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Calls;

/// <summary>A case that the caller has already: how it stands, and what to do with it.</summary>
public sealed partial class Dialogue
{
    private Plan CaseKeyed(Turn turn, string keys) =>
        OrderNumber.TryParse(keys, out var order) ? OrderAsked(turn, order)
        : CaseNumber.TryParse(keys, out var number) ? new Plan(turn, new FindCase(number)) : Again(turn, Lead.CaseUnknown);

    private Plan CaseSaid(Turn turn, string said) =>
        Utterance.Order(said) is { } order ? OrderAsked(turn, order)
        : Utterance.Number(said) is { } number ? new Plan(turn, new FindCase(number)) : Again(turn, Lead.CaseUnknown);

    private static Turn Told(Turn turn, Found found) =>
        turn.To(TurnKind.TellCase) with
        {
            Case = found.Number,
            Phase = found.Phase,
            Desk = found.Desk,
            Question = found.Question,
            MayEscalate = found.MayEscalate ? true : null,
            Promised = found.Promised,
        };

    private Plan CaseKey(Turn turn, string key) => key switch
    {
        "1" when CanConfirm(turn.Phase) => new Plan(turn.To(TurnKind.Goodbye, Lead.Confirmed), new ConfirmCase(turn.Case!.Value)),
        "2" when CanOpenAgain(turn.Phase) => new Plan(turn.To(TurnKind.Goodbye, Lead.Reopened), new OpenAgain(turn.Case!.Value)),
        "3" => new Plan(turn.To(TurnKind.AskWords)),
        MandateKey when turn.MayEscalate == true => AskPin(turn),
        ChangeCallKey when turn.Promised is not null => new Plan(turn.To(TurnKind.ChangeTime), new FindTimes(turn.Case!.Value)),
        _ => Again(turn, Lead.WrongKey),
    };

    private Plan CaseWish(Turn turn, string said) => Utterance.Works(said) switch
    {
        true when CanConfirm(turn.Phase) => CaseKey(turn, "1"),
        false when CanOpenAgain(turn.Phase) => CaseKey(turn, "2"),
        _ when WantsToRaise(turn, said) => CaseKey(turn, MandateKey),
        _ => Utterance.HasMore(said) ? CaseKey(turn, "3") : Again(turn, Lead.NotUnderstood),
    };

    private static Plan PassOnWords(CallState call, Turn turn, string said) => new(
        turn.To(TurnKind.Goodbye, Lead.PassedOn),
        new PassOn(turn.Case!.Value, Own(call, said), Answers: turn.Question is not null));

    /// <summary>Whether the user may say that it works.</summary>
    internal static bool CanConfirm(CasePhase? phase) => phase is CasePhase.Resolved or CasePhase.ClosedUnconfirmed;

    /// <summary>Whether the user may say that it does not.</summary>
    internal static bool CanOpenAgain(CasePhase? phase) => phase is CasePhase.Resolved or CasePhase.Closed or CasePhase.ClosedUnconfirmed;
}
