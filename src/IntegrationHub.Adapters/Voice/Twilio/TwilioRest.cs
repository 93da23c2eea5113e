using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>A call the hub places itself.</summary>
/// <param name="To">E.164.</param>
/// <param name="Url">Absolute address of the document for whoever answers; must carry what tells this call from others.</param>
/// <param name="StatusCallback">Absolute address that hears how the call goes.</param>
public sealed record OutgoingCall(string To, Uri Url, Uri StatusCallback)
{
    /// <summary>Seconds to let it ring, 5 to 600; Twilio adds about 5.</summary>
    public int RingSeconds { get; init; } = 30;

    /// <summary>Whether to find out if a machine answers (<see cref="TwilioRequest.AnsweredBy"/>).</summary>
    public bool DetectMachine { get; init; } = true;
}

/// <summary>Orders messages and calls from Twilio.</summary>
/// <param name="http">Registered by <see cref="TwilioRegistration.AddTwilio"/>; repeats searches, never orders.</param>
/// <remarks>Source: twilio.md, section 6. Nothing is thrown for what Twilio answers or fails to.</remarks>
public sealed partial class TwilioRest(HttpClient http, TwilioOptions options, TimeProvider clock)
{
    /// <summary>Sends a text message.</summary>
    /// <param name="to">E.164; a withheld or other number is refused here, with 21211.</param>
    /// <param name="body">Made to fit with <see cref="SmsText.Fit"/>; blank is refused here, with 21602.</param>
    /// <param name="key">The hub's own id of the message; comes back as <c>key</c> in the query of the status callback, also when
    /// the answer to this call was lost. Has no effect at Twilio: sending twice sends two.</param>
    /// <param name="ct">Ends the wait, not a message Twilio has already taken.</param>
    public Task<TwilioOutcome> SendSmsAsync(string to, string body, string key, CancellationToken ct)
    {
        var text = SmsText.Fit(body);
        if (text.Length == 0)
        {
            return Task.FromResult<TwilioOutcome>(new TwilioOutcome.Refused(21602, "A message needs a text."));
        }

        List<KeyValuePair<string, string>> form = [new("To", to), new("From", options.Number), new("Body", text)];
        if (!string.IsNullOrEmpty(options.PublicUrl))
        {
            form.Add(new("StatusCallback", options.Link($"{options.SmsStatusPath}?key={Uri.EscapeDataString(key)}")));
        }

        return OrderAsync("Messages", to, form, ct);
    }

    /// <summary>Places a call; one a second is the default at Twilio, which queues what is more.</summary>
    /// <param name="call">Whom to call, and what then.</param>
    /// <param name="ct">Ends the wait, not a call Twilio has already taken.</param>
    public Task<TwilioOutcome> PlaceCallAsync(OutgoingCall call, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("To", call.To), new("From", options.Number), new("Url", call.Url.AbsoluteUri), new("Method", "POST"),
            new("Timeout", Math.Clamp(call.RingSeconds, 5, 600).ToString(CultureInfo.InvariantCulture)),
            new("StatusCallback", call.StatusCallback.AbsoluteUri), new("StatusCallbackMethod", "POST"),
            new("StatusCallbackEvent", "initiated"), new("StatusCallbackEvent", "ringing"),
            new("StatusCallbackEvent", "answered"), new("StatusCallbackEvent", "completed"),
        ];
        if (call.DetectMachine)
        {
            form.Add(new("MachineDetection", "Enable"));
        }

        return OrderAsync("Calls", call.To, form, ct);
    }

    /// <summary>Looks for a message whose sending had an unknown outcome.</summary>
    /// <param name="to">As sent to.</param>
    /// <param name="body">As given to <see cref="SendSmsAsync"/>.</param>
    /// <param name="since">Start of the first try; a message from before that is another one.</param>
    /// <param name="ct">Ends the search.</param>
    /// <returns>Taken, NotThere, or why Twilio could not be asked.</returns>
    public Task<TwilioOutcome> FindSmsAsync(string to, string body, DateTimeOffset since, CancellationToken ct)
    {
        var text = SmsText.Fit(body);
        return FindAsync("Messages", to, "DateSent", since, r => r.Body?.Trim() == text, ct);
    }

    /// <summary>Looks for a call whose placing had an unknown outcome.</summary>
    /// <param name="to">As called.</param>
    /// <param name="since">Start of the first try; a call from before that is another one.</param>
    /// <param name="known">Ids of calls to the number that are other ones.</param>
    /// <param name="ct">Ends the search.</param>
    /// <returns>Taken, NotThere, or why Twilio could not be asked.</returns>
    public Task<TwilioOutcome> FindCallAsync(string to, DateTimeOffset since, IReadOnlyCollection<string> known, CancellationToken ct) =>
        FindAsync("Calls", to, null, since, r => (r.Direction is null or "outbound-api") && !known.Contains(r.Sid ?? "", StringComparer.Ordinal), ct);

    /// <summary>Asks how a call stands.</summary>
    /// <param name="sid">The call's id.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Seen, NotThere, or why Twilio could not be asked.</returns>
    public async Task<TwilioOutcome> LookAtCallAsync(string sid, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"Calls/{Uri.EscapeDataString(sid)}.json");
        return await AskAsync(request, async response =>
            (await response.Content.ReadFromJsonAsync<Resource>(ct))?.Status is { Length: > 0 } status
                ? new TwilioOutcome.Seen(status)
                : new TwilioOutcome.Unknown("Twilio answered without a status."), ct)
            is var outcome && outcome is TwilioOutcome.Refused { Code: 20404 or 404 } ? new TwilioOutcome.NotThere() : outcome;
    }

    private async Task<TwilioOutcome> OrderAsync(
        string what, string to, List<KeyValuePair<string, string>> form, CancellationToken ct)
    {
        if (!TwilioNumber.IsDialable(to))
        {
            return new TwilioOutcome.Refused(21211, "The number is withheld or not in E.164.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{what}.json") { Content = new FormUrlEncodedContent(form) };
        return await AskAsync(request, async response =>
            (await response.Content.ReadFromJsonAsync<Resource>(ct))?.Sid is { Length: > 0 } sid
                ? new TwilioOutcome.Taken(sid)
                : new TwilioOutcome.Unknown("Twilio answered without a sid."), ct);
    }

    private async Task<TwilioOutcome> FindAsync(
        string what, string to, string? dateField, DateTimeOffset since, Func<Resource, bool> same, CancellationToken ct)
    {
        // Twilio filters by UTC date and keeps whole seconds.
        var day = dateField is null ? ""
            : string.Create(CultureInfo.InvariantCulture, $"&{dateField}%3E={since.UtcDateTime:yyyy-MM-dd}");
        var query = $"?To={Uri.EscapeDataString(to)}&From={Uri.EscapeDataString(options.Number)}{day}&PageSize=100";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{what}.json{query}");
        return await AskAsync(request, async response =>
        {
            var list = await response.Content.ReadFromJsonAsync<ResourceList>(ct);
            var found = (list?.Messages ?? list?.Calls ?? []).FirstOrDefault(r => same(r) && r.CreatedAt >= since.AddSeconds(-1));
            return found?.Sid is { } sid ? new TwilioOutcome.Taken(sid) : new TwilioOutcome.NotThere();
        }, ct);
    }

    private async Task<TwilioOutcome> AskAsync(
        HttpRequestMessage request, Func<HttpResponseMessage, Task<TwilioOutcome>> read, CancellationToken ct)
    {
        if (!options.CanSend)
        {
            return new TwilioOutcome.Refused(20003, "Twilio:AccountSid, Twilio:AuthToken and Twilio:Number are not all set.");
        }

        try
        {
            using var response = await http.SendAsync(request, ct);
            return (int)response.StatusCode switch
            {
                >= 200 and <= 299 => await read(response),
                (int)HttpStatusCode.TooManyRequests => new TwilioOutcome.TryLater(RetryAfter(response)),
                (int)HttpStatusCode.RequestTimeout or >= 500 =>
                    new TwilioOutcome.Unknown($"Twilio answered HTTP {(int)response.StatusCode}."),
                _ => await RefusalAsync(response, ct),
            };
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError)
        {
            return new TwilioOutcome.TryLater(null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return new TwilioOutcome.Unknown($"The answer was lost ({e.GetType().Name}).");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TwilioOutcome.Unknown("Twilio did not answer in time.");
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } then } when then > clock.GetUtcNow() => then - clock.GetUtcNow(),
        _ => null,
    };

    private static async Task<TwilioOutcome> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var text = await response.Content.ReadAsStringAsync(ct);
        try
        {
            return JsonSerializer.Deserialize<Refusal>(text, JsonSerializerOptions.Web) is { Code: > 0 } refusal
                ? new TwilioOutcome.Refused(refusal.Code, refusal.Message ?? "")
                : new TwilioOutcome.Refused(status, $"Twilio answered HTTP {status}.");
        }
        catch (JsonException)
        {
            return new TwilioOutcome.Refused(status, $"Twilio answered HTTP {status}.");
        }
    }

    private sealed record Refusal(int Code, string? Message);

    private sealed record ResourceList(IReadOnlyList<Resource>? Messages, IReadOnlyList<Resource>? Calls);

    private sealed record Resource(
        string? Sid, string? Body, string? Direction, string? Status, [property: JsonPropertyName("date_created")] string? DateCreated)
    {
        // RFC 2822, such as "Tue, 24 Nov 2026 02:25:25 +0000". One that cannot be read counts as new: better one message too few.
        public DateTimeOffset CreatedAt =>
            DateTimeOffset.TryParse(DateCreated, CultureInfo.InvariantCulture, out var at) ? at : DateTimeOffset.MaxValue;
    }
}
