using System.Globalization;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Host.Voice;

namespace IntegrationHub.Host.Callbacks;

/// <summary><c>/voice/callback</c>: calls that the hub placed, as Twilio tells of them.</summary>
internal static class CallbackVoice
{
    private static readonly string[] s_methods = ["GET", "POST"];

    /// <summary>Maps the endpoints. Twilio's signature is checked here, not by the hub's sign-in.</summary>
    public static void MapCallbackVoice(this IEndpointRouteBuilder routes)
    {
        var voice = routes.MapGroup("/voice/callback").WithTags("Voice").AllowAnonymous().RequireTwilio().AddEndpointFilter<NoErrorOnACall>()
            .ExcludeFromDescription();
        voice.MapMethods("/", s_methods, AnsweredAsync).WithSummary("Somebody or something has answered.");
        voice.MapMethods("/status", s_methods, StatusAsync).WithSummary("How the call goes.");
    }

    private static async Task<Twiml> AnsweredAsync(string? c, string? a, HttpContext http, CallbackAnswers answers, TurnTwiml twiml, CancellationToken ct) =>
        Named(c, a) is var (id, attempt) && attempt > 0 && await answers.AnswerAsync(id, attempt, TwilioWebhook.Read(http), ct) is { } turn
            ? twiml.Of(turn)
            : Twiml.Voice(new Hangup());

    private static async Task<Twiml> StatusAsync(string? c, string? a, HttpContext http, CallbackAnswers answers, CancellationToken ct)
    {
        if (Named(c, a) is var (id, attempt) && attempt > 0)
        {
            await answers.HearAsync(id, attempt, TwilioWebhook.Read(http), ct);
        }

        return Twiml.Empty;
    }

    /// <summary>Attempt 0 when the address names none.</summary>
    private static (CallbackId Id, int Attempt) Named(string? callback, string? attempt) =>
        CallbackId.TryParse(callback, out var id) && int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? (id, n) : default;
}
