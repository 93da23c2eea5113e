using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>How one try to deliver an event ended.</summary>
public abstract record Delivery;

/// <summary>The other side has it (2xx).</summary>
/// <param name="Receipt">The member <c>receipt</c> of a JSON answer; null when there was none.</param>
public sealed record Delivered(string? Receipt) : Delivery
{
    /// <summary>The other side's own ticket of the case, where it told it; null otherwise.</summary>
    public string? Ticket { get; init; }

    /// <summary>That ticket's state, as the other side names it.</summary>
    public string? Status { get; init; }

    /// <summary>Whether the other side's own record was read back and shows it: then it is accepted, not only delivered.</summary>
    public bool ReadBack { get; init; }
}

/// <summary>The other side will not take it, now or later: a person must look.</summary>
/// <param name="Status">3xx or 4xx.</param>
/// <param name="Why">What it said, at most 500 characters, or what to do.</param>
public sealed record Refused(int Status, string Why) : Delivery;

/// <summary>It may go well later.</summary>
/// <param name="After">How long the other side asks to be left alone, at most a day; null when it did not say.</param>
/// <param name="Why">What happened, for the operator.</param>
public sealed record TryLater(TimeSpan? After, string Why) : Delivery;

/// <summary>The address takes no more events (410): stop sending there.</summary>
public sealed record Retired : Delivery;

/// <summary>Posts CloudEvents to suppliers. Makes one try; when to make the next is the caller's to store.</summary>
/// <param name="http">Best over <see cref="NewHandler"/>: a redirect must not be followed.</param>
/// <param name="origin">The sending system's host name, for <c>WebHook-Request-Origin</c>.</param>
/// <param name="clock">Times tries out, dates signatures and reads Retry-After.</param>
/// <remarks>
/// Source: cloudevents/spec 1.0.2, <c>http-webhook.md</c>, 2.1 and 2.2. 401 and 403 can be mended without touching the event (a token
/// that was renewed on one side), 409 and 425 mean "not now", and 408, 429 and 5xx say so themselves: all of them are tried again.
/// </remarks>
public sealed class CloudEventSender(HttpClient http, string origin, TimeProvider clock)
{
    /// <summary>How long one try may take, from connecting to the end of the answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);
    private const int ReadAtMost = 4 * 1024;
    private const int WhyAtMost = 500;

    /// <summary>A handler that follows no redirect, keeps no cookies, and looks names up anew every five minutes.</summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>Makes one try. Faults of the wire and of the other side are answers, never exceptions.</summary>
    /// <param name="message">Safe to send again: the receiver knows it by source and id.</param>
    /// <param name="to">Its <see cref="SupplierSettings.Url"/> must be set.</param>
    /// <param name="ct">Ends the try; the event may have arrived all the same.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    /// <exception cref="ArgumentException">The event or the settings are not sound; a fault of the caller.</exception>
    public async Task<Delivery> SendAsync(OutgoingEvent message, SupplierSettings to, CancellationToken ct)
    {
        using var request = Request(message, to);
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Read(response, await StartOfBodyAsync(response, either.Token), to.Id);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TryLater(null, string.Create(
                CultureInfo.InvariantCulture, $"No answer within {Timeout.TotalSeconds} s; the event may have arrived all the same."));
        }
        catch (Exception wire) when (wire is HttpRequestException or IOException)
        {
            return new TryLater(null, Shorten($"The wire failed: {wire.Message}"));
        }
    }

    private HttpRequestMessage Request(OutgoingEvent message, SupplierSettings to)
    {
        var url = to.Url ?? throw new ArgumentException($"Suppliers:{to.Id}:Url is not set.", nameof(to));
        var body = message.Encode();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(OutgoingEvent.MediaType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", to.Token);
        request.Headers.Add(WebhookConsent.OriginHeader, origin);
        if (to.SigningKey is { } key)
        {
            foreach (var (name, value) in StandardWebhook.Sign(key, message.Id, clock.GetUtcNow(), body.Span))
            {
                request.Headers.Add(name, value);
            }
        }

        return request;
    }

    private Delivery Read(HttpResponseMessage response, string body, string supplier)
    {
        var status = (int)response.StatusCode;
        var said = Shorten(body.Length > 0 ? $"{status}: {body}" : $"{status} {response.ReasonPhrase}");
        return response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new Delivered(Receipt(body)),
            HttpStatusCode.Gone => new Retired(),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new TryLater(Wait(response), Shorten($"The token was not accepted; compare Suppliers:{supplier}:Token on both sides. {said}")),
            HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests
                or >= HttpStatusCode.InternalServerError => new TryLater(Wait(response), said),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                new Refused(status, $"The address redirects, and events are not sent on; set Suppliers:{supplier}:Url to the address that answers itself."),
            _ => new Refused(status, said),
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

    private static async Task<string> StartOfBodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[ReadAtMost];
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var length = await body.ReadAtLeastAsync(buffer, ReadAtMost, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static string? Receipt(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("receipt", out var receipt)
                && receipt.ValueKind == JsonValueKind.String ? Shorten(receipt.GetString()!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Shorten(string text) => text.Length <= WhyAtMost ? text : text[..(WhyAtMost - 1)] + "…";
}
