using System.Globalization;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Calls;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Voice;

/// <summary>Writes a turn as TwiML. The same turn always gives the same bytes.</summary>
internal sealed partial class TurnTwiml(Prompts prompts, PhoneSettings settings)
{
    private const int DeskRings = 25;
    private const int TimeToKey = 8;
    private const int TimeToTry = 60;

    private readonly IReadOnlyList<string> _swedishHints = prompts.Hints("sv");
    private readonly IReadOnlyList<string> _englishHints = prompts.Hints("en");

    /// <summary>What the caller hears, and where the answer goes.</summary>
    public Twiml Of(RecordedTurn said)
    {
        var turn = said.Turn;
        var next = said.Step + 1;
        return turn switch
        {
            { Ends: true } => Twiml.Voice([.. Say(prompts.Of(turn)), new Hangup()]),
            { Kind: TurnKind.Wait } => Twiml.Voice(Wait(turn, settings.Twilio.Link(Address($"/voice/step?n={next}")))),
            { Kind: TurnKind.Message } => Twiml.Voice(Record(said, next)),
            { Kind: TurnKind.Connect } => Twiml.Voice([.. Say(prompts.Of(turn)), Dial(said, next)]),
            _ => Twiml.Voice(Listen(turn, settings.Twilio.Link(Address($"/voice/step?n={next}")))),
        };
    }

    /// <summary>What the desk hears before it takes the call.</summary>
    public Twiml Whisper(OfferedCall offered) => AskDesk(
        Address($"/voice/whisper/answer?call={offered.Said.Call}&n={offered.Said.Step}"), prompts.Whisper(offered.Said.Turn, offered.Told));

    /// <summary>The desk wants to pass the call on: where to?</summary>
    public Twiml WhereTo(string call, int step, IReadOnlyList<string> desks) =>
        AskDesk(Address($"/voice/whisper/pass?call={Uri.EscapeDataString(call)}&n={step}"), prompts.WhereTo(desks));

    /// <summary>And what should the next desk know?</summary>
    public Twiml WhatToTell(string call, int step, string desk) => Twiml.Voice(
        new Gather(settings.Twilio.Link(Address($"/voice/whisper/pass?call={Uri.EscapeDataString(call)}&n={step}&to={Uri.EscapeDataString(desk)}")), GatherInput.Speech, "sv-SE")
        {
            Prompts = Say(Prompts.WhatToTell()),
            SpeechModel = settings.SpeechModel,
            SpeechTimeout = settings.SpeechModel is null ? null : 2,
            ActionOnEmptyResult = true,
        });

    private Twiml AskDesk(string action, IReadOnlyList<Phrase> phrases) => Twiml.Voice(new Gather(settings.Twilio.Link(action), GatherInput.Keys, "sv-SE")
    {
        Prompts = Say(phrases),
        NumDigits = 1,
        ActionOnEmptyResult = true,
    });

    /// <summary>The desk takes the call: the document ends, and the two are joined. Or it does not: the desk's leg ends.</summary>
    public static Twiml Decided(bool taken) => taken ? Twiml.Empty : Twiml.Voice(new Hangup());

    private Gather Listen(Turn turn, string action) => new(action, turn.Kind == TurnKind.AskPin ? GatherInput.Keys : GatherInput.Keys | GatherInput.Speech, Code(turn.Language))
    {
        Prompts = Say(prompts.Of(turn)),
        NumDigits = turn.IsMenu ? 1 : null,
        Timeout = turn.Kind == TurnKind.AskHelped ? TimeToTry : turn.IsMenu ? 5 : TimeToKey,
        Hints = turn.Kind is TurnKind.AskCase or TurnKind.AskPhone or TurnKind.ReadBack or TurnKind.TellCase or TurnKind.TellOrder or TurnKind.AskPin ? [] : turn.Language == "en" ? _englishHints : _swedishHints,
        SpeechModel = settings.SpeechModel,
        SpeechTimeout = settings.SpeechModel is null ? null : 2, // Explicit models may refuse auto.
        ActionOnEmptyResult = true,
    };

    private Dial Dial(RecordedTurn said, int next) => new(
        new PhoneNumber(settings.PhoneOf(said.Turn.Desk)!, settings.Twilio.Link(Address($"/voice/whisper?call={said.Call}&n={said.Step}"))),
        settings.Twilio.Link(Address($"/voice/dialled?n={next}")))
    {
        Timeout = DeskRings,
        CallerId = settings.Twilio.Number is { Length: > 0 } number ? number : null,
    };

    /// <summary>Neighbouring phrases of one language become one Say.</summary>
    private static List<Verb> Say(IReadOnlyList<Phrase> phrases)
    {
        var says = new List<Verb>();
        var parts = new List<Spoken>();
        for (var i = 0; i < phrases.Count; i++)
        {
            var last = i + 1 == phrases.Count || phrases[i + 1].Language != phrases[i].Language;
            parts.Add(phrases[i].IsNumber
                ? new Digits(phrases[i].Text)
                : new Words((parts is [.., Digits] ? " " : "") + phrases[i].Text + (last ? "" : " ")));
            if (last)
            {
                says.Add(new Say([.. parts], Code(phrases[i].Language)));
                parts.Clear();
            }
        }

        return says;
    }

    private static string Code(string language) => language == "en" ? "en-GB" : "sv-SE";

    private static string Address(FormattableString address) => address.ToString(CultureInfo.InvariantCulture);
}
