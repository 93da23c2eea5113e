using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>A request as a check wants it sent.</summary>
/// <param name="Id">The event's, which a signature covers.</param>
/// <param name="Body">The very bytes.</param>
/// <param name="ContentType">As it stands in the header.</param>
internal sealed record CheckRequest(string Id, ReadOnlyMemory<byte> Body, string ContentType)
{
    /// <summary>Further headers: the attributes in binary mode.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Another token than the agreed one; empty for none.</summary>
    public string? Token { get; init; }

    /// <summary>Another key than the agreed one; empty for no signature.</summary>
    public string? SigningKey { get; init; }

    public static CheckRequest Structured(OutgoingEvent told) => new(told.Id, told.Encode(), OutgoingEvent.MediaType);

    public static CheckRequest Batched(params IReadOnlyList<OutgoingEvent> told) => new(
        told[0].Id, Encoding.UTF8.GetBytes($"[{string.Join(',', told.Select(one => Encoding.UTF8.GetString(one.Encode().Span)))}]"), "application/cloudevents-batch+json; charset=utf-8");

    public static CheckRequest Binary(OutgoingEvent told) => new(told.Id, told.Data, "application/json")
    {
        Headers = new Dictionary<string, string>(
            (told.Extensions ?? new Dictionary<string, string>(StringComparer.Ordinal)).Select(pair => KeyValuePair.Create("ce-" + pair.Key, pair.Value)), StringComparer.Ordinal)
        {
            ["ce-specversion"] = "1.0",
            ["ce-id"] = told.Id,
            ["ce-source"] = told.Source,
            ["ce-type"] = told.Type,
            ["ce-subject"] = told.Subject ?? "",
            ["ce-time"] = told.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        },
    };
}

/// <summary>Speaks to a supplier's address as the hub does, and as the hub never would.</summary>
/// <param name="http">Over <see cref="CloudEventSender.NewHandler"/>.</param>
/// <param name="supplier">Its address is set.</param>
/// <param name="clock">Times answers, dates signatures and gives the test cases their numbers.</param>
internal sealed class SupplierExchange(HttpClient http, SupplierSettings supplier, TimeProvider clock)
{
    private const string Origin = "hub-check.invalid";
    private const int ReadAtMost = 16 * 1024;
    private readonly List<SupplierAnswer> _answers = [];
    private readonly List<TestCase> _cases = [];
    private long _sequence = clock.GetUtcNow().ToUnixTimeMilliseconds() / 10;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The answers to everything that was sound, in the order it was sent.</summary>
    public IReadOnlyList<SupplierAnswer> Answers => _answers;

    public IReadOnlyList<TestCase> Cases => _cases;

    public TestCase NewCase()
    {
        _cases.Add(new TestCase(CaseNumber.ForTest(_sequence++), supplier.Id));
        return _cases[^1];
    }

    /// <summary>Asks for consent to deliver.</summary>
    public async Task<SupplierAnswer> AskConsentAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, supplier.Url);
        request.Headers.Add(WebhookConsent.OriginHeader, Origin);
        request.Headers.Add(WebhookConsent.RateHeader, "60");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", supplier.Token);
        return await SendAsync(request, ct);
    }

    public static bool IsConsent(string? allowed) => allowed is "*" || string.Equals(allowed, Origin, StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells a message of a case, as the hub does.</summary>
    public async Task<(OutgoingEvent Told, SupplierAnswer Answer)> TellAsync(TestCase about, HubMessage message, CancellationToken ct)
    {
        var told = about.Event(message, Now);
        return (told, await TellAsync(about, told, CheckRequest.Structured(told), ct));
    }

    /// <summary>Sends a sound event of a case.</summary>
    public async Task<SupplierAnswer> TellAsync(TestCase about, OutgoingEvent told, CheckRequest request, CancellationToken ct)
    {
        var answer = await PostAsync(about, request, ct);
        if (!answer.IsRefused)
        {
            about.Told(told.Type, Now); // Without an answer, too: the supplier may have it.
        }

        lock (_answers)
        {
            _answers.Add(answer);
        }

        return answer;
    }

    /// <summary>Sends what is not sound, or what the hub does not send. Where it is taken all the same, the case is ended like the others.</summary>
    public async Task<SupplierAnswer> PostAsync(TestCase about, CheckRequest what, CancellationToken ct)
    {
        using var request = Request(what, new ReadOnlyMemoryContent(what.Body));
        var answer = await SendAsync(request, ct);
        about.Named(answer.Ticket);
        if (answer.IsTaken && about.EndedAt is null)
        {
            about.Told(HubMessages.Assigned, Now);
        }

        return answer;
    }

    /// <summary>Sends a sound event to its last byte, and cuts the connection before the answer.</summary>
    public async Task CutAsync(TestCase about, OutgoingEvent told, CancellationToken ct)
    {
        about.Told(told.Type, Now);
        var what = CheckRequest.Structured(told);
        var content = new WatchedContent(what.Body);
        using var request = Request(what, content);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sending = SendAsync(request, cut.Token);
        await Task.WhenAny(content.IsSent, sending);
        await cut.CancelAsync();
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Sends a sound event and goes on as if its answer were lost on its way; only the ticket that it names is noted.</summary>
    public async Task LoseAsync(TestCase about, OutgoingEvent told, CancellationToken ct)
    {
        var what = CheckRequest.Structured(told);
        using var request = Request(what, new ReadOnlyMemoryContent(what.Body));
        about.Named((await SendAsync(request, ct)).Ticket);
    }

    private HttpRequestMessage Request(CheckRequest what, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, supplier.Url) { Content = content };
        content.Headers.TryAddWithoutValidation("Content-Type", what.ContentType);
        request.Headers.Add(WebhookConsent.OriginHeader, Origin);
        request.Headers.ExpectContinue = what.Body.Length > EventLimits.Default.Bytes; // So that a refusal is heard before all of it is sent.
        if ((what.Token ?? supplier.Token) is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (supplier.SigningKey is not null && (what.SigningKey ?? supplier.SigningKey) is { Length: > 0 } key)
        {
            foreach (var (name, value) in StandardWebhook.Sign(key, what.Id, Now, what.Body.Span))
            {
                request.Headers.Add(name, value);
            }
        }

        foreach (var (name, value) in what.Headers.Where(header => header.Value.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<SupplierAnswer> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(CloudEventSender.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        var began = clock.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var buffer = new byte[ReadAtMost];
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            var length = await body.ReadAtLeastAsync(buffer, ReadAtMost, throwOnEndOfStream: false, either.Token);
            var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            return new SupplierAnswer((int)response.StatusCode, Encoding.UTF8.GetString(buffer, 0, length), headers, clock.GetElapsedTime(began), null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return None(began, string.Create(CultureInfo.InvariantCulture, $"not at all (nothing came within {CloudEventSender.Timeout.TotalSeconds} s)"));
        }
        catch (Exception wire) when (wire is HttpRequestException or IOException)
        {
            return None(began, $"not at all ({wire.GetBaseException().Message.TrimEnd('.')})");
        }
    }

    private SupplierAnswer None(long began, string why) => new(null, "", new Dictionary<string, string>(StringComparer.Ordinal), clock.GetElapsedTime(began), why);

    /// <summary>A body that says when it has left.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The request disposes it.")]
    private sealed class WatchedContent(ReadOnlyMemory<byte> body) : HttpContent
    {
        private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsSent => _sent.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(body);
            await stream.FlushAsync();
            _sent.TrySetResult();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
