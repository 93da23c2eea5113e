using System.Globalization;
using IntegrationHub.Adapters.Voice.Simulator;

namespace IntegrationHub.Host.Pages.Phone;

internal sealed partial class PhoneModel
{
    /// <summary>What the call waits for, in plain words.</summary>
    public string WaitsFor(PhoneWait wait) => wait.Kind switch
    {
        PhoneWaitKind.Gather when wait is { Keys: true, Speech: true } => say["Tryck en tangent eller säg något.", "Press a key or say something."],
        PhoneWaitKind.Gather when wait.Keys => say["Tryck en tangent.", "Press a key."],
        PhoneWaitKind.Gather => say["Säg något.", "Say something."],
        PhoneWaitKind.Recording => say["Tala in ett meddelande.", "Leave a message."],
        PhoneWaitKind.Dial => say["Det ringer hos servicedesken.", "The desk's telephone rings."],
        PhoneWaitKind.Whisper => say["Servicedesken har svarat och hör vad det gäller; den väljer med en tangent.", "The desk has answered and hears what it is about; it chooses by key."],
        PhoneWaitKind.Queue => say["Du står i kö.", "You are in a queue."],
        PhoneWaitKind.Talk => say["Ni talar med varandra.", "You talk with each other."],
        _ => say["Samtalet är slut.", "The call is over."],
    };

    /// <summary>What the desk's telephone can do now.</summary>
    public static IReadOnlyList<DeskOutcome> DeskCan(PhoneWait wait) => wait.Kind switch
    {
        PhoneWaitKind.Dial => [DeskOutcome.Answer, DeskOutcome.Busy, DeskOutcome.NoAnswer, DeskOutcome.Failed],
        PhoneWaitKind.Queue => [DeskOutcome.Answer],
        PhoneWaitKind.Whisper or PhoneWaitKind.Talk => [DeskOutcome.HangUp],
        _ => [],
    };

    /// <summary>What a button of the desk's telephone says.</summary>
    public string NameOf(DeskOutcome outcome) => outcome switch
    {
        DeskOutcome.Answer => say["Svara", "Answer"],
        DeskOutcome.Busy => say["Upptaget", "Busy"],
        DeskOutcome.NoAnswer => say["Svara inte", "Do not answer"],
        DeskOutcome.Failed => say["Går inte att nå", "Cannot be reached"],
        _ => say["Servicedesken lägger på", "The desk hangs up"],
    };

    /// <summary>What a button of a telephone that rings says.</summary>
    public string NameOf(RingOutcome outcome) => outcome switch
    {
        RingOutcome.Answer => say["Svara", "Answer"],
        RingOutcome.Voicemail => say["Telefonsvararen svarar", "The answering machine answers"],
        RingOutcome.Busy => say["Upptaget", "Busy"],
        _ => say["Svara inte", "Do not answer"],
    };

    /// <summary>A key's name, for those who hear it.</summary>
    public string NameOf(char key) => key switch
    {
        '*' => say["stjärna", "star"],
        '#' => say["fyrkant", "hash"],
        _ => key.ToString(CultureInfo.InvariantCulture),
    };
}
