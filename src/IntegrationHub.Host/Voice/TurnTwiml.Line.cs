using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Calls;

namespace IntegrationHub.Host.Voice;

/// <summary>Waiting and messages.</summary>
internal sealed partial class TurnTwiml
{
    private const int FirstWaits = 8;
    private const int OthersWait = 16;
    private const int LongestMessage = 120;

    /// <summary>Keys at any time. Speech only while the place is told: music and a room's noise would be taken for words.</summary>
    private Gather Wait(Turn turn, string action)
    {
        var place = turn.Waiting!;
        Verb music = settings.WaitMusic is { } url ? new Play(url) : new Pause(place.Ahead == 0 ? FirstWaits : OthersWait);
        return new(action, place.Tells ? GatherInput.Keys | GatherInput.Speech : GatherInput.Keys, Code(turn.Language))
        {
            Prompts = [.. Say(prompts.Of(turn)), music],
            NumDigits = 1,
            Timeout = 2,
            SpeechModel = settings.SpeechModel,
            SpeechTimeout = settings.SpeechModel is null ? null : 2,
            ActionOnEmptyResult = true,
        };
    }

    /// <summary>Silence goes on to the next step too, with nothing recorded.</summary>
    private List<Verb> Record(RecordedTurn said, int next)
    {
        var step = settings.Twilio.Link(Address($"/voice/step?n={next}"));
        return
        [
            .. Say(prompts.Of(said.Turn)),
            new Recording(step)
            {
                MaxLength = LongestMessage,
                FinishOnKey = "#",
                StatusCallback = settings.Twilio.Link(Address($"/voice/recording?call={said.Call}&n={said.Step}")),
            },
            new Redirect(step),
        ];
    }
}
