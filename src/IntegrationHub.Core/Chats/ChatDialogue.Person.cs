using System.Globalization;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>To a person: at the desk, in the same chat, or by telephone. In any event there is a case, so that a promise can be kept.</summary>
public sealed partial class ChatDialogue
{
    private ChatPlan ToPerson(ChatTurn turn, ChatLead why, bool call = false)
    {
        var wants = turn.To(ChatTurnKind.CaseMade, why) with { WantsPerson = !call, WantsCall = call };
        if (turn is { Case: not null, Own: true, Phase: not (CasePhase.Closed or CasePhase.ClosedUnconfirmed) })
        {
            return call ? AskPhone(turn) : WithPerson(wants);
        }

        var routing = turn.Routing is { Desk: { } desk } known ? known with { Ask = null, Desk = desk } : new RoutingDecision(null, lines.Person, 1, [], [], null);
        return new ChatPlan(wants with { Case = null, Phase = null }, new ChatDeed.MakeCase(
            CaseKind.Question,
            routing with { Reasons = [.. routing.Reasons, why == ChatLead.GivenUp ? "not understood three times" : "a person was asked for"] },
            turn.Words ?? Personal.Public(turn.Language == "en" ? "The user wants to talk to a person." : "Användaren vill tala med en person.")));
    }

    /// <summary>The case is there: the desk gets the conversation, or where it is closed the user is told when, and may be called.</summary>
    private ChatPlan WithPerson(ChatTurn turn)
    {
        var desk = turn.Desk ?? lines.Person;
        return lines.IsOpen?.Invoke(desk) == false
            ? new ChatPlan(turn.To(ChatTurnKind.CaseMade, ChatLead.DeskClosed) with { WantsPerson = null })
            : new ChatPlan(turn.To(ChatTurnKind.WithDesk, turn.Lead) with { WantsPerson = null, Desk = desk });
    }

    private static ChatPlan AskPhone(ChatTurn turn) =>
        turn.Who?.Phone is { Text: { } known } phone && turn.Case is { } number
            ? new ChatPlan(turn.To(ChatTurnKind.CallPromised) with { Phone = phone, WantsCall = null }, new ChatDeed.PromiseCall(number, known))
            : new ChatPlan(turn.To(ChatTurnKind.AskPhone) with { WantsCall = null });

    private ChatPlan PhoneSaid(ChatTurn turn, string text) => turn.Case is { } number
        ? new ChatPlan(turn with { Kind = ChatTurnKind.CallPromised, Lead = ChatLead.None }, new ChatDeed.PromiseCall(number, text.Trim()))
        : Again(turn.To(ChatTurnKind.AskCase), ChatLead.CaseUnknown);

    private static ChatPlan TimeChosen(ChatTurn turn, string choice) =>
        turn is { Kind: ChatTurnKind.CallPromised, Case: { } number, Times: { } times }
            && DateTimeOffset.TryParse(choice.AsSpan(ChatChoices.Time.Length), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var start) && times.Contains(start)
            ? new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.TimeBooked) with { CallFrom = start, Times = null }, new ChatDeed.MoveCall(number, start))
            : new ChatPlan(turn with { Lead = ChatLead.OldCard });

    private static ChatPlan CallFailed(ChatTurn turn, string code) => code switch
    {
        "slot-taken" => new ChatPlan(turn.To(ChatTurnKind.CallPromised, ChatLead.TimeTaken)),
        _ => new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.NoCall)),
    };
}
