using System.Diagnostics.Metrics;
using IntegrationHub.Adapters.Chat.BotFramework;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IntegrationHub.Host.Chats;

/// <summary>
/// Lets in what a channel of the Bot Framework signed: first the token, then the body, then whether the two belong together and the hub
/// answers where they say. Whoever is not believed gets one and the same answer, whatever the reason.
/// </summary>
internal sealed class BotDoor(ChannelTokens tokens, BotSettings settings, BotMeter meter)
{
    /// <summary>The largest activity, in bytes.</summary>
    public const int Largest = 256 * 1024;

    /// <summary>The activity, or the answer for whoever sent it.</summary>
    public async Task<(BotActivity? Activity, IResult? Refusal)> ReadAsync(HttpContext http, CancellationToken ct)
    {
        var (token, fault) = await tokens.CheckAsync(http.Request.Headers.Authorization, ct);
        if (token is null)
        {
            return (null, NotBelieved(http, fault));
        }

        if (!IsJson(http.Request))
        {
            return (null, Refuse(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Send an activity as application/json in UTF-8."));
        }

        if (await BodyAsync(http.Request, ct) is not { } body)
        {
            http.Response.Headers.Connection = "close"; // The rest is not read.
            return (null, Refuse(StatusCodes.Status413PayloadTooLarge, "too-large", "An activity is at most 256 kB."));
        }

        if (BotActivityReader.Read(body, out var wrong) is not { } activity)
        {
            return (null, Refuse(StatusCodes.Status400BadRequest, "bad-activity", wrong!));
        }

        return token.SpeaksFor(activity.Channel, activity.ServiceUrl) && settings.Hosts.Find(activity.ServiceUrl, "v3") is not null
            ? (activity with { Recipient = activity.Recipient ?? settings.AppId }, null)
            : (null, NotBelieved(http, TokenFault.OtherActivity));
    }

    private ProblemHttpResult NotBelieved(HttpContext http, TokenFault fault)
    {
        meter.Refused(fault);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Refuse(StatusCodes.Status401Unauthorized, "not-authenticated", "A valid token of the Bot Framework connector is needed.");
    }

    private static ProblemHttpResult Refuse(int status, string code, string detail) => TypedResults.Problem(detail, statusCode: status, type: code);

    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType() && (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Charset.Length == 0
            || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength is > Largest)
        {
            return null;
        }

        using var read = new MemoryStream((int)(request.ContentLength ?? 4096));
        var buffer = new byte[16 * 1024];
        for (int count; (count = await request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            if (read.Length + count > Largest)
            {
                return null;
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}

/// <summary>Figures of the Bot Framework channels: what was not believed, by reason.</summary>
internal sealed class BotMeter : IDisposable
{
    private readonly Meter _meter = new("IntegrationHub.Bot");
    private readonly Counter<long> _refused;

    public BotMeter() => _refused = _meter.CreateCounter<long>("hub.bot.refused", "{request}", "Requests of channels that were not believed.");

    public void Refused(TokenFault why) => _refused.Add(1, new KeyValuePair<string, object?>("reason", why.ToString()));

    public void Dispose() => _meter.Dispose();
}
