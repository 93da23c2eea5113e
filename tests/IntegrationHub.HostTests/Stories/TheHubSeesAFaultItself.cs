using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Incidents;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Stories;

/// <summary>A hub that knows a week of usual reports, as its settings come: a school reports three services at once, and nobody declares anything.</summary>
public sealed class TheHubSeesAFaultItself : IAsyncLifetime
{
    private static readonly string[] s_says = ["nätet är nere hos oss", "telefonen är död, inget nät i hela huset", "skrivaren svarar inte, nätet är nere"];
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;
    private IncidentDesk _desk = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var (exit, output, error) = await HubProcess.RunAsync("simulate", "--cases", "1400", "--days", "7", "--faults", "0", "--data", _folder.Path);
        Assert.True(exit == 0, output + error);
        await ServeAsync();
    }

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Three_services_at_one_school_are_one_incident_also_after_a_restart_and_what_a_person_takes_out_stays_out()
    {
        var cases = new List<string>();
        for (var n = 0; n < 9; n++)
        {
            cases.Add(await ReportAsync(n));
        }

        await WorkingWithTheSimulator.UntilAsync(async () => (await _desk.CurrentAsync()).Count == 1);
        var number = (await _desk.CurrentAsync()).Single();
        var seen = await _desk.ShowAsync(number);
        Assert.Equal(("correlation", "Ekskolan"), (OpeningACase.Text(seen, "source"), seen.GetProperty("scope").GetProperty("sites")[0].GetString()));
        Assert.NotEmpty(seen.GetProperty("reasons").EnumerateArray());
        await WorkingWithTheSimulator.UntilAsync(async () => (await JoinedAsync(number)).Count >= 7);
        Assert.Subset(cases.ToHashSet(StringComparer.Ordinal), await JoinedAsync(number));
        Assert.Contains("Ekskolan", WebUtility.HtmlDecode(await _hub.Http.GetStringAsync($"/incidents/{number}", Ct)), StringComparison.Ordinal);

        var taken = (await JoinedAsync(number)).First();
        await _desk.ActAsync(number, $"cases/{taken}/leave", new { reason = "Another matter." });
        _hub.Dispose();
        await ServeAsync();
        var late = await ReportAsync(9);
        await WorkingWithTheSimulator.UntilAsync(async () => (await JoinedAsync(number)).Contains(late));
        Assert.DoesNotContain(taken, await JoinedAsync(number));
        Assert.Equal([number], await _desk.CurrentAsync());
        await NewRulesAreSeenBeforeTheyMoveACaseAsync(number);
    }

    /// <summary>The hub is started with rules that find no cause there: nothing moves before the city has seen it and said yes, and it can be taken back.</summary>
    private async Task NewRulesAreSeenBeforeTheyMoveACaseAsync(string number)
    {
        _hub.Dispose();
        await ServeAsync(("HUB_Correlation__DeclareAt", "1000"));
        var joined = await JoinedAsync(number);
        Assert.Contains("/incidents/regrouping", await _hub.Http.GetStringAsync("/incidents", Ct), StringComparison.Ordinal);
        var plan = await _hub.Http.GetFromJsonAsync<JsonElement>("/api/incidents/regrouping", Ct);
        var change = Assert.Single(plan.GetProperty("changes").EnumerateArray());
        Assert.Equal(joined, change.GetProperty("leaves").EnumerateArray().Select(one => OpeningACase.Text(one, "case")).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(joined, await JoinedAsync(number));
        Assert.Contains("Ja, gruppera om", WebUtility.HtmlDecode(await _hub.Http.GetStringAsync("/incidents/regrouping", Ct)), StringComparison.Ordinal);

        var body = new { plan = OpeningACase.Text(plan, "plan") };
        Assert.Equal(HttpStatusCode.Conflict, (await _desk.PostAsync("/api/incidents/regrouping", new { plan = new string('0', 32) })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _desk.PostAsync("/api/incidents/regrouping", body)).StatusCode);
        Assert.Empty(await JoinedAsync(number));
        Assert.Equal(HttpStatusCode.OK, (await _desk.PostAsync($"/api/incidents/regrouping/{body.plan}/undo", new { })).StatusCode);
        Assert.Equal(joined, await JoinedAsync(number));
        Assert.Equal(HttpStatusCode.NotFound, (await _desk.PostAsync($"/api/incidents/regrouping/{new string('0', 32)}/undo", new { })).StatusCode);
    }

    [Fact]
    public async Task A_supplier_announces_work_and_what_collides_is_flagged_and_what_is_wrong_is_named()
    {
        await AnnounceAsync("workplace", "a1", """{"work":"CHG1","what":"New switches","from":"2030-03-01T20:00:00Z","until":"2030-03-01T23:00:00Z","sites":["Ekskolan"]}""");
        await AnnounceAsync("telephony", "b1", """{"work":"T-9","what":"New telephones","from":"2030-03-01T22:00:00Z","until":"2030-03-02T01:00:00Z","sites":["Ekskolan"]}""");
        await AnnounceAsync("telephony", "b1", """{"work":"T-9","what":"New telephones","from":"2030-03-01T22:00:00Z","until":"2030-03-02T01:00:00Z","sites":["Ekskolan"]}""");
        await WorkingWithTheSimulator.UntilAsync(async () => (await PlannedAsync()).GetProperty("collisions").GetArrayLength() == 1);
        Assert.Equal(2, (await PlannedAsync()).GetProperty("work").GetArrayLength());
        var other = await PostAsync("telephony", "b1", "supplier.planned-work.announced.v1", """{"work":"T-9","what":"Other telephones","from":"2030-03-01T22:00:00Z","until":"2030-03-02T01:00:00Z"}""");
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        var wrong = await PostAsync("telephony", "b2", "supplier.planned-work.announced.v1", """{"work":"T-9","what":"x","from":"2030-03-02T01:00:00Z","until":"2030-03-01T22:00:00Z"}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("data.until", await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.Http.GetAsync("/api/incidents/proposals?status=old", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _desk.PostAsync("/api/incidents/proposals/00000000000000000000000000000000/accept", new { })).StatusCode);
    }

    private async Task ServeAsync(params (string Name, string Value)[] more)
    {
        var settings = HearingFromSuppliers.TwoSuppliers;
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        _hub = await HubHere.ServeAsync(_folder.Path, settings);
        _desk = new IncidentDesk(_hub);
    }

    private async Task<string> ReportAsync(int n)
    {
        using var answer = await _hub.Http.PostAsJsonAsync(
            "/api/cases", new { description = s_says[n % s_says.Length], site = "Ekskolan", organisation = "Utbildningsförvaltningen", channel = "web", reporter = new { name = $"Lärare {n}", phone = $"+4670123{n:0000}" } }, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer), "number");
    }

    private async Task<HashSet<string>> JoinedAsync(string number) =>
        [.. (await _desk.ShowAsync(number)).GetProperty("cases").EnumerateArray().Select(one => one.GetString()!)];

    private Task<JsonElement> PlannedAsync() => _hub.Http.GetFromJsonAsync<JsonElement>("/api/planned-work", Ct);

    private async Task AnnounceAsync(string supplier, string id, string data) =>
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(supplier, id, "supplier.planned-work.announced.v1", data)).StatusCode);

    private async Task<HttpResponseMessage> PostAsync(string supplier, string id, string type, string data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/suppliers/{supplier}/events") { Content = new StringContent(data, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in new[] { ("ce-specversion", "1.0"), ("ce-id", id), ("ce-source", $"/{supplier}"), ("ce-type", type), ("Authorization", $"Bearer {supplier}-token") })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _hub.Http.SendAsync(request, Ct);
    }
}
