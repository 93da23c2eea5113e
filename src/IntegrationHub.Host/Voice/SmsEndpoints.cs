using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Host.Voice;

/// <summary><c>/sms</c>: text messages to the one number, and what became of the hub's own.</summary>
public static class SmsEndpoints
{
    /// <summary>Maps the endpoints. Twilio's signature is checked here, not by the hub's sign-in.</summary>
    public static void MapSms(this IEndpointRouteBuilder routes)
    {
        var sms = routes.MapGroup("/sms").WithTags("Voice").AllowAnonymous().RequireTwilio().AddEndpointFilter<NoErrorOnACall>();
        sms.MapPost("/status", () => Results.NoContent()).WithSummary("What became of a message that the hub sent.");
    }
}
