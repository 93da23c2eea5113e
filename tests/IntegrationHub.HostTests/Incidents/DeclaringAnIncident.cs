using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Incidents;

public sealed class DeclaringAnIncident(RunningHub running) : IClassFixture<RunningHub>
{
    private readonly IncidentDesk _desk = new(running.Hub);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_gives_the_same_incident_and_another_matter_under_it_is_refused()
    {
        var key = ("Idempotency-Key", "declare-once");
        var first = await _desk.PostAsync("/api/incidents", IncidentDesk.Email(), key);
        var again = await _desk.PostAsync("/api/incidents", IncidentDesk.Email(), key);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        var view = await OpeningACase.JsonAsync(first);
        Assert.Equal(OpeningACase.Text(view, "number"), OpeningACase.Text(await OpeningACase.JsonAsync(again), "number"));
        Assert.Equal(("ongoing", "workplace", "desk:workplace", "staff:administrator"), (
            OpeningACase.Text(view, "status"), OpeningACase.Text(view, "desk"), OpeningACase.Text(view, "responsible"), OpeningACase.Text(view, "declaredBy")));
        Assert.Equal($"/api/incidents/{OpeningACase.Text(view, "number")}", first.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _desk.PostAsync("/api/incidents", IncidentDesk.Email("Ekskolan"), key)).StatusCode);
    }

    [Fact]
    public async Task Every_fault_is_named_by_its_field()
    {
        var answer = await _desk.PostAsync("/api/incidents", new { what = new { sv = "", en = "x" }, services = IncidentDesk.NoService, nextNews = "2001-01-01T00:00:00Z" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var faults = (await OpeningACase.JsonAsync(answer)).GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal);
        Assert.Equal(["desk", "nextNews", "services", "what.sv"], faults);
    }

    [Theory]
    [InlineData("operator", 201)]
    [InlineData("agent", 201)]
    [InlineData("desk:workplace", 201)]
    [InlineData("user", 403)]
    public async Task Some_may_and_some_may_not(string role, int status) =>
        Assert.Equal(status, (int)(await _desk.PostAsync("/api/incidents", IncidentDesk.Email(), ("X-Hub-Role", role))).StatusCode);

    [Fact]
    public async Task A_desk_ends_its_own_and_not_anothers()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        Assert.Equal(HttpStatusCode.Forbidden, (await _desk.PostAsync($"/api/incidents/{number}/resolve", IncidentDesk.News, ("X-Hub-Role", "desk:mobile"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _desk.PostAsync($"/api/incidents/{number}/resolve", IncidentDesk.News, ("X-Hub-Role", "desk:workplace"))).StatusCode);
        Assert.Equal("resolved", OpeningACase.Text(await _desk.ShowAsync(number), "status"));
    }

    [Fact]
    public async Task A_change_of_what_was_changed_meanwhile_is_refused()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        Assert.Equal(HttpStatusCode.OK, (await _desk.PostAsync($"/api/incidents/{number}/news", IncidentDesk.News, ("If-Match", "\"0\""))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _desk.PostAsync($"/api/incidents/{number}/news", IncidentDesk.News, ("If-Match", "\"0\""))).StatusCode);
        var key = ("Idempotency-Key", "told-once");
        await _desk.PostAsync($"/api/incidents/{number}/news", IncidentDesk.News, key);
        await _desk.PostAsync($"/api/incidents/{number}/news", IncidentDesk.News, key);
        Assert.Equal(2, (await _desk.ShowAsync(number)).GetProperty("news").GetArrayLength());
    }

    [Fact]
    public async Task The_timeline_is_as_it_was_known_then()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        var first = (await TimelineAsync(number)).GetProperty("events")[0].GetProperty("recordedAt").GetString()!;
        await _desk.ActAsync(number, "scope", new { services = IncidentDesk.EmailOnly, sites = IncidentDesk.OneSchool, reason = "One school." });
        await _desk.ActAsync(number, "level", new { level = "major", reason = "Exams." });
        Assert.Equal(3, (await TimelineAsync(number)).GetProperty("events").GetArrayLength());
        Assert.Equal(1, (await TimelineAsync(number, "?asOf=" + Uri.EscapeDataString(first))).GetProperty("events").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await running.Hub.Http.GetAsync($"/api/incidents/{number}/timeline?asOf=then", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await running.Hub.Http.GetAsync("/api/incidents/100012", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_missed_promise_of_news_is_recorded()
    {
        var number = await _desk.DeclareAsync(new { what = new { sv = "Nätet är nere", en = "The network is down" }, services = IncidentDesk.EmailOnly, nextNews = TimeProvider.System.GetUtcNow().AddSeconds(2) });
        await WorkingWithTheSimulator.UntilAsync(async () => (await _desk.ShowAsync(number)).GetProperty("promisesMissed").GetInt32() == 1);
    }

    [Fact]
    public async Task Its_end_resolves_the_cases_of_its_desk_and_is_noted_in_the_others_and_a_case_that_left_is_let_alone()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        var (own, others, left) = (await OpenAsync("Skrivaren är trasig"), await OpenAsync("Mobilen är trasig"), await OpenAsync("Skrivaren på plan 3 är trasig"));
        foreach (var one in (string[])[own, others, left])
        {
            await _desk.ActAsync(number, "cases", new { @case = one, reason = "The same error." });
            await WorkingWithTheSimulator.UntilAsync(async () => (await CaseAsync(one)).GetProperty("incident").GetString() == number);
        }

        await _desk.ActAsync(number, $"cases/{left}/leave", new { reason = "Another fault." });
        await WorkingWithTheSimulator.UntilAsync(async () => (await CaseAsync(left)).GetProperty("incident").ValueKind == JsonValueKind.Null);
        await _desk.ResolveAsync(number);
        await WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(await CaseAsync(own), "status") == "resolved");
        await WorkingWithTheSimulator.UntilAsync(async () => (await TypesAsync(others)).Contains("note-added.v1", StringComparer.Ordinal));
        Assert.Equal("offered", OpeningACase.Text(await CaseAsync(others), "status"));
        Assert.Equal("offered", OpeningACase.Text(await CaseAsync(left), "status"));
        Assert.DoesNotContain("note-added.v1", await TypesAsync(left));
    }

    [Fact]
    public async Task A_case_that_does_not_exist_cannot_join() => Assert.Equal(
        HttpStatusCode.BadRequest,
        (await _desk.PostAsync($"/api/incidents/{await _desk.DeclareAsync(IncidentDesk.Email())}/cases", new { @case = "90000001", reason = "x" })).StatusCode);

    private Task<JsonElement> TimelineAsync(string number, string asOf = "") => running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/incidents/{number}/timeline{asOf}", Ct);

    private Task<JsonElement> CaseAsync(string number) => running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);

    private async Task<string[]> TypesAsync(string number) =>
        [.. (await running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(entry => OpeningACase.Text(entry, "type"))];

    private async Task<string> OpenAsync(string description) => OpeningACase.Text(
        await OpeningACase.JsonAsync(await _desk.PostAsync("/api/cases", new { description, channel = "web", reporter = new { name = "Åsa" } })), "number");
}
