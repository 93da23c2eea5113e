using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Calls;

/// <summary>Words about a case: an existing one, and a new one's number.</summary>
public sealed partial class Prompts
{
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private static void AskCase(Turn turn, Speech say) => say.Text(
        turn.Failures == 0
            ? "Knappa in ditt ärendenummer, eller beställningsnumret, och avsluta med fyrkant, eller säg det siffra för siffra."
            : "Numret har minst åtta siffror och står i meddelandet som du fick. Knappa in det och avsluta med fyrkant, eller tryck 0 och fyrkant för en person.",
        turn.Failures == 0
            ? "Key in your case number, or the order number, and end with the hash key, or say it figure by figure."
            : "The number has at least eight figures and stands in the message that you were sent. Key it in and end with hash, or press 0 and hash for a person.");

    private static void TellCase(Turn turn, Speech say)
    {
        if (turn.Failures == 0)
        {
            Status(turn, say);
        }

        if (Dialogue.CanConfirm(turn.Phase))
        {
            say.Text("Fungerar det: tryck 1.", "If it works: press 1.");
        }

        if (Dialogue.CanOpenAgain(turn.Phase))
        {
            say.Text("Fungerar det inte: tryck 2.", "If it does not work: press 2.");
        }

        if (turn.MayEscalate == true)
        {
            say.Text("För att höja prioriteten: tryck 6.", "To raise the priority: press 6.");
        }

        if (turn.Promised is { } promised)
        {
            PromisedCall(promised, say, asked: turn.Failures > 0);
        }

        say.Text(
            turn.Question is null ? "Vill du lägga till något: tryck 3. För en person: tryck 0. Annars kan du lägga på." : "För att svara: tryck 3. För en person: tryck 0.",
            turn.Question is null ? "To add something: press 3. For a person: press 0. Or just hang up." : "To answer: press 3. For a person: press 0.");
    }

    private static void Status(Turn turn, Speech say)
    {
        say.Text("Ärende", "Case");
        say.Number(turn.Case);
        var (sv, en) = turn.Phase switch
        {
            CasePhase.Unrouted => ("är mottaget. Vi tar reda på vem som ska lösa det.", "is received. We are finding out who is to solve it."),
            CasePhase.Offered => ("är skickat till dem som ska lösa det. De har inte börjat än.", "was sent to those who are to solve it. They have not begun yet."),
            CasePhase.InProgress => ("är under arbete.", "is being worked on."),
            CasePhase.AwaitingUser => ("väntar på svar från den som anmälde det.", "waits for an answer from the person who reported it."),
            CasePhase.Resolved => ("är löst, enligt dem som arbetade med det. Vi väntar på att du säger om det fungerar.", "is solved, say those who worked on it. We wait for you to say whether it works."),
            _ => ("är avslutat.", "is closed."),
        };
        say.Text(sv, en);
        if (turn.Question?.Text is { } question)
        {
            say.Text("Frågan är:", "The question is:");
            say.Text(question, question);
        }
    }

    private static void AskWords(Turn turn, Speech say) => say.Text(
        turn.Question is null ? "Säg vad du vill lägga till." : "Säg ditt svar.",
        turn.Question is null ? "Say what you want to add." : "Say your answer.");

    private static void Connect(Turn turn, Speech say)
    {
        if (turn.Lead is Lead.Transferring or Lead.TransferBack)
        {
            return; // Said by the lead; the number was told before.
        }

        if (turn.Waiting is { Rounds: > 0 })
        {
            say.Text("Nu är det din tur. Jag kopplar dig.", "It is your turn now. I am connecting you.");
            return;
        }

        say.Text("Ditt ärendenummer är", "Your case number is");
        say.Number(turn.Case);
        say.Text("Jag kopplar dig nu. Ett ögonblick.", "I am connecting you now. One moment.");
    }

    private static void AskPhone(Turn turn, Speech say) => say.Text(
        turn.Failures == 0
            ? "Ingen kan svara just nu. Vi ringer gärna upp dig. Knappa in ditt telefonnummer och avsluta med fyrkant."
            : "Knappa in numret med riktnummer, till exempel 070 och sju siffror till, och avsluta med fyrkant.",
        turn.Failures == 0
            ? "Nobody can answer just now. We will gladly call you back. Key in your phone number and end with the hash key."
            : "Key in the number with its area code, for example 070 and seven more figures, and end with hash.");

    private static void Promise(Turn turn, Speech say)
    {
        PromiseCall(turn, say);
        say.Text("Tack för att du ringde. Hej då.", "Thank you for calling. Goodbye.");
    }

    private static void PromiseCall(Turn turn, Speech say)
    {
        var within = turn.Waiting?.CallWithin(CasePolicy.CallBackWithin) ?? CasePolicy.CallBackWithin;
        var minutes = (int)within.TotalMinutes;
        if (turn.Waiting is { Rounds: > 0 })
        {
            say.Text("Du behåller din plats i kön.", "You keep your place in line.");
        }

        var ending = turn.Phone?.Text is { Length: >= 2 } phone ? phone[^2..] : null;
        var (sv, en) = turn.CallFrom is { } opens
            ? ($"Det är stängt just nu. Vi ringer upp dig {Opening(opens, "sv")}", $"It is closed just now. We will call you back {Opening(opens, "en")}")
            : turn.Waiting is { Rounds: > 0 }
            ? ($"Vi ringer upp dig inom {minutes} minuter", $"We will call you back within {minutes} minutes")
            : ($"Ingen kan svara just nu. Vi ringer upp dig inom {minutes} minuter", $"Nobody can answer just now. We will call you back within {minutes} minutes");
        say.Text(sv + (ending is null ? "." : ", på numret som slutar på"), en + (ending is null ? "." : ", on the number that ends in"));
        say.Add(new Phrase(ending ?? "", turn.Language, IsNumber: true));
        say.Text("Ditt ärendenummer är", "Your case number is");
        say.Number(turn.Case);
    }

    /// <summary>A day and the hour that the desk opens, as one says it: "på torsdag efter klockan 7".</summary>
    private static string Opening(DateTimeOffset opens, string language)
    {
        var local = TimeZoneInfo.ConvertTime(opens, s_city);
        var culture = System.Globalization.CultureInfo.GetCultureInfo(language == "en" ? "en-GB" : "sv-SE");
        var time = local.ToString(local.Minute == 0 ? "%H" : "H.mm", System.Globalization.CultureInfo.InvariantCulture);
        return language == "en"
            ? local.ToString("'on' dddd d MMMM", culture) + $" after {local.ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture)}"
            : local.ToString("'på' dddd 'den' d MMMM", culture) + $" efter klockan {time}";
    }

    private static void NoPromise(Turn turn, Speech say)
    {
        say.Text("Vi kan inte ringa upp dig, men de som ska lösa ditt ärende har fått det. Ditt ärendenummer är", "We cannot call you back, but those who are to solve your case have it. Your case number is");
        say.Number(turn.Case);
        say.Text("Ring gärna igen. Hej då.", "You are welcome to call again. Goodbye.");
    }
}
