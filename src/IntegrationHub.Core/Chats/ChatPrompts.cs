using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>The words of a turn: short, plain, in Swedish or English. What was done is said first, then what is asked.</summary>
/// <param name="menu">What users call the services.</param>
/// <param name="catalogue">The services' and the desks' own names.</param>
/// <param name="knowledge">The pages that are shown.</param>
public sealed partial class ChatPrompts(KeypadMenu menu, ServiceCatalogue catalogue, Knowledge knowledge)
{
    private const int MostShown = 300;

    /// <summary>What the hub says on a turn; nothing for a silent one.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="step">The step that a card belongs to.</param>
    /// <param name="first">Whether nothing was said before: then the hub says what it is.</param>
    public IReadOnlyList<ChatMessage> Of(ChatTurn turn, int step, bool first)
    {
        if (turn.Quiet == true || turn.Kind == ChatTurnKind.Silent)
        {
            return [];
        }

        var say = new Wording(turn.Language);
        if (first)
        {
            say.Text("Hej! Jag är stadens it-chattbot. Skriv inga lösenord här.", "Hello! I am the city's IT chat bot. Please write no passwords here.");
        }

        Lead(turn, say);
        Words(turn, step, say);
        return say.Messages();
    }

    private void Words(ChatTurn turn, int step, Wording say)
    {
        switch (turn.Kind)
        {
            case ChatTurnKind.Welcome or ChatTurnKind.Anything: Open(turn, say); break;
            case ChatTurnKind.TellIncident: Incidents(turn, say); break;
            case ChatTurnKind.Clarify: Clarify(turn, say); break;
            case ChatTurnKind.ReadBack: ReadBack(turn, step, say); break;
            case ChatTurnKind.CaseMade: CaseMade(turn, say); break;
            case ChatTurnKind.AskCase: AskCase(turn, say); break;
            case ChatTurnKind.TellCase: TellCase(turn, step, say); break;
            case ChatTurnKind.TellOrder: TellOrder(turn, step, say); break;
            case ChatTurnKind.AskWords:
                say.Text(turn.Lead == ChatLead.Reopened ? "Skriv gärna vad som inte fungerar." : "Skriv vad du vill lägga till.",
                    turn.Lead == ChatLead.Reopened ? "Please write what does not work." : "Write what you want to add.");
                break;
            case ChatTurnKind.AskComplaint:
                say.Text($"Vad är du missnöjd med i ärende {turn.Case?.Spaced}? Leverantören måste svara på det.", $"What are you dissatisfied with in case {turn.Case?.Spaced}? The supplier must answer it.");
                break;
            case ChatTurnKind.AskArea: AskArea(say); break;
            case ChatTurnKind.SelfService: SelfService(turn, say); break;
            case ChatTurnKind.Answer: Answer(turn, say); break;
            case ChatTurnKind.AskIdentity: AskIdentity(turn, say); break;
            case ChatTurnKind.AskCode: AskCode(turn, say); break;
            case ChatTurnKind.OwnCases: OwnCases(turn, say); break;
            case ChatTurnKind.AskPhone:
                say.Text("Vilket telefonnummer ska vi ringa?", "Which telephone number shall we call?");
                break;
            case ChatTurnKind.CallPromised: CallPromised(turn, say); break;
            case ChatTurnKind.WithDesk: WithDesk(turn, say); break;
        }
    }

    private static void Open(ChatTurn turn, Wording say)
    {
        say.Text(
            turn.Kind == ChatTurnKind.Welcome || turn.Failures > 0 ? "Skriv med egna ord vad du behöver hjälp med." : "Är det något mer? Skriv i så fall vad det gäller.",
            turn.Kind == ChatTurnKind.Welcome || turn.Failures > 0 ? "Write in your own words what you need help with." : "Is there anything else? If so, write what it is about.");
        say.Choice(ChatChoices.OwnCase, "Jag har redan ett ärende", "I have a case already");
        say.Choice(ChatChoices.Person, "Prata med en person", "Talk to a person");
        say.Language();
    }

    private void Clarify(ChatTurn turn, Wording say)
    {
        say.Text("Vad gäller det?", "What is it about?");
        foreach (var (at, candidate) in turn.Routing!.Ask!.Candidates.Index())
        {
            var name = Name(candidate.Service);
            say.Choice($"{ChatChoices.Candidate}{at}", Capital(name.Sv), Capital(name.En));
        }

        say.Choice(ChatChoices.Person, "Prata med en person", "Talk to a person");
    }

    private void ReadBack(ChatTurn turn, int step, Wording say)
    {
        var name = Name(turn.Routing!.Service ?? "");
        say.Card(step, "Har jag förstått rätt?", "Have I understood you?");
        say.Fact("Det gäller", "It is about", Capital(name.Sv), Capital(name.En));
        if (turn.Words?.Text is { Length: > 0 } words)
        {
            say.Fact("Du skrev", "You wrote", Short(words), Short(words));
        }

        if (turn.Files is { Count: > 0 } files)
        {
            var names = string.Join(", ", files.Select(file => file.Name.Shown));
            say.Fact("Filer", "Files", names, names);
        }

        if (turn.Routing.Service == ServiceCatalogue.NotOurs)
        {
            var to = turn.Routing.TurnTo ?? TurnTo.Anyone;
            say.Text($"Det här verkar inte vara it-stöd. Vänd dig till {to.Sv}. Vill du ändå ha ett ärende hos oss, så gör jag det.",
                $"This does not seem to be IT support. Please turn to {to.En}. If you still want a case with us, I will make one.");
        }

        say.Button(ChatChoices.Yes, "Ja, skapa ärende", "Yes, make a case");
        say.Button(ChatChoices.No, "Nej, det är något annat", "No, it is something else");
    }

    private void CaseMade(ChatTurn turn, Wording say)
    {
        var desk = catalogue.FindDesk(turn.Desk);
        say.Text(
            $"Ditt ärendenummer är {turn.Case?.Spaced}. {(desk is null ? "Vi tar reda på vem som ska lösa det." : $"Det är skickat till {desk.Sv}.")} Du får veta här hur det går.",
            $"Your case number is {turn.Case?.Spaced}. {(desk is null ? "We are finding out who is to solve it." : $"It was sent to {desk.En}.")} You will be told here how it goes.");
        if (turn.Workaround is { } workaround)
        {
            say.Text($"Det är ett känt fel. Så länge kan du göra så här: {workaround.Sv}", $"It is a known error. Meanwhile you can do this: {workaround.En}");
        }

        if (turn.Case is { } number)
        {
            say.Choice(ChatChoices.Add + number.Value, "Lägg till något", "Add something");
        }

        if (turn.Who is null)
        {
            say.Choice(ChatChoices.Notify, "Få besked även när chatten är stängd", "Be told also after I have left");
        }

        if (turn.Lead == ChatLead.DeskClosed || turn.WantsCall is null)
        {
            say.Choice(ChatChoices.Call, "Bli uppringd", "Be called");
        }

        say.Choice(ChatChoices.Person, "Prata med en person", "Talk to a person");
    }

    private SpokenName Name(string service) =>
        menu.NameOf(service) ?? (catalogue.FindService(service) is { } known ? new SpokenName(known.Sv, known.En) : new SpokenName("något annat", "something else"));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Short(string text) => text.Length <= MostShown ? text : text[..MostShown] + " …";
}
