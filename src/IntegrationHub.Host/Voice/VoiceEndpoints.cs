using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Host.Voice;

/// <summary><c>/voice</c>: the one number, as Twilio tells of it. Every webhook is signed, and safe to send again.</summary>
public static class VoiceEndpoints
{
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
        voice.MapMethods("/dialled", s_methods, StepAsync).WithSummary("The call to the desk is over.");
        voice.MapMethods("/dialled/after-fault", s_methods, EndAfterFault).WithSummary("The call to the desk is over; the log was not there.");
        voice.MapMethods("/status", s_methods, StatusAsync).WithSummary("The call is over.");
        routes.MapSms();
    }

    private static async Task<Twiml> IncomingAsync(HttpContext http, CallDesk calls, TurnTwiml twiml, CancellationToken ct) =>
        twiml.Of(await calls.ReceiveAsync(TwilioWebhook.Read(http), ct));

    private static async Task<Twiml> StepAsync(string? n, HttpContext http, CallDesk calls, TurnTwiml twiml, CancellationToken ct) =>
        twiml.Of(await calls.StepAsync(TwilioWebhook.Read(http), Step(n), ct));

    private static async Task<Twiml> WhisperAsync(string? call, string? n, CallDesk calls, TurnTwiml twiml, CancellationToken ct) =>
        call is not null && Step(n) is { } step && await calls.OfferAsync(call, step, ct) is { } turn
            ? twiml.Whisper(turn)
            : TurnTwiml.Decided(taken: false);

    private static async Task<Twiml> WhisperAnswerAsync(string? call, string? n, HttpContext http, CallDesk calls, CancellationToken ct) =>
        TurnTwiml.Decided(
            call is not null && Step(n) is { } step
            && await calls.DecideOfferAsync(call, step, takes: TwilioWebhook.Read(http).Digits == "1", ct));

    private static Twiml EndAfterFault(HttpContext http) => NoErrorOnACall.End(TwilioWebhook.Read(http));

    private static async Task<Twiml> StatusAsync(HttpContext http, CallDesk calls, CancellationToken ct)
    {
        await calls.EndAsync(TwilioWebhook.Read(http), ct);
        return Twiml.Empty;
    }

    private static int? Step(string? n) =>
        int.TryParse(n, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var step) ? step : null;
}
