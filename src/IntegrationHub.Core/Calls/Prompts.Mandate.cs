namespace IntegrationHub.Core.Calls;

/// <summary>Words to a local IT manager who wants to raise the priority of a case.</summary>
public sealed partial class Prompts
{
    private static readonly (string Sv, string En)[] s_reasons =
    [
        ("Flera kan inte arbeta.", "Several people cannot work."),
        ("Undervisning eller vård påverkas.", "Teaching or care is hit."),
        ("Arbetet har stannat helt.", "Work has stopped altogether."),
    ];

    /// <summary>The reason that a key stands for, as it is written in the case.</summary>
    /// <param name="key">1 to 3.</param>
    /// <param name="language"><c>sv</c> or <c>en</c>.</param>
    public static string ReasonOf(int key, string language) => language == "en" ? s_reasons[key - 1].En : s_reasons[key - 1].Sv;

    private static void OfMandate(Turn turn, Speech say)
    {
        if (turn.Kind == TurnKind.AskPin)
        {
            AskPin(turn, say);
        }
        else if (turn.Kind == TurnKind.AskMandate)
        {
            AskMandate(turn, say);
        }
        else
        {
            say.Text("Säg med en mening vad som inte fungerar och var.", "Say in one sentence what does not work and where.");
        }
    }

    private static void AskPin(Turn turn, Speech say) => say.Text(
        turn.Failures == 0 ? "Knappa in din pinkod och avsluta med fyrkant." : "Knappa in de sex siffrorna och avsluta med fyrkant. För en person: tryck 0 och fyrkant.",
        turn.Failures == 0 ? "Key in your PIN and end with the hash key." : "Key in the six figures and end with hash. For a person: press 0 and hash.");

    private static void AskMandate(Turn turn, Speech say) => say.Text(
        (turn.Failures == 0 ? "Varför ska prioriteten höjas? Säg det med egna ord, eller tryck " : "Tryck ")
            + "1 om flera inte kan arbeta; 2 om undervisning eller vård påverkas; 3 om arbetet har stannat helt. Misstänker du en driftstörning som drabbar fler: tryck 4.",
        (turn.Failures == 0 ? "Why is the priority to be raised? Say it in your own words, or press " : "Press ")
            + "1 if several people cannot work; 2 if teaching or care is hit; 3 if work has stopped altogether. If you suspect an incident that hits more people: press 4.");
}
