using System.Globalization;

namespace IntegrationHub.Core.Calls;

/// <summary>Words to whoever waits: the place, an honest guess of the time, and what else there is.</summary>
public sealed partial class Prompts
{
    private static void Line(Turn turn, Speech say)
    {
        switch (turn.Kind)
        {
            case TurnKind.Wait: Wait(turn, say); break;
            case TurnKind.Message: Message(say); break;
            default: OfferCallBack(say); break;
        }
    }

    private static void Wait(Turn turn, Speech say)
    {
        if (turn.Waiting is not { Tells: true } place)
        {
            return; // Music, or silence.
        }

        if (place.Rounds <= 1)
        {
            say.Text("Alla är upptagna just nu.", "Everybody is busy just now.");
            say.Text("Ditt ärendenummer är", "Your case number is");
            say.Number(turn.Case);
        }

        var ahead = (place.Ahead + 1).ToString(CultureInfo.InvariantCulture);
        var minutes = place.Minutes?.ToString(CultureInfo.InvariantCulture);
        say.Text(
            place.Ahead == 0 ? "Du är först i kön." : $"Du har plats {ahead} i kön.",
            place.Ahead == 0 ? "You are first in line." : $"You are number {ahead} in line.");
        say.Text(
            minutes is null ? "Vi vet inte hur lång tid det tar." : minutes == "1" ? "Det tar ungefär en minut." : $"Det tar ungefär {minutes} minuter.",
            minutes is null ? "We do not know how long it will take." : minutes == "1" ? "It will take about a minute." : $"It will take about {minutes} minutes.");
        say.Text(
            "Tryck 1 för att behålla din plats och bli uppringd, 2 för att lämna ett meddelande, eller vänta kvar.",
            "Press 1 to keep your place and be called back, 2 to leave a message, or hold the line.");
    }

    private static void OfferCallBack(Speech say) => say.Text(
        "Ingen kan svara just nu. Tryck 1 för att bli uppringd, eller 2 för att lämna ett meddelande.",
        "Nobody can answer just now. Press 1 to be called back, or 2 to leave a message.");

    private static void Message(Speech say) => say.Text(
        "Tala in ditt meddelande efter tonen. Avsluta med fyrkant.",
        "Leave your message after the tone. End with the hash key.");
}
