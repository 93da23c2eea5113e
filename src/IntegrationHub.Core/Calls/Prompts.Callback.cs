using System.Globalization;

namespace IntegrationHub.Core.Calls;

/// <summary>Words about promised calls. The times that are offered lie within a week, so a weekday and an hour tell them.</summary>
public sealed partial class Prompts
{
    private static void Callback(Turn turn, Speech say)
    {
        switch (turn.Kind)
        {
            case TurnKind.OfferTimes: OfferTimes(turn, say); break;
            case TurnKind.TimeBooked: TimeBooked(turn, say); break;
            case TurnKind.ChangeTime: ChangeTime(turn, say); break;
            case TurnKind.CallbackHello: CallbackHello(turn, say); break;
            case TurnKind.PlaceKept: PlaceKept(turn, say); break;
            case TurnKind.Goodbye when turn is { Callback: not null, Lead: Lead.None }: say.Text("Hej då.", "Goodbye."); break;
            default: say.Text("Tack för att du ringde. Hej då.", "Thank you for calling. Goodbye."); break;
        }
    }

    private static void OfferTimes(Turn turn, Speech say)
    {
        if (turn is { Failures: 0, Lead: Lead.None })
        {
            PromiseCall(turn, say);
        }

        say.Text("Vill du hellre välja en tid?", "Would you rather choose a time?");
        Times(turn, say);
        say.Text("Annars kan du lägga på. Vi ringer.", "Or just hang up. We will call.");
    }

    private static void ChangeTime(Turn turn, Speech say)
    {
        say.Text(
            turn.Times is { Count: > 0 } ? "Vilken tid passar?" : "Just nu finns inga andra tider.",
            turn.Times is { Count: > 0 } ? "Which time suits you?" : "There are no other times just now.");
        Times(turn, say);
        say.Text("För att avboka: tryck 9. Annars kan du lägga på.", "To cancel: press 9. Or just hang up.");
    }

    private static void Times(Turn turn, Speech say)
    {
        foreach (var (index, start) in (turn.Times ?? []).Index())
        {
            say.Text(Key($"{When(start, "sv")}: tryck {index + 1}."), Key($"{When(start, "en")}: press {index + 1}."));
        }
    }

    private static void TimeBooked(Turn turn, Speech say)
    {
        say.Text(
            turn.CallFrom is { } sv ? $"Vi ringer upp dig på {When(sv, "sv")}." : "Vi ringer upp dig.",
            turn.CallFrom is { } en ? $"We will call you on {When(en, "en")}." : "We will call you.");
        say.Text("Ditt ärendenummer är", "Your case number is");
        say.Number(turn.Case);
        say.Text("Tack. Hej då.", "Thank you. Goodbye.");
    }

    private static void PromisedCall(PromisedTime promised, Speech say, bool asked)
    {
        if (!asked)
        {
            say.Text(
                promised.AtATime ? $"Vi ringer upp dig på {When(promised.From, "sv")}." : "Du har en plats i kön, och vi ringer upp dig.",
                promised.AtATime ? $"We will call you on {When(promised.From, "en")}." : "You have a place in the line, and we will call you.");
        }

        say.Text("För en annan tid, eller för att avboka samtalet: tryck 4.", "For another time, or to cancel the call: press 4.");
    }

    private static void CallbackHello(Turn turn, Speech say)
    {
        say.Text(
            turn.Failures == 0 ? "Hej, det här är stadens it-support. Vi ringer upp dig, som vi lovade." : "Det här är stadens it-support.",
            turn.Failures == 0 ? "Hello, this is the city's IT support. We are calling you back, as we promised." : "This is the city's IT support.");
        say.Text("För att tala med oss: tryck 1. Behövs det inte längre: tryck 2.", "To talk with us: press 1. If it is no longer needed: press 2.");
        say.Add(turn.Language == "sv" ? new Phrase("For English, press 8.", "en") : new Phrase("För svenska, tryck 8.", "sv"));
    }

    private static void PlaceKept(Turn turn, Speech say) => say.Text(
        "Ingen kunde svara just nu. Vi ber om ursäkt. Du har din plats kvar, och vi ringer snart igen. Hej då.",
        "Nobody could answer just now. We are sorry. You keep your place, and we will soon call again. Goodbye.");

    /// <summary>As one says it: "tisdag klockan 14.30".</summary>
    private static string When(DateTimeOffset at, string language)
    {
        var local = TimeZoneInfo.ConvertTime(at, s_city);
        return language == "en"
            ? local.ToString("dddd", CultureInfo.GetCultureInfo("en-GB")) + " at " + local.ToString("H:mm", CultureInfo.InvariantCulture)
            : local.ToString("dddd", CultureInfo.GetCultureInfo("sv-SE")) + " klockan " + local.ToString(local.Minute == 0 ? "%H" : "H.mm", CultureInfo.InvariantCulture);
    }
}
