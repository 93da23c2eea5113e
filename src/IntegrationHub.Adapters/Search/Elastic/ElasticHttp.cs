using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>What Elasticsearch answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; null when there was none, as from a proxy.</param>
internal sealed record ElasticAnswer(HttpStatusCode Status, JsonNode? Body)
{
    /// <summary>Whether it was done.</summary>
    public bool IsGood => (int)Status is >= 200 and < 300;

    /// <summary>Elasticsearch's name for the fault, that of its cause included; never its sentence, which may repeat texts.</summary>
    public string Fault => Body?["error"] switch
    {
        JsonObject error => string.Join(", ", new[] { error["type"], error["caused_by"]?["type"], (error["root_cause"] as JsonArray)?.FirstOrDefault()?["type"] }
            .Select(type => type?.ToString()).OfType<string>().Distinct(StringComparer.Ordinal)),
        _ => $"HTTP {(int)Status}",
    };
}

/// <summary>Requests to Elasticsearch: the media types of version 8, the product check, and trying again what is safe to try again.</summary>
/// <remarks>Everything here is safe to send twice: writes bear a version. A version 9 answers these media types as version 8 would.</remarks>
internal sealed class ElasticHttp(HttpClient http, ElasticSettings settings)
{
    /// <summary>The media type of JSON.</summary>
    public const string Json = "application/vnd.elasticsearch+json";

    /// <summary>The media type of bulk lines.</summary>
    public const string Lines = "application/vnd.elasticsearch+x-ndjson";

    private const int Tries = 6;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);

    /// <summary>Which Elasticsearch.</summary>
    public ElasticSettings Settings { get; } = settings;

    /// <summary>Sends a request, again while Elasticsearch is busy or away.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query, escaped.</param>
    /// <param name="body">The JSON; null for none.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="within">How long one try may take; a minute when not said.</param>
    /// <param name="tries">At most so many.</param>
    /// <exception cref="SearchIndexException"><c>unavailable</c>, <c>refused</c> or <c>wrong-product</c>.</exception>
    public Task<ElasticAnswer> SendAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken ct, TimeSpan? within = null, int tries = Tries) => SendAsync(
        method, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, ElasticJson.Options), Json, tries, within ?? s_patience, ct);

    /// <summary>Sends bulk lines, once: what to do with a busy answer is the caller's, who can send fewer.</summary>
    public Task<ElasticAnswer> SendLinesAsync(string path, byte[] lines, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, path, lines, Lines, Tries, s_patience, ct, isBusyAnAnswer: true);

    /// <summary>Waits before something is tried again.</summary>
    public Task PauseAsync(int attempt, TimeSpan? asked, CancellationToken ct)
    {
        var pause = Settings.FirstPause * Math.Pow(2, attempt - 1) * (0.75 + (Random.Shared.NextDouble() / 2)); // Many that were refused at once do not come back at once.
        pause = asked > pause ? asked.Value : pause;
        return Task.Delay(pause < s_longestPause ? pause : s_longestPause, Settings.Budget.Clock, ct);
    }

    /// <summary>The fault of an answer that nobody expected.</summary>
    public SearchIndexException Unexpected(string what, ElasticAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
            "refused", $"Elasticsearch at {Settings} does not let the hub {what} ({answer.Fault}). Check Search:ApiKey, and that its role has the privileges that the README lists."),
        HttpStatusCode.NotFound => new("lost", $"Elasticsearch at {Settings} has no such index any more: somebody removed or switched it. It is looked up again."),
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new(
            "unavailable", $"Elasticsearch at {Settings} cannot {what} just now ({answer.Fault}). It is tried again; see that the cluster has room and is green."),
        _ => new("refused", $"Elasticsearch at {Settings} did not {what}: {answer.Fault}. Rebuild the index: hub views rebuild search."),
    };

    private async Task<ElasticAnswer> SendAsync(
        HttpMethod method, string path, byte[]? body, string media, int tries, TimeSpan within, CancellationToken ct, bool isBusyAnAnswer = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? asked = null;
            try
            {
                using var patience = new CancellationTokenSource(within, Settings.Budget.Clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
                using var request = Request(method, path, body, media);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
                var answer = new ElasticAnswer(response.StatusCode, await ReadAsync(response, either.Token));
                var isBusy = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
                if (!isBusy || attempt >= tries || (isBusyAnAnswer && response.StatusCode == HttpStatusCode.TooManyRequests))
                {
                    return Checked(response, answer);
                }

                asked = response.Headers.RetryAfter?.Delta;
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
            {
                if (attempt >= tries)
                {
                    throw new SearchIndexException("unavailable", $"Elasticsearch at {Settings} cannot be reached: {fault.Message} Check Search:Url and Search:CaFile, and that it runs.", fault);
                }
            }

            await PauseAsync(attempt, asked, ct);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body, string media)
    {
        var request = new HttpRequestMessage(method, new Uri(Settings.Url.AbsoluteUri.TrimEnd('/') + path));
        request.Headers.Accept.Add(Media(Json));
        if (Settings.ApiKey is { } key)
        {
            request.Headers.Authorization = new("ApiKey", key);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse($"{media}; compatible-with=8") } };
        }

        return request;
    }

    /// <summary>A good answer without the product's name comes from something else: a proxy's page, another product.</summary>
    private ElasticAnswer Checked(HttpResponseMessage response, ElasticAnswer answer) =>
        !answer.IsGood || (response.Headers.TryGetValues("X-Elastic-Product", out var product) && product.Contains("Elasticsearch", StringComparer.Ordinal))
            ? answer
            : throw new SearchIndexException("wrong-product", $"What answers at {Settings} is not Elasticsearch: it does not say X-Elastic-Product. Set Search:Url to the cluster itself.");

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(ct);
        try
        {
            return bytes.Length == 0 || response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) != true ? null : JsonNode.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static MediaTypeWithQualityHeaderValue Media(string type) => MediaTypeWithQualityHeaderValue.Parse($"{type}; compatible-with=8");
}
