using System.Globalization;

namespace IntegrationHub.Core.Calls;

/// <summary>Words about incidents. What is said of each stands in the turn, as it was known when it was said.</summary>
public sealed partial class Prompts
{
    private static void TellIncident(Turn turn, Speech say)
    {
        var told = turn.Incidents!;
        if (turn is { Failures: 0, Routing: null })
        {
            say.Text("Hej, du har kommit till stadens it-support.", "Hello, this is the city's IT support.");
        }

        if (turn.Failures == 0)
        {
            say.Text(
                told.Count > 1 ? "Just nu har vi flera driftstörningar." : "Just nu har vi en driftstörning.",
                told.Count > 1 ? "Several things do not work just now." : "Something does not work just now.");
        }

        for (var i = 0; i < told.Count; i++)
        {
            say.Text(told[i].Sv, told[i].En);
            say.Text(Key($"Gäller det dig: tryck {i + 1}."), Key($"If that is why you call: press {i + 1}."));
        }

        say.Text(
            Key($"Gäller det något annat: tryck {told.Count + 1}, eller säg vad det gäller."),
            Key($"If it is something else: press {told.Count + 1}, or say what it is about."));
        say.Add(turn.Language == "sv" ? new Phrase("For English, press 8.", "en") : new Phrase("För svenska, tryck 8.", "sv"));
    }

    private static void OfferNews(Turn turn, Speech say)
    {
        say.Text(
            turn.Failures == 0 ? "Vill du ha sms när vi vet mer, och när det fungerar igen?" : "Vill du ha sms om driftstörningen?",
            turn.Failures == 0 ? "Do you want a text message when we know more, and when it works again?" : "Do you want text messages about the incident?");
        say.Text("Ja: tryck 1. Nej: tryck 2.", "Yes: press 1. No: press 2.");
    }

    private static string Key(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
