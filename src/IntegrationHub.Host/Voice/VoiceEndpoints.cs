using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Host.Voice.Transfers;

namespace IntegrationHub.Host.Voice;

/// <summary><c>/voice</c>: the one number, as Twilio tells of it. Every webhook is signed, safe to send again, and answered in time.</summary>
public static class VoiceEndpoints
{
    private const int WaitsOfADesk = 1;
    private static readonly string[] s_methods = ["GET", "POST"]; // What Twilio is redirected to, it asks for by GET.

    /// <summary>Maps the endpoints. Twilio's signature is checked here, not by the hub's sign-in.</summary>
    public static void MapVoice(this IEndpointRouteBuilder routes)
    {
        var voice = routes.MapGroup("/voice").WithTags("Voice").AllowAnonymous().RequireTwilio().AddEndpointFilter<NoErrorOnACall>()
            .ExcludeFromDescription(); // Twilio's contract, not the hub's own.
        voice.MapMethods("/incoming", s_methods, IncomingAsync).WithSummary("A call comes in; also the fallback of every other address.");
        voice.MapMethods("/step", s_methods, StepAsync).WithSummary("The caller has pressed, said or not said something.");
        voice.MapMethods("/whisper", s_methods, WhisperAsync).WithSummary("The desk has picked up and hears of the case.");
        voice.MapMethods("/whisper/answer", s_methods, WhisperAnswerAsync).WithSummary("The desk takes the call or does not.");
        voice.MapMethods("/whisper/pass", s_methods, WhisperPassAsync).WithSummary("The desk passes the call on: where to, and with which words.");
        voice.MapMethods("/transfer", s_methods, TransferAsync).WithSummary("The caller was moved from the desk that handed the call on.");
        voice.MapMethods("/dialled", s_methods, DialledAsync).WithSummary("The call to the desk is over.");
        voice.MapMethods("/dialled/after-fault", s_methods, EndAfterFault).WithSummary("The call to the desk is over; the log was not there.");
        voice.MapMethods("/recording", s_methods, RecordingAsync).WithSummary("A spoken message is kept, or nothing was said.");
        voice.MapMethods("/status", s_methods, StatusAsync).WithSummary("The call is over.");
        routes.MapSms();
    }

    // What Twilio could not use cannot be asked for again by a redirect, which does not say what went wrong.
    private static Task<Twiml> IncomingAsync(string? w, HttpContext http, CallDesk calls, TurnTwiml twiml, InTime soon) =>
        soon.AnswerAsync(http, $"/voice/incoming", TwilioWebhook.Read(http).ErrorCode is null ? Number(w) ?? 0 : null, async (request, ct) => twiml.Of(await calls.ReceiveAsync(request, ct)));

    private static Task<Twiml> StepAsync(string? n, string? w, HttpContext http, CallDesk calls, TurnTwiml twiml, InTime soon) =>
        soon.AnswerAsync(http, $"/voice/step?n={Number(n)}", Number(w) ?? 0, async (request, ct) => twiml.Of(await calls.StepAsync(request, Number(n), ct)));

    // Who has spoken with the desk waits for nothing more.
    private static Task<Twiml> DialledAsync(string? n, string? w, HttpContext http, CallDesk calls, TurnTwiml twiml, InTime soon) =>
        soon.AnswerAsync(
            http, $"/voice/dialled?n={Number(n)}", NoErrorOnACall.HaveSpoken(TwilioWebhook.Read(http)) ? null : Number(w) ?? 0,
            async (request, ct) => twiml.Of(await calls.StepAsync(request, Number(n), ct)));

    private static Task<Twiml> WhisperAsync(string? call, string? n, string? w, HttpContext http, CallDesk calls, TurnTwiml twiml, InTime soon) =>
        soon.AnswerAsync(
            http, $"/voice/whisper?call={Uri.EscapeDataString(call ?? "")}&n={Number(n)}", (Number(w) ?? 0) + InTime.MostWaits - WaitsOfADesk,
            async (_, ct) => call is not null && Number(n) is { } step && await calls.OfferAsync(call, step, ct) is { } turn
                ? twiml.Whisper(turn)
                : TurnTwiml.Decided(taken: false));

    private static Task<Twiml> WhisperAnswerAsync(string? call, string? n, HttpContext http, CallDesk calls, DeskPassing passing, InTime soon) =>
        soon.AnswerAsync(
            http, $"/voice/whisper/answer?call={Uri.EscapeDataString(call ?? "")}&n={Number(n)}", waits: null,
            async (request, ct) => call is null || Number(n) is not { } step ? TurnTwiml.Decided(taken: false)
                : request.Digits == "2" && await passing.AskWhereAsync(call, step, ct) is { } where ? where
                : TurnTwiml.Decided(await calls.DecideOfferAsync(call, step, takes: request.Digits == "1", ct)));

    private static Task<Twiml> WhisperPassAsync(string? call, string? n, string? to, HttpContext http, DeskPassing passing, InTime soon) =>
        soon.AnswerAsync(
            http, $"/voice/whisper/pass?call={Uri.EscapeDataString(call ?? "")}&n={Number(n)}&to={Uri.EscapeDataString(to ?? "")}", waits: null,
            async (request, ct) => call is not null && Number(n) is { } step ? await passing.PassAsync(call, step, to, request, ct) : TurnTwiml.Decided(taken: false));

    private static Task<Twiml> TransferAsync(string? n, string? w, HttpContext http, CallDesk calls, TurnTwiml twiml, InTime soon) =>
        soon.AnswerAsync(http, $"/voice/transfer?n={Number(n)}", Number(w) ?? 0, async (request, ct) => twiml.Of(await calls.StepAsync(request, Number(n), ct)));

    private static Twiml EndAfterFault(HttpContext http) => NoErrorOnACall.End(TwilioWebhook.Read(http));

    private static Task<Twiml> RecordingAsync(string? call, string? n, HttpContext http, SpokenMessage messages, InTime soon) =>
        soon.AnswerAsync(http, $"/voice/recording?call={Uri.EscapeDataString(call ?? "")}&n={Number(n)}", waits: null, async (request, ct) =>
        {
            if (call is not null && Number(n) is { } step)
            {
                await messages.KeepAsync(call, step, request, ct);
            }

            return Twiml.Empty;
        });

    private static Task<Twiml> StatusAsync(HttpContext http, CallDesk calls, InTime soon) =>
        soon.AnswerAsync(http, $"/voice/status", waits: null, async (request, ct) =>
        {
            await calls.EndAsync(request, ct);
            return Twiml.Empty;
        });

    private static int? Number(string? n) =>
        int.TryParse(n, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var step) ? step : null;
}
