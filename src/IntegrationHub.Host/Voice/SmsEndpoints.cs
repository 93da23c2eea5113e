using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Texts;
using IntegrationHub.Host.Notifications;

namespace IntegrationHub.Host.Voice;

/// <summary><c>/sms</c>: text messages to the one number, and what became of the hub's own.</summary>
public static class SmsEndpoints
{
    private static readonly string[] s_methods = ["GET", "POST"];

    /// <summary>Maps the endpoints. Twilio's signature is checked here, not by the hub's sign-in.</summary>
    public static void MapSms(this IEndpointRouteBuilder routes)
    {
        var sms = routes.MapGroup("/sms").WithTags("Voice").AllowAnonymous().RequireTwilio().AddEndpointFilter<NoErrorOnACall>().ExcludeFromDescription();
        sms.MapMethods("/incoming", s_methods, IncomingAsync).WithSummary("A text message comes in.");
        sms.MapMethods("/status", s_methods, StatusAsync).WithSummary("What became of a message that the hub sent.");
    }

    private static async Task<Twiml> IncomingAsync(HttpContext http, TextDesk texts, CancellationToken ct) =>
        TextWish.Reply(await texts.TakeAsync(TwilioWebhook.Read(http), ct)) is { } reply ? Twiml.Messaging(new Message(reply)) : Twiml.Empty;

    private static async Task<IResult> StatusAsync(HttpContext http, TextStatus texts, CancellationToken ct)
    {
        var request = TwilioWebhook.Read(http);
        await texts.TakeAsync(http.Request.Query["key"], request.MessageStatus, request.ErrorCode, ct); // The query is signed too.
        return Results.NoContent();
    }
}
