using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Audit;

/// <summary>A case that two suppliers passed on, as the city office sees it.</summary>
public sealed class AuditingForTheCityOffice : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubHere.ServeAsync(_folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HUB_Suppliers__workplace__Token"] = "workplace-token",
        ["HUB_Suppliers__telephony__Token"] = "telephony-token",
        ["HUB_Mail__Integrator"] = "integrator@example.se",
    });

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_found_told_side_by_side_and_nobodys_words_are_shown()
    {
        var number = await BouncedAsync();
        await WorkingWithTheSimulator.UntilAsync(async () => (await ListAsync("city-office", "?supplier=telephony")).Contains(number));
        Assert.DoesNotContain(number, await ListAsync("city-office", "?supplier=mobile"));
        Assert.DoesNotContain(number, await ListAsync("city-office", "?incidentsOnly=true"));
        Assert.DoesNotContain(number, await ListAsync("city-office", "?to=2001-01-01"));
        Assert.DoesNotContain(number, await ListAsync("city-office", "?organisation=Nowhere"));
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("/api/audit", "user")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync("/api/audit?from=yesterday", "city-office")).StatusCode);

        var story = await OpeningACase.JsonAsync(await GetAsync($"/api/audit/cases/{number}", "city-office"));
        Assert.Contains(story.GetProperty("entries").EnumerateArray(), entry => entry.GetProperty("said").GetBoolean());
        Assert.All(story.GetProperty("entries").EnumerateArray(), entry => Assert.Equal(JsonValueKind.Null, entry.GetProperty("words").ValueKind));
        Assert.DoesNotContain("nätet", story.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Det är nätet", (await OpeningACase.JsonAsync(await GetAsync($"/api/audit/cases/{number}", "administrator"))).ToString(), StringComparison.Ordinal);

        foreach (var (path, holds) in new[] { ("/audit", number), ($"/audit/cases/{number}", "Orden visas inte här"), ($"/audit/cases/{number}?lang=en", "refused by the rule: joint resolution") })
        {
            var page = WebUtility.HtmlDecode(await (await GetAsync(path, "city-office")).Content.ReadAsStringAsync(Ct));
            Assert.Contains(holds, page, StringComparison.Ordinal);
            Assert.DoesNotContain("Det är nätet", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Åsa Öst", page, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(path, "user")).StatusCode);
        }
    }

    [Fact]
    public async Task It_is_as_known_at_the_moment_that_is_asked_for()
    {
        var number = await BouncedAsync();
        var all = await OpeningACase.JsonAsync(await GetAsync($"/api/audit/cases/{number}", "city-office"));
        var accepted = all.GetProperty("entries").EnumerateArray().First(entry => OpeningACase.Text(entry, "type") == "case-accepted.v1");
        var then = await OpeningACase.JsonAsync(await GetAsync($"/api/audit/cases/{number}?asOf={Uri.EscapeDataString(OpeningACase.Text(accepted, "recordedAt"))}", "city-office"));
        Assert.DoesNotContain(then.GetProperty("entries").EnumerateArray(), entry => OpeningACase.Text(entry, "type") == "joint-resolution-opened.v1");
        Assert.Equal("desk:workplace", OpeningACase.Text(then.GetProperty("strands")[0].GetProperty("ledger").EnumerateArray().Last(), "responsible"));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"/api/audit/cases/{number}?asOf=2001-01-01T00:00:00Z", "city-office")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync($"/api/audit/cases/{number}?asOf=then", "city-office")).StatusCode);
    }

    [Fact]
    public async Task The_service_integrator_is_told_of_joint_resolution_once_by_mail_without_anybodys_words()
    {
        var number = await BouncedAsync();
        JsonElement[] told = [];
        await WorkingWithTheSimulator.UntilAsync(async () =>
            (told = [.. (await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray()
                .Where(e => OpeningACase.Text(e, "type") == "integrator-told.v1")]).Length > 0);
        Assert.Equal(("mail", "kept"), (OpeningACase.Text(Assert.Single(told).GetProperty("data"), "channel"), OpeningACase.Text(told[0].GetProperty("data"), "outcome")));
        var mails = await Task.WhenAll(Directory.GetFiles(_folder.Path, "*.eml", SearchOption.AllDirectories).Select(file => File.ReadAllTextAsync(file, Ct)));
        Assert.Single(mails, mail => mail.Contains("integrator@example.se", StringComparison.Ordinal));
    }

    private async Task<string> BouncedAsync()
    {
        using var opened = await _hub.Http.PostAsync("/api/cases", new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json"), Ct);
        var number = OpeningACase.Text(await OpeningACase.JsonAsync(opened), "number");
        await ReportAsync("workplace", number, "accepted", new { @case = number, ticket = "WP-1", team = "first" });
        await ReportAsync("workplace", number, "handover-proposed", new { @case = number, ticket = "WP-1", toDesk = "telephony", reason = "Det är nätet", tried = "Startat om" });
        await ReportAsync("telephony", number, "handover-accepted", new { @case = number, ticket = "TE-1" });
        await ReportAsync("telephony", number, "handover-proposed", new { @case = number, ticket = "TE-1", toDesk = "workplace", reason = "Det är skrivaren" });
        return number;
    }

    private async Task ReportAsync(string supplier, string number, string what, object data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/suppliers/{supplier}/events")
        {
            Content = JsonContent.Create(
                new { specversion = "1.0", id = $"{number}-{supplier}-{what}", source = "urn:" + supplier, type = $"supplier.ticket.{what}.v1", data },
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/cloudevents+json")),
        };
        request.Headers.Authorization = new("Bearer", supplier + "-token");
        using var answer = await _hub.Http.SendAsync(request, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task<List<string>> ListAsync(string role, string query) =>
        [.. (await OpeningACase.JsonAsync(await GetAsync("/api/audit" + query, role))).GetProperty("found").EnumerateArray().Select(row => OpeningACase.Text(row, "number"))];

    private async Task<HttpResponseMessage> GetAsync(string path, string role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Hub-Role", role } } };
        return await _hub.Http.SendAsync(request, Ct);
    }
}
