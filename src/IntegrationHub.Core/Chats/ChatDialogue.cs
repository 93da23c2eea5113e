using System.Globalization;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>What the dialogue wants: a turn, and what must be done before it can be said.</summary>
/// <param name="Turn">What to say once the deed is done; <see cref="ChatDialogue.After"/> completes it.</param>
/// <param name="First">Done before the turn is recorded. Safe to do again: its effects are known by conversation and message. Null: nothing.</param>
public sealed record ChatPlan(ChatTurn Turn, ChatDeed? First = null)
{
    /// <summary>A code to send; null for none.</summary>
    public ChatCodePromised? Code { get; init; }
}

/// <summary>A step, ready to be recorded.</summary>
/// <param name="Said">What the hub says.</param>
/// <param name="Also">Events that stand with it.</param>
public sealed record ChatStep(ChatTurn Turn, IReadOnlyList<ChatMessage> Said, IReadOnlyList<ChatEvent> Also);

/// <summary>
/// The rules of a conversation: what came in leads to the hub's next turn. Pure: nothing is done here, only wanted (<see cref="ChatPlan.First"/>).
/// Here is what holds at every turn; matters, cases, incidents, identity, calls and persons have pages of their own.
/// </summary>
/// <param name="router">Tells which service a matter is about: the same one as on the telephone.</param>
/// <param name="knowledge">What can be answered from the city's own pages.</param>
/// <param name="lines">Which desks answer, and which one when nothing is known.</param>
public sealed partial class ChatDialogue(Router router, Knowledge knowledge, DeskLines lines)
{
    /// <summary>Failures in a row after which a person takes over.</summary>
    public const int MostFailures = 3;

    /// <summary>Where a forgotten password is changed by oneself.</summary>
    public PasswordSelfService SelfService { get; init; } = PasswordSelfService.None;

    /// <summary>The next turn.</summary>
    /// <param name="chat">The conversation before.</param>
    /// <param name="heard">What came in.</param>
    public ChatPlan Decide(ChatState chat, ChatHeard heard) => heard.Act switch
    {
        ChatAct.Joined when !chat.Greeted && chat.Desk is null => Welcome(chat.Turn),
        ChatAct.Files => Sent(chat, heard),
        ChatAct.Message when chat.Desk is not null => new ChatPlan(Silent(chat.Turn)), // The desk reads it.
        ChatAct.Message => Message(chat, heard),
        _ => new ChatPlan(Silent(chat.Turn)),
    };

    /// <summary>The turn after its deed was done, or the next deed.</summary>
    /// <param name="chat">The conversation as it was when <paramref name="plan"/> was decided.</param>
    /// <param name="plan">As it was decided, with its deed.</param>
    /// <param name="outcome">How the deed went.</param>
    public ChatPlan After(ChatState chat, ChatPlan plan, ChatOutcome outcome)
    {
        var turn = plan.Turn;
        return (plan.First, outcome) switch
        {
            (ChatDeed.FindIncidents find, ChatOutcome.IncidentsFound found) => Told(turn, find, found),
            (ChatDeed.JoinIncident, ChatOutcome.NotDone) => new ChatPlan(turn with { Lead = ChatLead.IncidentOver }),
            (ChatDeed.MakeCase, ChatOutcome.Made made) => Made(turn, made),
            (ChatDeed.FindCase, ChatOutcome.Found found) => new ChatPlan(Standing(turn, found)),
            (ChatDeed.FindOrder, ChatOutcome.OrderFound found) => new ChatPlan(turn.To(ChatTurnKind.TellOrder) with { Order = found.Order }),
            (ChatDeed.FindOrder or ChatDeed.FindCase, _) => Again(turn.To(ChatTurnKind.AskCase), ChatLead.CaseUnknown),
            (ChatDeed.ConfirmCase or ChatDeed.OpenAgain or ChatDeed.PassOn, ChatOutcome.NotDone) =>
                new ChatPlan(turn.To(ChatTurnKind.TellCase, ChatLead.Changed), new ChatDeed.FindCase(turn.Case!.Value)),
            (ChatDeed.PromiseCode, ChatOutcome.CodePromised promised) => new ChatPlan(turn) { Code = promised.Code },
            (ChatDeed.TryCode, ChatOutcome.Proven proven) => Proven(turn, proven.Who),
            (ChatDeed.TryCode, ChatOutcome.NotDone no) => CodeFailed(turn, no.Code),
            (ChatDeed.FindOwnCases, ChatOutcome.OwnCases own) => new ChatPlan(turn with { Listed = own.Numbers }),
            (ChatDeed.PromiseCall, ChatOutcome.CallPromised promised) => new ChatPlan(turn with { CallFrom = promised.From, Times = promised.Times }),
            (ChatDeed.PromiseCall, ChatOutcome.NotDone { Code: NotDone.NotANumber }) => Again(turn.To(ChatTurnKind.AskPhone), ChatLead.NotANumber),
            (ChatDeed.PromiseCall or ChatDeed.MoveCall or ChatDeed.CancelCall, ChatOutcome.NotDone no) => CallFailed(turn, no.Code),
            _ => new ChatPlan(turn) { Code = plan.Code },
        };
    }

    private static ChatPlan Welcome(ChatTurn turn) => new(turn.To(ChatTurnKind.Welcome), new ChatDeed.FindIncidents(null));

    /// <summary>Nothing is said, and nothing forgotten: the same is asked as before.</summary>
    private static ChatTurn Silent(ChatTurn turn) => turn with { Lead = ChatLead.None, Quiet = true };

    private ChatPlan Message(ChatState chat, ChatHeard heard)
    {
        var turn = chat.Turn with { Quiet = null, Kind = chat.Turn.Kind == ChatTurnKind.Silent ? ChatTurnKind.Welcome : chat.Turn.Kind };
        var text = heard.Text?.Text ?? "";
        if (heard.Choice is { } pressed)
        {
            return heard.Step is { } step && step != chat.Step && !IsOfACase(pressed)
                ? new ChatPlan(turn with { Lead = ChatLead.OldCard })
                : Chosen(chat, turn, pressed, text);
        }

        return text.Length == 0 ? new ChatPlan(Silent(turn))
            : Written(chat, text) is { } choice ? Chosen(chat, turn, choice, "")
            : Said(chat, turn, text);
    }

    /// <summary>The choice that was written instead of pressed: by its title, or by its place.</summary>
    private static string? Written(ChatState chat, string text)
    {
        var bare = text.Trim().TrimEnd('.', '!').Trim();
        return chat.Offered.FirstOrDefault(choice => string.Equals(choice.Title, bare, StringComparison.OrdinalIgnoreCase))?.Id
            ?? (bare.Length == 1 && int.TryParse(bare, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= chat.Offered.Count ? chat.Offered[n - 1].Id : null);
    }

    private ChatPlan Chosen(ChatState chat, ChatTurn turn, string choice, string text) => choice switch
    {
        _ when IsOfACase(choice) => CaseChosen(chat, turn, choice),
        ChatChoices.Person => ToPerson(turn, ChatLead.None),
        ChatChoices.English => Again(turn with { Language = "en" }),
        ChatChoices.Swedish => Again(turn with { Language = "sv" }),
        ChatChoices.OwnCase => new ChatPlan(turn.To(ChatTurnKind.AskCase)),
        ChatChoices.OwnCases => OwnCases(turn),
        ChatChoices.Nothing => new ChatPlan(turn.To(ChatTurnKind.Anything)),
        ChatChoices.Notify => AskIdentity(turn, ChatTurnKind.CaseMade),
        ChatChoices.Identify => AskIdentity(turn, turn.Kind == ChatTurnKind.TellCase ? ChatTurnKind.TellCase : ChatTurnKind.Anything),
        ChatChoices.Call when turn.Case is not null => AskPhone(turn),
        ChatChoices.Call => ToPerson(turn, ChatLead.None, call: true),
        _ when choice.StartsWith(ChatChoices.Incident, StringComparison.Ordinal) => IncidentChosen(turn, choice),
        _ when choice.StartsWith(ChatChoices.Candidate, StringComparison.Ordinal) => Candidate(turn, choice),
        _ when choice.StartsWith(ChatChoices.Time, StringComparison.Ordinal) => TimeChosen(turn, choice),
        ChatChoices.CancelCall when turn.Case is { } number => new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.CallCancelled), new ChatDeed.CancelCall(number)),
        ChatChoices.Office or ChatChoices.Education => AreaChosen(turn with { Area = choice }),
        ChatChoices.Yes or ChatChoices.No => Answered(chat, turn, choice == ChatChoices.Yes),
        _ => text.Length > 0 ? Said(chat, turn, text) : new ChatPlan(turn with { Lead = ChatLead.OldCard }),
    };

    private ChatPlan Said(ChatState chat, ChatTurn turn, string text) => turn.Kind switch
    {
        ChatTurnKind.AskCode => CodeSaid(turn, text),
        ChatTurnKind.AskIdentity => IdentitySaid(turn, text),
        ChatTurnKind.AskPhone => PhoneSaid(turn, text),
        _ when ChatWords.Cancels(text) => new ChatPlan(turn.To(ChatTurnKind.Anything) with { Words = null, Routing = null }),
        _ when Utterance.AsksForPerson(text) => ToPerson(turn, ChatLead.None),
        _ when Utterance.AsksForLanguage(text) is { } language => Again(turn with { Language = language }),
        ChatTurnKind.AskWords => new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.PassedOn), new ChatDeed.PassOn(turn.Case!.Value, Own(chat, text))),
        ChatTurnKind.AskComplaint => Complained(turn, Own(chat, text)),
        ChatTurnKind.AskCase when Utterance.Order(text) is { } order => LookAtOrder(turn, order),
        ChatTurnKind.AskCase => Utterance.Number(text) is { } number ? Look(turn, number) : Again(turn, ChatLead.CaseUnknown),
        ChatTurnKind.Clarify => Clarified(chat, turn, text),
        ChatTurnKind.ReadBack => ReadBackSaid(chat, turn, text),
        ChatTurnKind.TellIncident when Utterance.SaysMeToo(text) && turn.Incidents is [var only] => IncidentChosen(turn, ChatChoices.Incident + only.Number.Value),
        ChatTurnKind.TellIncident when Utterance.SaysNo(text) && !router.Route(MatterOf(turn, text)).Known => NotTheIncident(turn),
        ChatTurnKind.AskArea or ChatTurnKind.SelfService or ChatTurnKind.Answer when Utterance.Works(text) is { } yes && Words.Of(text).Count <= 4 => Answered(chat, turn, yes),
        ChatTurnKind.TellCase when CaseWish(turn, text) is { } wish => wish,
        _ => AnythingSaid(chat, turn, text),
    };

    /// <summary>What may be said at any time: a case's number, a wish, or a new matter.</summary>
    private ChatPlan AnythingSaid(ChatState chat, ChatTurn turn, string text) =>
        OrderNumber.FindIn(text) is { } order ? LookAtOrder(turn, order)
        : CaseNumber.FindIn(text) is { } number ? Look(turn, number)
        : ChatWords.AsksForOwnCases(text) ? OwnCases(turn)
        : Utterance.AsksForCase(text) ? new ChatPlan(turn.To(ChatTurnKind.AskCase))
        : ChatWords.AsksForCall(text) ? Chosen(chat, turn, ChatChoices.Call, "")
        : ChatWords.AsksForOrder(text) ? new ChatPlan(turn.To(ChatTurnKind.AskCase))
        : ChatWords.Complains(text) ? Complain(turn)
        : ChatWords.IsThanks(text) ? new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.Helped))
        : ChatWords.IsGreeting(text) ? Welcome(turn)
        : Matter(chat, turn, text);

    private ChatPlan Answered(ChatState chat, ChatTurn turn, bool yes) => (turn.Kind, yes) switch
    {
        (ChatTurnKind.ReadBack, true) => Confirmed(turn),
        (ChatTurnKind.ReadBack, false) => Denied(turn),
        (ChatTurnKind.SelfService or ChatTurnKind.Answer, true) => new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.Helped) with { Words = null, Routing = null }),
        (ChatTurnKind.SelfService or ChatTurnKind.Answer, false) when turn.Routing is { } routing => ReadBack(turn, routing),
        (ChatTurnKind.TellIncident, true) when turn.Incidents is [var only] => IncidentChosen(turn, ChatChoices.Incident + only.Number.Value),
        (ChatTurnKind.TellIncident, false) => NotTheIncident(turn),
        (ChatTurnKind.TellCase, _) when chat.Turn.Case is { } number => CaseChosen(chat, turn, (yes ? ChatChoices.Confirm : ChatChoices.Reopen) + number.Value),
        _ => new ChatPlan(turn.To(ChatTurnKind.Anything)),
    };

    /// <summary>Asks the same again, with more help; after the third failure in a row a person takes over.</summary>
    private ChatPlan Again(ChatTurn turn, ChatLead why = ChatLead.None) =>
        why == ChatLead.None ? new ChatPlan(turn with { Lead = why })
        : turn.Failures + 1 < MostFailures ? new ChatPlan(turn with { Failures = turn.Failures + 1, Lead = why })
        : turn.Kind is ChatTurnKind.AskIdentity or ChatTurnKind.AskCase or ChatTurnKind.AskPhone ? new ChatPlan(turn.To(ChatTurnKind.Anything, why))
        : ToPerson(turn, ChatLead.GivenUp);

    private static Personal Own(ChatState chat, string text) => new(chat.Person, text);

    private static Matter MatterOf(ChatTurn turn, string text) => new(text, turn.Language, turn.Area ?? turn.Who?.Area) { Organisation = turn.Who?.Organisation, Site = turn.Who?.Site };
}
