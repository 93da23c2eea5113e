using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.KurrentServer;
using Npgsql;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace IntegrationHub.HostTests.Privacy;

/// <summary>What is asked of the hubs, and what they are told.</summary>
public sealed partial class TwoHubsOnOneLog
{
    private const string Token = "__RequestVerificationToken\" type=\"hidden\" value=\"";

    private static async Task<(string Number, string Person)> OpenAsync(
        HubProcess hub, string key, string name, string word = "zygomorft", string phone = "070-123 45 67")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases")
        {
            Content = JsonContent.Create(new { description = $"Skrivaren vrålar {word}", channel = "web", service = "printing", reporter = new { name, phone } }),
            Headers = { { "Idempotency-Key", key } },
        };
        using var answer = await hub.Http.SendAsync(request, Ct);
        var opened = await OpeningACase.JsonAsync(answer.EnsureSuccessStatusCode());
        return (OpeningACase.Text(opened, "number"), OpeningACase.Text(opened.GetProperty("reporter"), "person"));
    }

    private static async Task<string> ReporterAsync(HubProcess hub, string number) =>
        OpeningACase.Text((await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct)).GetProperty("reporter"), "name");

    private static string Value(string page, string before) => page.Split(before)[1].Split('"')[0];

    /// <summary>Sends a form as a browser does, with the cookies of the page that it stood on.</summary>
    private static async Task<HttpResponseMessage> SendFormAsync(HubProcess to, HttpRequestMessage form, HttpResponseMessage shown)
    {
        form.Headers.Add("Cookie", string.Join("; ", shown.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
        using var browser = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = to.Address };
        return await browser.SendAsync(form, Ct);
    }

    /// <summary>A form as a browser has it, with its cookie, behind a balancer that sends it to the other hub.</summary>
    private static async Task<HttpStatusCode> NoteByFormAsync(HubProcess shownBy, HubProcess sentTo, string number)
    {
        using var shown = await shownBy.Http.GetAsync($"/cases/{number}", Ct);
        var page = await shown.Content.ReadAsStringAsync(Ct);
        using var form = new HttpRequestMessage(HttpMethod.Post, $"/cases/{number}?handler=Note")
        {
            Content = new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", Value(page, Token)), new("seen", Value(page, "name=\"seen\" value=\"")), new("text", "Mer"),
            ]),
        };
        using var answer = await SendFormAsync(sentTo, form, shown);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> EraseAsync(HubProcess hub, string person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/people/{person}/erase")
        {
            Content = JsonContent.Create(new { reason = "Begäran 2026-114" }),
            Headers = { { "X-Hub-Role", "privacy-officer" } },
        };
        return await hub.Http.SendAsync(request, Ct);
    }

    private static async Task<int> FoundAsync(HubProcess hub, string words) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/search?q={words}", Ct)).GetProperty("hits").GetArrayLength();

    private static async Task<List<string>> TypesAsync(HubProcess hub, string number) =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(e => OpeningACase.Text(e, "type"))];

    private static Task InformedAsync(HubProcess hub, string number) => UntilAsync(async () => (await TypesAsync(hub, number)).Contains("supplier-informed.v1"));

    /// <summary>How many deliveries the hub has taken and not done, by its own figures.</summary>
    private static async Task<int> InHandAsync(HubProcess hub) =>
        (await hub.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Ct)).Split('\n')
            .FirstOrDefault(line => line.StartsWith("hub_work_waiting", StringComparison.Ordinal) && line.Contains("\"deliver-workplace\"", StringComparison.Ordinal)) is { } line
            ? int.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;

    private void Answer(int status)
    {
        _supplier.ResetMappings();
        _supplier.Given(Request.Create().UsingPost()).RespondWith(
            Response.Create().WithStatusCode(status).WithBody("""{"receipt":"R-1"}""").WithHeader("Content-Type", "application/json"));
    }

    /// <summary>How often the supplier took each message.</summary>
    private List<int> Taken() => [.. _supplier.LogEntries.Where(entry => entry.ResponseMessage?.StatusCode?.ToString() == "202")
        .GroupBy(entry => JsonDocument.Parse(entry.RequestMessage!.Body!).RootElement.GetProperty("id").GetString(), StringComparer.Ordinal).Select(same => same.Count())];

    /// <summary>Asks again until it is so; what is waited for is another process.</summary>
    private static async Task UntilAsync(Func<Task<bool>> so)
    {
        var waited = Stopwatch.StartNew();
        while (!await so())
        {
            Assert.True(waited.Elapsed < s_patience, "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }
    }
}
