using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.HostTests.Catalogue;

/// <summary>The city office changes who answers for a service, and adds parties that are no suppliers, while the hub runs.</summary>
public sealed class ChangingSupplier
{
    private static readonly string[] s_words = ["låneautomat"];
    private static readonly string[] s_onThePage = ["Systemförvaltning Kultur", "Tekniskt ansvariga, tjänstetid mon-fri 08:00-16:30", "Besök av tekniker"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_cases_are_offered_to_the_new_desk_and_new_ones_go_there_still_after_a_restart()
    {
        using var folder = new TestFolder();
        using (var hub = await HubHere.ServeAsync(folder.Path))
        {
            var open = await OpenAsync(hub, "office", "Kulturförvaltningen");
            var wanted = new { desk = "central-systems", organisation = "Kulturförvaltningen", openCases = "hand-over", reason = "Våg 1" };
            var preview = await PostAsync(hub, "/api/services/printing/owners/preview", wanted, HttpStatusCode.OK);
            Assert.Equal([open], preview.GetProperty("cases").EnumerateArray().Select(one => one.GetString()));
            Assert.Empty((await hub.Http.GetFromJsonAsync<JsonElement>("/api/services/printing/owners", Ct)).GetProperty("decisions").EnumerateArray());

            var decided = await PostAsync(hub, "/api/services/printing/owners", wanted, HttpStatusCode.Created);
            await UntilAsync(async () => Text(await CaseAsync(hub, open), "status") == "offered" && await HandoverOf(hub, open) == "central-systems");
            var wave = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/services/printing/owners/{Text(decided, "decision")}/cases", Ct);
            Assert.Equal((1, 1), (wave.GetProperty("count").GetInt32(), wave.GetProperty("asked").GetInt32()));

            var taken = await PostAsync(hub, $"/api/desks/central-systems/cases/{open}/accept", new { }, HttpStatusCode.OK);
            Assert.Equal(("desk:central-systems", "central-systems"), (Text(taken, "responsible"), Text(taken, "supplier")));
            await PostAsync(hub, "/api/services/printing/owners", wanted, HttpStatusCode.Conflict, "owner-same-desk");
            await PostAsync(hub, "/api/services/printing/owners", new { desk = "nobody", reason = "" }, HttpStatusCode.BadRequest, "invalid-owner");
        }

        using var again = await HubHere.ServeAsync(folder.Path);
        Assert.Equal("central-systems", Text(await CaseAsync(again, await OpenAsync(again, "office", "Kulturförvaltningen")), "desk"));
        Assert.Equal("workplace", Text(await CaseAsync(again, await OpenAsync(again, "office", "Stadsarkivet")), "desk"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/services/printing/owners");
        request.Headers.Add("X-Hub-Role", "operator");
        using var forbidden = await again.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task A_system_owner_takes_the_ball_like_a_desk_and_the_account_manager_answers_through_the_case()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path);
        await PostAsync(hub, "/api/parties", new { id = "culture-systems", kind = "system-owner", sv = "Systemförvaltning Kultur", organisation = "Kulturförvaltningen" }, HttpStatusCode.Created);
        await PostAsync(hub, "/api/parties", new { id = "experts", kind = "account-manager", sv = "Tekniskt ansvariga", hours = "mon-fri 08:00-16:30" }, HttpStatusCode.Created);
        await PostAsync(hub, "/api/parties", new { id = "workplace", kind = "local-it", sv = "Fel" }, HttpStatusCode.Conflict, "party-exists");
        using var named = await hub.Http.PutAsJsonAsync(
            "/api/systems/loans", new { sv = "Låneautomater", organisation = "Kulturförvaltningen", host = "workplace", owner = "culture-systems", words = s_words }, Ct);
        Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        using var managed = await hub.Http.PutAsJsonAsync("/api/account-managers/workplace", new { party = "experts" }, Ct);
        Assert.Equal("workplace", (await managed.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("accountManagerOf")[0].GetString());

        var number = Text(await PostAsync(hub, "/api/cases", new { description = "Vår låneautomat startar inte", channel = "web", reporter = new { name = "Test" } }, HttpStatusCode.Created), "number");
        var desks = $"/api/desks/{{0}}/cases/{number}/";
        Assert.Equal(("loans", "workplace"), (Text(await CaseAsync(hub, number!), "service"), Text(await CaseAsync(hub, number!), "desk")));
        await PostAsync(hub, At(desks, "culture-systems", "accept"), new { }, HttpStatusCode.NotFound, "case-unknown");
        await PostAsync(hub, At(desks, "workplace", "hand-over"), new { to = "culture-systems", text = "Felet är i applikationen." }, HttpStatusCode.OK);
        Assert.Contains(number![..4], await hub.Http.GetStringAsync("/desk/culture-systems", Ct), StringComparison.Ordinal);
        Assert.Equal("desk:culture-systems", Text(await PostAsync(hub, At(desks, "culture-systems", "accept"), new { }, HttpStatusCode.OK), "responsible"));

        await PostAsync(hub, At(desks, "culture-systems", "questions"), new { about = "workplace", text = "Vilken drivrutin?" }, HttpStatusCode.OK);
        await PostAsync(hub, At(desks, "culture-systems", "visits"), new { visit = "V-1", from = "2030-01-01T08:00:00Z", until = "2030-01-01T10:00:00Z" }, HttpStatusCode.OK);
        var page = await hub.Http.GetStringAsync($"/cases/{number}", Ct);
        Assert.All(s_onThePage, words => Assert.Contains(words, WebUtility.HtmlDecode(page), StringComparison.Ordinal));
        var answered = await PostAsync(hub, At(desks, "experts", "answers"), new { text = "Version 4" }, HttpStatusCode.OK);
        Assert.Equal(("desk:culture-systems", 0), (Text(answered, "responsible"), answered.GetProperty("askedExperts").GetArrayLength()));
        var kept = await PostAsync(hub, At(desks, "culture-systems", "visits/V-1/kept"), new { }, HttpStatusCode.OK);
        Assert.Equal("kept", Text(kept.GetProperty("visits")[0], "standing"));
    }

    private static string At(string desks, string desk, string act) => string.Format(System.Globalization.CultureInfo.InvariantCulture, desks, desk) + act;

    private static async Task<string> OpenAsync(ServedHub hub, string area, string organisation) => Text(
        await PostAsync(hub, "/api/cases", new { description = "Skrivaren är trasig", service = "printing", area, organisation, channel = "web", reporter = new { name = "Test" } }, HttpStatusCode.Created),
        "number")!;

    private static async Task<JsonElement> PostAsync(ServedHub hub, string path, object body, HttpStatusCode wanted, string? type = null)
    {
        using var answer = await hub.Http.PostAsJsonAsync(path, body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(wanted == answer.StatusCode, $"{path}: {answer.StatusCode} {text}");
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(type, type is null ? null : Text(json, "type"));
        return json;
    }

    private static Task<JsonElement> CaseAsync(ServedHub hub, string number) => hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);

    private static async Task<string?> HandoverOf(ServedHub hub, string number) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>("/api/cases?service=printing", Ct)).GetProperty("cases").EnumerateArray()
            .Where(row => Text(row, "number") == number).Select(row => Text(row, "handoverTo")).SingleOrDefault();

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(180), "It did not come to pass in three minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct);
        }
    }
}
