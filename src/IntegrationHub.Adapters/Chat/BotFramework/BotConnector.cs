using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>How one try to send an activity ended.</summary>
public abstract record BotOutcome;

/// <summary>The channel has it.</summary>
/// <param name="Id">The channel's id of it; null when it told none.</param>
public sealed record BotSent(string? Id) : BotOutcome;

/// <summary>It may go well later. After a lost answer the channel may have it all the same: it knows no repeat.</summary>
/// <param name="After">How long the channel asks to be left alone, at most ten minutes; null when it did not say.</param>
/// <param name="Why">For the operator; equal failures have equal words.</param>
public sealed record BotLater(TimeSpan? After, string Why) : BotOutcome;

/// <summary>The user cannot be reached in this conversation any more.</summary>
/// <param name="Why"><c>gone</c>, <c>blocked</c> or <c>left</c>.</param>
public sealed record BotGone(string Why) : BotOutcome;

/// <summary>The channel will not take it, now or later.</summary>
/// <param name="Why">The status and the channel's code, for the operator.</param>
public sealed record BotRefused(string Why) : BotOutcome;

/// <summary>Sends activities to channels. Makes one try; when to make the next is the caller's to decide.</summary>
/// <param name="http">Must not follow redirects: it bears the hub's token.</param>
/// <param name="token">What it shows.</param>
/// <param name="hosts">Where it may.</param>
/// <param name="clock">Times tries out, and reads Retry-After.</param>
/// <remarks>Source: Bot Connector REST API v3, send and reply; Teams, rate limits: 412, 429, 502 and 504 are tried again.</remarks>
public sealed class BotConnector(HttpClient http, HubToken token, ServiceHosts hosts, TimeProvider clock)
{
    /// <summary>How long one request may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private const int ReadAtMost = 16 * 1024;
    private const int LongestCode = 60;

    /// <summary>Sends an activity. Faults of the wire and of the channel are answers, never exceptions.</summary>
    /// <param name="to">The conversation.</param>
    /// <param name="activity">With its type and content; the addresses are added.</param>
    /// <param name="replyTo">Id of the activity that it answers; null for none.</param>
    /// <param name="ct">Ends the try; the channel may have the activity all the same.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<BotOutcome> SendAsync(BotReference to, JsonObject activity, string? replyTo, CancellationToken ct)
    {
        var reply = replyTo is null or "." or ".." ? "" : "/" + Uri.EscapeDataString(replyTo);
        if (hosts.Find(to.ServiceUrl, $"v3/conversations/{Uri.EscapeDataString(to.Conversation)}/activities{reply}") is not { } address)
        {
            return new BotRefused("The channel's service address is none that Bot:ServiceUrls allows.");
        }

        var body = to.Address(activity, reply.Length == 0 ? null : replyTo).ToJsonString(s_json);
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await PostAsync(address, body, again: false, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new BotLater(null, "The channel did not answer in time.");
        }
        catch (Exception wire) when (wire is HttpRequestException or IOException)
        {
            return new BotLater(null, "The wire to the channel failed.");
        }
    }

    private async Task<BotOutcome> PostAsync(Uri address, string body, bool again, CancellationToken ct)
    {
        var (bearer, why) = await token.GetAsync(ct);
        if (bearer is null)
        {
            return new BotLater(null, why!);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            token.Drop(bearer);
            return again
                ? new BotLater(null, "The channel does not accept the hub's token (401). Compare Bot:AppId and Bot:TenantId with the bot's registration.")
                : await PostAsync(address, body, again: true, ct);
        }

        return Outcome(response, await StartOfBodyAsync(response, ct));
    }

    private BotOutcome Outcome(HttpResponseMessage response, JsonElement body)
    {
        var code = CodeOf(body);
        return (int)response.StatusCode switch
        {
            >= 200 and <= 299 => new BotSent(BotActivityReader.Text(body, "id")),
            404 or 410 => new BotGone("gone"),
            403 when code == "BotNotInConversationRoster" => new BotGone("left"),
            403 when code is "MessageWritesBlocked" or "ConversationBlockedByUser" => new BotGone("blocked"),
            408 or 412 or 425 or 429 or >= 500 => new BotLater(Wait(response), $"The channel asks to try later ({(int)response.StatusCode})."),
            var status => new BotRefused($"The channel refused the message ({status} {code}).".Replace(" )", ")", StringComparison.Ordinal)),
        };
    }

    private TimeSpan? Wait(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, s_longestWait.Ticks)) : null;
    }

    /// <summary>The channel's own word for the fault; its message may hold what a person wrote, and is not read.</summary>
    private static string CodeOf(JsonElement body) =>
        BotActivityReader.Text(BotActivityReader.Member(body, "error"), "code", LongestCode) is { } code && code.All(char.IsAsciiLetterOrDigit) ? code : "";

    private static async Task<JsonElement> StartOfBodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[ReadAtMost];
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var length = await body.ReadAtLeastAsync(buffer, ReadAtMost, throwOnEndOfStream: false, ct);
        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
