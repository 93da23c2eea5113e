using System.Globalization;
using System.Net;
using System.Text.Json;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>The instance answered with a fault.</summary>
internal sealed class TableFault(HttpStatusCode status, TimeSpan? after, string said) : HttpRequestException(said, null, status)
{
    /// <summary>How long it asks to be left alone.</summary>
    public TimeSpan? After => after;
}

/// <summary>What the instance said.</summary>
/// <param name="Body">JSON; undefined when there was none.</param>
/// <param name="Date">By its clock, to the second; null when it did not say.</param>
/// <param name="HasNext">Whether it has a further page.</param>
internal sealed record TableSaid(JsonElement Body, DateTimeOffset? Date, bool HasNext);

/// <summary>One request to an instance, and its faults in one form.</summary>
/// <remarks>Source: ServiceNow's documentation of the Table API and of inbound rate limits (<c>X-RateLimit-Reset</c> in Unix time; Retry-After is not promised).</remarks>
internal sealed class TableWire(HttpClient http, TimeProvider clock)
{
    private const int WhyAtMost = 500;
    private const int ReadAtMost = 32 * 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    /// <exception cref="TableFault">It answered with a fault.</exception>
    /// <exception cref="HttpRequestException">Nothing was heard, or something that is no answer of the API.</exception>
    public async Task<TableSaid> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.Accept.ParseAdd("application/json");
        using var timeout = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await answer.Content.LoadIntoBufferAsync(ReadAtMost, either.Token);
            return Read(answer, await answer.Content.ReadAsStringAsync(either.Token));
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"No answer within {s_patience.TotalSeconds} s; it may have been taken all the same."), late);
        }
    }

    private TableSaid Read(HttpResponseMessage answer, string text)
    {
        var body = Parse(text);
        if (!answer.IsSuccessStatusCode)
        {
            throw new TableFault(answer.StatusCode, Wait(answer), Shorten(string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}: {ErrorOf(body) ?? answer.ReasonPhrase}")));
        }

        if (body is not { ValueKind: JsonValueKind.Object } said)
        {
            throw new HttpRequestException("The answer is not JSON: a page of maintenance or of a sleeping instance, or the address is no instance's.");
        }

        return ErrorOf(said) is { } error // A query that took too long ends with 200, part of its rows, and this.
            ? throw new TableFault(HttpStatusCode.ServiceUnavailable, Wait(answer), Shorten($"{(int)answer.StatusCode} with an error: {error}"))
            : new TableSaid(said, answer.Headers.Date, answer.Headers.TryGetValues("Link", out var links) && links.Any(link => link.Contains("rel=\"next\"", StringComparison.Ordinal)));
    }

    private TimeSpan? Wait(HttpResponseMessage answer)
    {
        var now = answer.Headers.Date ?? clock.GetUtcNow(); // Its own times by its own clock.
        var wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ when answer.Headers.TryGetValues("X-RateLimit-Reset", out var resets) && long.TryParse(resets.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var reset)
                && reset <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() => DateTimeOffset.FromUnixTimeSeconds(reset) - now,
            _ => (TimeSpan?)null,
        };
        return wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, s_longestWait.Ticks)) : null;
    }

    private static string? ErrorOf(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } said || !said.TryGetProperty("error", out var error))
        {
            return null;
        }

        return error.ValueKind != JsonValueKind.Object ? error.ToString() : string.Join(' ', new[] { TableRow.Text(error, "message"), TableRow.Text(error, "detail") }.Where(part => part.Length > 0));
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null; // HTML, most likely; none of it is shown.
        }
    }

    private static string Shorten(string text) => text.Length <= WhyAtMost ? text : text[..(WhyAtMost - 1)] + "…";
}
