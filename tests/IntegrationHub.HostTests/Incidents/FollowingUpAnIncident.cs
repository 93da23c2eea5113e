using System.Net;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Incidents;

public sealed class FollowingUpAnIncident(RunningHub running) : IClassFixture<RunningHub>
{
    private readonly IncidentDesk _desk = new(running.Hub);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clocks_of_the_law_run_from_when_the_city_knew_and_what_passed_is_recorded()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        Assert.Equal(HttpStatusCode.Conflict, (await _desk.PostAsync($"/api/incidents/{number}/significant/final/sent", new { reference = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await running.Hub.Http.GetAsync($"/api/incidents/{number}/significant/final/draft", Ct)).StatusCode);
        await _desk.ActAsync(number, "significant", new { reason = "Nobody can sign in.", knownAt = TimeProvider.System.GetUtcNow().AddHours(-73) });
        await WorkingWithTheSimulator.UntilAsync(async () => Reports(await _desk.ShowAsync(number)).Count(report => report.GetProperty("missed").GetBoolean()) == 2);
        var sent = await _desk.ActAsync(number, "significant/early-warning/sent", new { reference = "2026-77" });
        Assert.Equal("2026-77", OpeningACase.Text(Reports(sent)[0], "reference"));
        var draft = await running.Hub.Http.GetStringAsync($"/api/incidents/{number}/significant/notification/draft?language=en", Ct);
        Assert.Contains("Nobody can sign in.", draft, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await running.Hub.Http.GetAsync($"/api/incidents/{number}/significant/last/draft", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _desk.PostAsync($"/api/incidents/{number}/significant/withdraw", new { reason = "x" }, ("X-Hub-Role", "desk:workplace"))).StatusCode);
    }

    [Fact]
    public async Task Roles_tickets_the_look_back_and_its_improvements_are_kept_and_a_late_one_is_seen()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        await _desk.ActAsync(number, "roles", new { role = "leader", holder = "Driftledare" });
        var linked = await _desk.ActAsync(number, "tickets", new { supplier = "telephony", ticket = "INC1" });
        Assert.Equal(("Driftledare", "telephony:INC1"), (OpeningACase.Text(linked.GetProperty("roles"), "leader"), linked.GetProperty("tickets")[0].GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await _desk.PostAsync($"/api/incidents/{number}/tickets", new { supplier = "nobody", ticket = "1" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _desk.PostAsync($"/api/incidents/{number}/review", new { cause = "c", lessons = "l" })).StatusCode);
        await _desk.ResolveAsync(number);
        await _desk.ActAsync(number, "review", new { cause = "A certificate.", lessons = "Watch them." });
        await _desk.ActAsync(number, "improvements", new { what = "Watch certificates.", desk = "telephony", due = TimeProvider.System.GetUtcNow().AddSeconds(2) });
        await WorkingWithTheSimulator.UntilAsync(async () => Improvement(await _desk.ShowAsync(number)).GetProperty("missed").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, (await _desk.PostAsync($"/api/incidents/{number}/improvements/1/done", new { how = "h" }, ("X-Hub-Role", "desk:mobile"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _desk.PostAsync($"/api/incidents/{number}/improvements/1/done", new { how = "It warns." }, ("X-Hub-Role", "desk:telephony"))).StatusCode);
        Assert.Equal("It warns.", OpeningACase.Text(Improvement(await _desk.ShowAsync(number)), "how"));
    }

    [Fact]
    public async Task An_incident_that_touches_many_sites_becomes_a_major_one_by_itself_and_not_again_when_a_person_said_no()
    {
        var sites = Enumerable.Range(1, 10).Select(n => $"Skola {n}").ToArray();
        var number = await _desk.DeclareAsync(IncidentDesk.Email(sites));
        await WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(await _desk.ShowAsync(number), "level") == "major");
        await _desk.ActAsync(number, "level", new { level = "ordinary", reason = "One class each." });
        var shown = await _desk.ActAsync(number, "scope", new { services = IncidentDesk.EmailOnly, sites = sites.Append("Skola 11"), reason = "One more." });
        var other = await _desk.DeclareAsync(IncidentDesk.Email(sites)); // By the time that this one is raised, the other was looked at.
        await WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(await _desk.ShowAsync(other), "level") == "major");
        Assert.Equal("ordinary", OpeningACase.Text(shown, "level"));
        Assert.Equal("ordinary", OpeningACase.Text(await _desk.ShowAsync(number), "level"));
    }

    [Fact]
    public async Task The_page_does_the_same_for_those_who_may()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        using var answer = await running.Hub.Http.GetAsync($"/incidents/{number}/follow-up", Ct);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Contains("Den är betydande: starta klockorna", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await running.Hub.Http.GetAsync("/incidents/1/follow-up", Ct)).StatusCode);
        await _desk.ActAsync(number, "significant", new { reason = "Nobody can sign in." });
        var shown = WebUtility.HtmlDecode(await running.Hub.Http.GetStringAsync($"/incidents/{number}/follow-up?draft=EarlyWarning", Ct));
        Assert.Contains("TIDIG VARNING", shown, StringComparison.Ordinal);
        Assert.Contains("Bedömd som betydande: Nobody can sign in.", shown, StringComparison.Ordinal);
    }

    private static JsonElement[] Reports(JsonElement incident) => [.. incident.GetProperty("significance").GetProperty("reports").EnumerateArray()];

    private static JsonElement Improvement(JsonElement incident) => incident.GetProperty("review").GetProperty("improvements")[0];
}
