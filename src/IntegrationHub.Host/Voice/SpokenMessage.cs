using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Voice;

/// <summary>
/// Spoken messages: kept with the case when Twilio says how the recording went, by the call's next step or by the callback, whichever
/// comes first; a recording is kept once.
/// </summary>
internal sealed class SpokenMessage(CallStore calls, CaseStore cases, TimeProvider clock)
{
    /// <summary>What was recorded; null when nothing was.</summary>
    /// <param name="request">The answer to a <c>Record</c>, or its callback.</param>
    /// <param name="person">Whose words they are.</param>
    public static Recorded? Of(TwilioRequest request, PersonId person) => request.RecordingSid is not { } sid ? null : new Recorded(
        sid, request.RecordingUrl is { } url ? new Personal(person, url) : null, (int)(request.RecordingDuration?.TotalSeconds ?? 0));

    /// <summary>The id of the command that keeps a recording.</summary>
    public static Guid IdOf(string recording) => EventId.From("recording", recording);

    /// <summary>The command that keeps it.</summary>
    public static LeaveVoiceMessage Command(Recorded message, string language, DateTimeOffset now) => new(
        message.Sid, message.Seconds, message.Url?.Text,
        language == "en" ? $"Voice message, {message.Seconds} seconds, recording {message.Sid}." : $"Röstmeddelande på {message.Seconds} sekunder, inspelning {message.Sid}.",
        now);

    /// <summary>The callback: the recording is kept although the caller may have hung up before the next step.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task KeepAsync(string stream, int step, TwilioRequest request, CancellationToken ct)
    {
        var call = await calls.LoadAsync(stream, ct);
        if (request.RecordingStatus is "completed" && Of(request, call.State.Person) is { Seconds: > 0 } message
            && call.TurnAt(step) is { Kind: TurnKind.Message, Case: { } number } turn)
        {
            await cases.DecideAsync(
                number, Command(message, turn.Language, clock.GetUtcNow()), IdOf(message.Sid), new EventContext("user", "phone", stream), ifRevision: null, ct);
        }
    }
}
