using System.Globalization;
using System.Text.Json.Serialization;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>Refusals as the protocol has them: <c>{"error":{"code","message"}}</c>.</summary>
/// <remarks>
/// What the official client makes of a status: 403 is an expired token, 404 a conversation that has ended and is not asked for again, other 4xx go to
/// whoever posted, and 5xx may be sent again.
/// </remarks>
internal static class DirectLineFaults
{
    /// <summary>A refusal.</summary>
    public static IResult Of(int status, string code, string message) => TypedResults.Json(new Body(new Fault(code, message)), statusCode: status);

    /// <summary>No such conversation, or it is gone.</summary>
    public static IResult Gone { get; } = Of(404, "BotNotFound", "There is no such conversation. Start a new one with POST conversations.");

    /// <summary>No token, or none that the hub gave for this.</summary>
    public static IResult NoToken { get; } = Of(401, "InvalidAuthentication", "Send Authorization: Bearer and a token of this conversation.");

    /// <summary>Forged, or of another conversation: it is not told which.</summary>
    public static IResult BadToken { get; } = Of(403, "BadToken", "The token does not let in here. Get one for this conversation.");

    /// <summary>The half hour is over.</summary>
    public static IResult TokenExpired { get; } = Of(403, "TokenExpired", "The token has expired. Get a new one; tokens/refresh takes one that is still good.");

    /// <summary>A page that may not talk with the hub.</summary>
    public static IResult BadOrigin { get; } = Of(403, "BadOrigin", "Pages of this origin may not use the token; set DirectLine:Origins, or trustedOrigins when it is made.");

    /// <summary>Too large.</summary>
    public static IResult TooLarge(string most) => Of(413, "MessageSizeTooBig", $"At most {most} are taken.");

    /// <summary>Too many.</summary>
    /// <remarks>Retry-After is in milliseconds: that is how the official client reads it, and nobody else calls here.</remarks>
    public static IResult TooMany(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Max(1_000, (long)Math.Ceiling(wait.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
        return Of(429, "TooManyRequests", "Too many requests. Wait as many milliseconds as Retry-After says, then send it again.");
    }

    private sealed record Body([property: JsonPropertyName("error")] Fault Error);

    private sealed record Fault([property: JsonPropertyName("code")] string Code, [property: JsonPropertyName("message")] string Message);
}
