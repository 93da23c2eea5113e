using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers.Tmf621;

/// <summary>A hub and a supplier that speaks TMF621: the case goes there, and what happens there comes back, pushed and asked for.</summary>
public sealed class WorkingByTmf621
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_goes_to_the_supplier_and_comes_back_solved_whether_it_is_pushed_or_asked_for()
    {
        using var folder = new TestFolder();
        await using var supplier = await Tmf621Double.StartAsync(5);
        using var hub = await HubHere.ServeAsync(folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_Suppliers__workplace__Protocol"] = "tmf621",
            ["HUB_Suppliers__workplace__Url"] = supplier.Address.ToString(),
            ["HUB_Suppliers__workplace__Token"] = "tmf-token",
            ["HUB_Suppliers__workplace__Listen"] = "true",
            ["HUB_Suppliers__workplace__PollSeconds"] = "0.3",
        });
        await UntilAsync(() => Task.FromResult(supplier.Callbacks.Contains(new Uri(hub.Address, "/suppliers/workplace/tmf621").ToString(), StringComparer.Ordinal)));
        using var content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        var number = OpeningACase.Text(await OpeningACase.JsonAsync(await hub.Http.PostAsync("/api/cases", content, Ct)), "number");
        await UntilAsync(() => Task.FromResult(supplier.Tickets().Count == 1));
        var ticket = (string)supplier.Tickets()[0]["id"]!;

        supplier.Move(ticket, "inProgress");
        await UntilAsync(async () => OpeningACase.Text(await CaseAsync(hub, number), "status") == "in-progress");
        supplier.Move(ticket, "resolved", "Bytte toner.");
        var body = new JsonObject { ["eventId"] = "e-1", ["eventType"] = "TroubleTicketStatusChangeEvent", ["event"] = new JsonObject { ["troubleTicket"] = supplier.Tickets()[0] } }.ToJsonString();
        Assert.Equal(HttpStatusCode.NoContent, await PushAsync(hub, body, "tmf-token"));
        Assert.Equal(HttpStatusCode.NoContent, await PushAsync(hub, body, "tmf-token"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(hub, body, "forged"));
        Assert.Equal(HttpStatusCode.BadRequest, await PushAsync(hub, "[]", "tmf-token"));
        var resolved = await CaseAsync(hub, number);
        Assert.Equal(("resolved", "Bytte toner."), (OpeningACase.Text(resolved, "status"), OpeningACase.Text(resolved, "solution")));

        using var confirmed = await hub.Http.PostAsync($"/api/cases/{number}/confirm", null, Ct);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        await UntilAsync(() => Task.FromResult((string)supplier.Tickets()[0]["status"]! == "closed"));
        supplier.Move(ticket, null, note: "Tack."); // Heard by asking, after all that the hub did itself and does not hear again.
        await UntilAsync(async () => (await TypesAsync(hub, number)).Count(type => type == "note-added.v1") == 1);
        var types = await TypesAsync(hub, number);
        Assert.Equal((1, 1, 3), (types.Count(type => type == "case-accepted.v1"), types.Count(type => type == "case-resolved.v1"), types.Count(type => type == "supplier-reported.v1")));
    }

    private static async Task<HttpStatusCode> PushAsync(ServedHub hub, string body, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/suppliers/workplace/tmf621/listener/troubleTicketStatusChangeEvent") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await hub.Http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static Task<JsonElement> CaseAsync(ServedHub hub, string number) => hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);

    private static async Task<IReadOnlyList<string>> TypesAsync(ServedHub hub, string number) =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("type").GetString()!)];

    private static Task UntilAsync(Func<Task<bool>> holds) => WorkingWithTheSimulator.UntilAsync(holds);
}
