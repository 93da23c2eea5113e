using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntegrationHub.Adapters.Suppliers.RequestTracker;

/// <summary>The tracker answered with a fault.</summary>
internal sealed class TrackerFault(HttpStatusCode status, TimeSpan? after, string said) : HttpRequestException(said, null, status)
{
    /// <summary>How long it asks to be left alone.</summary>
    public TimeSpan? After => after;
}

/// <summary>REST2 of Request Tracker 5: one call each, answers as JSON.</summary>
/// <remarks>
/// 5.0.3 answers 500 to a GET whose query string holds a square bracket, however it is written, so no query has one. Searches by
/// TicketSQL and TransactionSQL are built of digits and settings only. Source: the RT::REST2 manual page and a running 5.0.3.
/// </remarks>
internal sealed partial class TrackerClient(HttpClient http, RequestTrackerSupplier supplier, TimeProvider clock)
{
    public const int PageSize = 100;
    private const int WhyAtMost = 500;
    private const string HistoryFields = "Type,Field,OldValue,NewValue,Creator,Created,Data";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);
    private string? _user = supplier.User;

    /// <summary>The tracker's clock, minus ours, as its last answer said.</summary>
    public TimeSpan Skew { get; private set; }

    /// <summary>The number of the user in an auth token; null when it is none.</summary>
    public static string? UserIdOf(string token) => Token().Match(token) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The hub's user, by whose name its own changes are known.</summary>
    public async Task<string> UserAsync(CancellationToken ct) =>
        _user ??= Json.Text(await GetAsync($"user/{UserIdOf(supplier.Token)}", ct), "Name") is { Length: > 0 } name ? name
            : throw new TrackerFault(HttpStatusCode.Unauthorized, null, "The token's user has no name.");

    public async Task<TrackerTicket> TicketAsync(string id, CancellationToken ct) => TrackerTicket.Of(await GetAsync($"ticket/{Escape(id)}", ct));

    /// <summary>Tickets by TicketSQL, oldest first.</summary>
    public async Task<IReadOnlyList<TrackerTicket>> SearchAsync(string sql, CancellationToken ct) =>
        [.. Json.Items(await GetAsync($"tickets?query={Escape(sql)}&fields=Status,Priority,CustomFields&orderby=id&order=ASC&per_page={PageSize}", ct)).Select(TrackerTicket.Of)];

    /// <summary>Entries of any ticket after one, oldest first, a page at most.</summary>
    public async Task<IReadOnlyList<TrackerTransaction>> TransactionsAsync(long after, CancellationToken ct) =>
        [.. Json.Items(await GetAsync(
            $"transactions?query={Escape(string.Create(CultureInfo.InvariantCulture, $"ObjectType = 'RT::Ticket' AND id > {after}"))}&fields={HistoryFields},ObjectId&orderby=id&order=ASC&per_page={PageSize}", ct)).Select(TrackerTransaction.Of)];

    /// <summary>The number of the newest entry; 0 when there is none.</summary>
    public async Task<long> NewestAsync(CancellationToken ct) =>
        Json.Items(await GetAsync($"transactions?query={Escape("ObjectType = 'RT::Ticket'")}&fields={HistoryFields}&orderby=id&order=DESC&per_page=1", ct))
            .Select(entry => TrackerTransaction.Of(entry).Id).FirstOrDefault();

    /// <summary>The whole history of a ticket, oldest first.</summary>
    public async Task<IReadOnlyList<TrackerTransaction>> HistoryAsync(string ticket, CancellationToken ct)
    {
        List<TrackerTransaction> all = [];
        for (var page = 1; ; page++)
        {
            var read = Json.Items(await GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"ticket/{Escape(ticket)}/history?fields={HistoryFields}&per_page={PageSize}&page={page}"), ct)).ToList();
            all.AddRange(read.Select(TrackerTransaction.Of));
            if (read.Count < PageSize)
            {
                return [.. all.OrderBy(entry => entry.Id)];
            }
        }
    }

    /// <summary>What was written in an entry, as plain text; empty when there is none.</summary>
    public async Task<string> WordsAsync(long transaction, CancellationToken ct)
    {
        var parts = Json.Items(await GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"transaction/{transaction}/attachments?fields=ContentType,Content,Filename"), ct)).ToList();
        return parts.Find(part => Json.Text(part, "ContentType") == "text/plain" && Json.Text(part, "Filename").Length == 0) is { ValueKind: JsonValueKind.Object } plain
            ? Json.Text(plain, "Content").ReplaceLineEndings("\n").Trim()
            : parts.Find(part => Json.Text(part, "ContentType") == "text/html") is { ValueKind: JsonValueKind.Object } html ? Plain(Json.Text(html, "Content")) : "";
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, ct);

    public Task<JsonElement> PostAsync(string path, JsonObject body, CancellationToken ct) => SendAsync(HttpMethod.Post, path, body, ct);

    public Task<JsonElement> PutAsync(string path, JsonObject body, CancellationToken ct) => SendAsync(HttpMethod.Put, path, body, ct);

    public static string Escape(string text) => Uri.EscapeDataString(text);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, $"{supplier.Url}/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("token", supplier.Token);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (request.Content is not null)
        {
            await request.Content.LoadIntoBufferAsync(ct); // With a length: not every server takes chunks.
        }

        using var timeout = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if (response.Headers.Date is { } date)
            {
                Skew = date - clock.GetUtcNow();
            }

            var said = await response.Content.ReadAsStringAsync(either.Token);
            return response.IsSuccessStatusCode ? Parse(said) : throw Fault(response, said);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"No answer within {s_patience.TotalSeconds} s; it may have been taken all the same."), late);
        }
    }

    private TrackerFault Fault(HttpResponseMessage response, string said)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        string message;
        try
        {
            message = Json.Text(Parse(said), "message");
        }
        catch (HttpRequestException)
        {
            message = "";
        }

        var why = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode}: {(message.Length > 0 ? message : response.ReasonPhrase)}");
        return new TrackerFault(
            response.StatusCode, wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, s_longestWait.Ticks)) : null,
            why.Length <= WhyAtMost ? why : why[..WhyAtMost]);
    }

    private static JsonElement Parse(string said)
    {
        try
        {
            return said.Length == 0 ? default : JsonElement.Parse(said);
        }
        catch (JsonException broken)
        {
            throw new HttpRequestException("The answer is not JSON; compare the address, which ends with /REST/2.0.", broken);
        }
    }

    private static string Plain(string html) =>
        WebUtility.HtmlDecode(Tag().Replace(LineEnd().Replace(html, "\n"), "")).ReplaceLineEndings("\n").Trim();

    [GeneratedRegex("^[0-9]+-(?<user>[0-9]+)-[0-9a-f]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Token();

    [GeneratedRegex("<br[^<>]*>|</(?:p|div|li|tr|h[1-6])>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineEnd();

    [GeneratedRegex("<[^<>]*>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
