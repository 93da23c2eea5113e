using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>Cases that there are: how one stands, and what its user says to it.</summary>
public sealed partial class ChatDialogue
{
    private static readonly string[] s_ofACase = [ChatChoices.Show, ChatChoices.Confirm, ChatChoices.Reopen, ChatChoices.Add, ChatChoices.Complain];

    private static bool IsOfACase(string choice) => Array.Exists(s_ofACase, start => choice.StartsWith(start, StringComparison.Ordinal));

    private static ChatPlan Look(ChatTurn turn, CaseNumber number) =>
        new(turn.To(ChatTurnKind.TellCase) with { Case = number }, new ChatDeed.FindCase(number));

    private static ChatPlan LookAtOrder(ChatTurn turn, OrderNumber number) => new(turn.To(ChatTurnKind.AskCase), new ChatDeed.FindOrder(number));

    private static ChatTurn Standing(ChatTurn turn, ChatOutcome.Found found) => turn with
    {
        Case = found.Number,
        Phase = found.Phase,
        Desk = found.Desk,
        Own = found.Own,
        Question = found.Question,
        Times = null,
        CallFrom = null,
        Words = null,
        Routing = null,
    };

    private ChatPlan CaseChosen(ChatState chat, ChatTurn turn, string choice)
    {
        var start = choice[..(choice.IndexOf(':', StringComparison.Ordinal) + 1)];
        if (!CaseNumber.TryParse(choice[start.Length..], out var number))
        {
            return Again(turn.To(ChatTurnKind.AskCase), ChatLead.CaseUnknown);
        }

        var about = turn with { Case = number };
        return start switch
        {
            ChatChoices.Confirm => new ChatPlan(about.To(ChatTurnKind.Anything, ChatLead.Confirmed), new ChatDeed.ConfirmCase(number)),
            ChatChoices.Reopen => new ChatPlan(about.To(ChatTurnKind.AskWords, ChatLead.Reopened), new ChatDeed.OpenAgain(number)),
            ChatChoices.Add => new ChatPlan(about.To(ChatTurnKind.AskWords)),
            ChatChoices.Complain => Complain(about),
            _ => Look(turn, number),
        };
    }

    /// <summary>What a user writes when a case was shown: that it works or not, or that there is more to say. Null when it is something else.</summary>
    private ChatPlan? CaseWish(ChatTurn turn, string text)
    {
        var few = Words.Of(text).Count <= 5;
        return turn.Case is not { } number ? null
            : few && Utterance.Works(text) == true && Dialogue.CanConfirm(turn.Phase) ? CaseChosen(ChatState.Empty, turn, ChatChoices.Confirm + number.Value)
            : few && Utterance.Works(text) == false && Dialogue.CanOpenAgain(turn.Phase) ? CaseChosen(ChatState.Empty, turn, ChatChoices.Reopen + number.Value)
            : few && Utterance.HasMore(text) ? CaseChosen(ChatState.Empty, turn, ChatChoices.Add + number.Value)
            : turn.Question is not null ? new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.PassedOn), new ChatDeed.PassOn(number, new Personal(turn.Question.Of, text)))
            : null;
    }

    private static ChatPlan Complain(ChatTurn turn) => new(turn.To(turn.Case is null ? ChatTurnKind.AskCase : ChatTurnKind.AskComplaint));

    /// <summary>A complaint is a case of its own, at the desk whose handling it is about; it names the case.</summary>
    private ChatPlan Complained(ChatTurn turn, Personal words)
    {
        var about = turn.Case!.Value;
        var desk = turn.Desk ?? lines.Person;
        return new ChatPlan(
            turn.To(ChatTurnKind.CaseMade, ChatLead.ComplaintMade),
            new ChatDeed.MakeCase(
                CaseKind.Complaint, new RoutingDecision(null, desk, 1, [$"a complaint about case {about.Value}"], [], null),
                words with { Text = turn.Language == "en" ? $"Complaint about case {about.Spaced}: {words.Text}" : $"Klagomål om ärende {about.Spaced}: {words.Text}" }));
    }
}
