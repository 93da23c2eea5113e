using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Tmf621;

/// <summary>What the other side said, or why nothing was heard.</summary>
/// <param name="Body">JSON; null when there was none.</param>
/// <param name="Trouble">What becomes of the try; null when all went well, or there is no such thing (404).</param>
/// <param name="Date">The other side's clock, to the second.</param>
internal sealed record TmfSaid(JsonNode? Body, Delivery? Trouble, int Status, DateTimeOffset? Date);

/// <summary>One request to a supplier's TMF621.</summary>
/// <param name="http">Follows no redirect.</param>
/// <param name="supplier">Its <c>Url</c> ends in the version: <c>https://supplier.example/tmf-api/troubleTicket/v5</c>.</param>
/// <param name="clock">Times a try out.</param>
internal sealed class TmfWire(HttpClient http, SupplierSettings supplier, TimeProvider clock)
{
    private const int WhyAtMost = 500;
    private const int ReadAtMost = 8 * 1024 * 1024;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes one try. Faults of the wire and of the other side are answers.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">After the address, with its query.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="ct">Ends the try.</param>
    public async Task<TmfSaid> AskAsync(HttpMethod method, string path, JsonNode? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{supplier.Url!.ToString().TrimEnd('/')}/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", supplier.Token);
        request.Headers.Accept.ParseAdd("application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(method == HttpMethod.Patch && body is JsonArray ? "application/json-patch+json" : "application/json"); // Else a merge patch, in both versions.
        }

        using var timeout = new CancellationTokenSource(s_timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await answer.Content.LoadIntoBufferAsync(ReadAtMost, either.Token);
            return Read(answer, await answer.Content.ReadAsStringAsync(either.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TmfSaid(null, new TryLater(null, "No answer within 10 s; it may have been taken all the same."), 0, null);
        }
        catch (Exception wire) when (wire is HttpRequestException or IOException)
        {
            return new TmfSaid(null, new TryLater(null, Shorten($"The wire failed: {wire.Message}")), 0, null);
        }
    }

    private TmfSaid Read(HttpResponseMessage answer, string body)
    {
        var status = (int)answer.StatusCode;
        var why = Shorten(body.Length > 0 ? $"{status}: {body}" : $"{status} {answer.ReasonPhrase}");
        Delivery? trouble = answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices or HttpStatusCode.NotFound => null,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new TryLater(Wait(answer), Shorten($"The token was not accepted; compare Suppliers:{supplier.Id}:Token on both sides. {why}")),
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new TryLater(Wait(answer), why),
            HttpStatusCode.Gone => new Retired(),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new Refused(status, $"The address redirects; set Suppliers:{supplier.Id}:Url to the address that answers itself."),
            _ => new Refused(status, why),
        };
        try
        {
            return new TmfSaid(trouble is null && body.Length > 0 && status != 404 ? JsonNode.Parse(body) : null, trouble, status, answer.Headers.Date);
        }
        catch (JsonException)
        {
            return new TmfSaid(null, new TryLater(null, "The answer is not JSON."), status, answer.Headers.Date);
        }
    }

    private TimeSpan? Wait(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private static string Shorten(string text) => text.Length <= WhyAtMost ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, WhyAtMost - 1)}…");
}
