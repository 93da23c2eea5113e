using System.Globalization;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Chats;

/// <summary>Words about cases, calls and who the user is.</summary>
public sealed partial class ChatPrompts
{
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private static void AskCase(ChatTurn turn, Wording say)
    {
        say.Text("Skriv ditt ärendenummer eller beställningsnummer.", "Write your case number or order number.");
        say.Choice(ChatChoices.OwnCases, "Jag vet inte numret", "I do not know the number");
        say.Choice(ChatChoices.Nothing, "Avbryt", "Cancel");
    }

    private static void TellOrder(ChatTurn turn, int step, Wording say)
    {
        var order = turn.Order!;
        var (sv, en) = OrderWords.Briefly(order.Status);
        say.Card(step, $"Beställning {order.Number.Spaced}", $"Order {order.Number.Spaced}");
        say.Fact("Läge", "Status", sv, en);
        if (order.Expected is { } day)
        {
            var shown = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            say.Fact("Väntas senast", "Expected by", shown, shown);
        }

        say.Choice(ChatChoices.Person, "Prata med en person", "Talk to a person");
        say.Choice(ChatChoices.Nothing, "Något annat", "Something else");
    }

    private void TellCase(ChatTurn turn, int step, Wording say)
    {
        var number = turn.Case!.Value;
        var (sv, en) = Status(turn.Phase);
        say.Card(step, $"Ärende {number.Spaced}", $"Case {number.Spaced}");
        say.Fact("Läge", "Status", sv, en);
        if (catalogue.FindDesk(turn.Desk) is { } desk)
        {
            say.Fact("Hos", "With", desk.Sv, desk.En);
        }

        if (turn.Question?.Text is { } question)
        {
            say.Fact("Fråga till dig", "Question for you", question, question);
        }

        if (Dialogue.CanConfirm(turn.Phase))
        {
            say.Button(ChatChoices.Confirm + number.Value, "Ja, det fungerar", "Yes, it works");
        }

        if (Dialogue.CanOpenAgain(turn.Phase))
        {
            say.Button(ChatChoices.Reopen + number.Value, "Nej, det fungerar inte", "No, it does not work");
        }

        say.Button(ChatChoices.Add + number.Value, turn.Question is null ? "Lägg till något" : "Svara", turn.Question is null ? "Add something" : "Answer");
        say.Button(ChatChoices.Call, "Bli uppringd", "Be called");
        say.Button(ChatChoices.Complain + number.Value, "Klaga", "Complain");
        if (turn.Own != true && turn.Who is null)
        {
            say.Text("Mer än så visar jag bara för den som ärendet tillhör.", "More than this I show only to the person whose case it is.");
            say.Choice(ChatChoices.Identify, "Visa att ärendet är mitt", "Show that the case is mine");
        }

        say.Choice(ChatChoices.Nothing, "Något annat", "Something else");
    }

    /// <summary>How a case stands, in a few words.</summary>
    internal static (string Sv, string En) Status(CasePhase? phase) => phase switch
    {
        CasePhase.Unrouted => ("Mottaget. Vi tar reda på vem som ska lösa det.", "Received. We are finding out who is to solve it."),
        CasePhase.Offered => ("Skickat till dem som ska lösa det.", "Sent to those who are to solve it."),
        CasePhase.InProgress => ("Under arbete.", "Being worked on."),
        CasePhase.AwaitingUser => ("Väntar på svar från den som anmälde det.", "Waits for an answer from the person who reported it."),
        CasePhase.Resolved => ("Löst, enligt dem som arbetade med det. Fungerar det?", "Solved, say those who worked on it. Does it work?"),
        _ => ("Avslutat.", "Closed."),
    };

    private static void OwnCases(ChatTurn turn, Wording say)
    {
        if (turn.Listed is not { Count: > 0 } cases)
        {
            say.Text("Jag hittar inga ärenden som är dina.", "I find no cases of yours.");
            return;
        }

        say.Text("Dina senaste ärenden:", "Your latest cases:");
        foreach (var number in cases)
        {
            say.Choice(ChatChoices.Show + number.Value, $"Ärende {number.Spaced}", $"Case {number.Spaced}");
        }
    }

    private static void AskIdentity(ChatTurn turn, Wording say)
    {
        say.Text(
            "Skriv den e-postadress eller det mobilnummer som staden har till dig. Vi skickar en kod dit.",
            "Write the mail address or the mobile number that the city has for you. We send a code there.");
        say.Choice(ChatChoices.Nothing, "Hoppa över", "Skip");
    }

    private static void AskCode(ChatTurn turn, Wording say)
    {
        say.Text(
            turn.Lead == ChatLead.CodeWrong ? "Skriv koden igen." : "Om staden har adressen eller numret får du strax en kod med sex siffror. Skriv den här.",
            turn.Lead == ChatLead.CodeWrong ? "Write the code again." : "If the city has the address or number, you will soon get a code of six figures. Write it here.");
        say.Choice(ChatChoices.Identify, "Skicka en ny kod", "Send a new code");
        say.Choice(ChatChoices.Nothing, "Hoppa över", "Skip");
    }

    private static void CallPromised(ChatTurn turn, Wording say)
    {
        if (turn.Lead != ChatLead.TimeTaken)
        {
            var minutes = (int)CasePolicy.CallBackWithin.TotalMinutes;
            say.Text(
                turn.CallFrom is null ? $"Vi ringer dig inom {minutes} minuter om ärende {turn.Case?.Spaced}." : $"Vi ringer dig efter {Time(turn.CallFrom, "sv")} om ärende {turn.Case?.Spaced}.",
                turn.CallFrom is null ? $"We will call you within {minutes} minutes about case {turn.Case?.Spaced}." : $"We will call you after {Time(turn.CallFrom, "en")} about case {turn.Case?.Spaced}.");
        }

        if (turn.Times is { Count: > 0 } times)
        {
            say.Text("Vill du hellre välja en tid?", "Would you rather choose a time?");
            foreach (var time in times)
            {
                say.Choice(ChatChoices.Time + time.ToString("O", CultureInfo.InvariantCulture), Time(time, "sv"), Time(time, "en"));
            }
        }

        say.Choice(ChatChoices.CancelCall, "Avboka samtalet", "Cancel the call");
    }

    private void WithDesk(ChatTurn turn, Wording say)
    {
        var desk = catalogue.FindDesk(turn.Desk);
        say.Text(
            $"Jag lämnar över till {desk?.Sv ?? "en person"}, som ser vad du har skrivit. Ditt ärendenummer är {turn.Case?.Spaced}. Vänta kvar, eller stäng chatten: svaret kommer i ärendet.",
            $"I hand you over to {desk?.En ?? "a person"}, who sees what you have written. Your case number is {turn.Case?.Spaced}. Wait here, or close the chat: the answer comes in the case.");
    }

    private static string Time(DateTimeOffset? at, string language) => at is not { } time ? "" : TimeZoneInfo.ConvertTime(time, s_city).ToString(
        language == "en" ? "dddd d MMMM 'at' H:mm" : "dddd 'den' d MMMM 'klockan' H.mm", CultureInfo.GetCultureInfo(language == "en" ? "en-GB" : "sv-SE"));
}
