using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers.ServiceNow;

/// <summary>A hub and a supplier whose desk works in ServiceNow.</summary>
public sealed class WorkingByServiceNow
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_goes_to_the_supplier_and_comes_back_solved_and_what_the_hub_did_itself_is_not_heard()
    {
        using var folder = new TestFolder();
        await using var instance = await ServiceNowDouble.StartAsync();
        using var hub = await HubHere.ServeAsync(folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_Suppliers__workplace__Protocol"] = "servicenow",
            ["HUB_Suppliers__workplace__Url"] = instance.Url.ToString(),
            ["HUB_Suppliers__workplace__Token"] = "of-no-use-here-0001",
            ["HUB_Suppliers__workplace__Login"] = "client-credentials",
            ["HUB_Suppliers__workplace__User"] = ServiceNowDouble.HubUser,
            ["HUB_Suppliers__workplace__ClientId"] = "c1",
            ["HUB_Suppliers__workplace__ClientSecret"] = ServiceNowDouble.ClientSecret,
            ["HUB_Suppliers__workplace__Set__assignment_group"] = InstanceTables.Group,
            ["HUB_Suppliers__workplace__PollSeconds"] = "0.3",
        });
        using var content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        var number = OpeningACase.Text(await OpeningACase.JsonAsync(await hub.Http.PostAsync("/api/cases", content, Ct)), "number");
        await UntilAsync(() => Task.FromResult(Incidents().Count == 1));
        var ticket = Incidents()[0]["number"];

        instance.Save(ticket, ("state", "2"));
        await UntilAsync(async () => OpeningACase.Text(await CaseAsync(hub, number), "status") == "in-progress");
        instance.Save(ticket, ("state", "6"), ("close_code", "Solved (Permanently)"), ("close_notes", "Bytte toner."));
        await UntilAsync(async () => OpeningACase.Text(await CaseAsync(hub, number), "status") == "resolved");
        Assert.Equal("Bytte toner.", OpeningACase.Text(await CaseAsync(hub, number), "solution"));

        using var confirmed = await hub.Http.PostAsync($"/api/cases/{number}/confirm", null, Ct);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        await UntilAsync(() => Task.FromResult(Incidents()[0]["state"] == "7"));
        instance.Save(ticket, ("comments", "Tack.")); // Heard after all that the hub did itself.
        await UntilAsync(async () => (await TypesAsync(hub, number)).Contains("note-added.v1", StringComparer.Ordinal));
        var types = await TypesAsync(hub, number);
        Assert.Equal((1, 1, 3), (types.Count(type => type == "case-accepted.v1"), types.Count(type => type == "case-resolved.v1"), types.Count(type => type == "supplier-reported.v1")));

        IReadOnlyList<IReadOnlyDictionary<string, string>> Incidents() => instance.In<IReadOnlyList<IReadOnlyDictionary<string, string>>>(tables =>
            [.. tables.Rows("incident").Select(row => new Dictionary<string, string>(row, StringComparer.Ordinal))]);
    }

    private static Task<JsonElement> CaseAsync(ServedHub hub, string number) => hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);

    private static async Task<IReadOnlyList<string>> TypesAsync(ServedHub hub, string number) =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("type").GetString()!)];

    private static Task UntilAsync(Func<Task<bool>> holds) => WorkingWithTheSimulator.UntilAsync(holds);
}
