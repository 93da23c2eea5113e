namespace IntegrationHub.Core.Calls;

/// <summary>Words about a forgotten password: where it is changed by oneself, and whether that helped.</summary>
public sealed partial class Prompts
{
    private static void AskArea(Turn turn, Speech say) => say.Text(
        (turn.Failures == 0 ? "Vilket konto gäller det? " : "") + "På arbetet: tryck 1. I skolan, som elev eller personal: tryck 2.",
        (turn.Failures == 0 ? "Which account is it? " : "") + "At work: press 1. At school, as a pupil or as staff: press 2.");

    private static void OfferSelfService(Turn turn, Speech say)
    {
        if (turn.Failures == 0)
        {
            say.Text(
                $"Du kan byta lösenordet själv på en gång, på {PasswordSelfService.Spoken(turn.SelfService!, "sv")}.",
                $"You can change the password yourself at once, at {PasswordSelfService.Spoken(turn.SelfService!, "en")}.");
        }

        say.Text(
            "Tryck 1 för att prova, så kommer länken i ett sms. Tryck 2 om du hellre vill ha hjälp.",
            "Press 1 to try, and the link comes by text message. Press 2 if you would rather have help.");
    }

    private static void AskHelped(Turn turn, Speech say) => say.Text(
        turn.Failures == 0 ? "Prova nu, och ta den tid du behöver. Hjälpte det? Ja: tryck 1. Nej: tryck 2." : "Hjälpte det? Ja: tryck 1. Nej: tryck 2. Jag väntar gärna.",
        turn.Failures == 0 ? "Try now, and take the time that you need. Did it help? Yes: press 1. No: press 2." : "Did it help? Yes: press 1. No: press 2. I am glad to wait.");

    private static void More(Turn turn, Speech say)
    {
        switch (turn.Kind)
        {
            case TurnKind.AskPin or TurnKind.AskMandate or TurnKind.AskSuspicion: OfMandate(turn, say); break;
            case TurnKind.AskArea: AskArea(turn, say); break;
            case TurnKind.TellOrder: TellOrder(turn, say); break;
            case TurnKind.OfferSelfService: OfferSelfService(turn, say); break;
            case TurnKind.AskHelped: AskHelped(turn, say); break;
            default: Callback(turn, say); break;
        }
    }
}
