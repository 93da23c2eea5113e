using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace IntegrationHub.HostTests.Suppliers;

public sealed class ParkingADelivery
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_supplier_refuses_waits_for_the_operator_who_sees_why_and_lets_it_be_tried_again()
    {
        using var folder = new TestFolder();
        using var supplier = WireMockServer.Start();
        Answer(supplier, 422, """{"title":"data.desk is unknown here"}""");
        using var hub = await HubProcess.ServeAsync(folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_Suppliers__workplace__Protocol"] = "cloudevents",
            ["HUB_Suppliers__workplace__Url"] = supplier.Url + "/events",
            ["HUB_Suppliers__workplace__Token"] = "workplace-token",
        });
        using var content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        var number = OpeningACase.Text(await OpeningACase.JsonAsync(await hub.Http.PostAsync("/api/cases", content, Ct)), "number");

        await UntilAsync(async () => (await ParkedAsync(hub)).GetArrayLength() == 1);
        var parked = (await ParkedAsync(hub))[0];
        Assert.Equal(("deliver-workplace", 1), (OpeningACase.Text(parked, "group"), parked.GetProperty("count").GetInt32()));
        Assert.Contains("data.desk is unknown here", OpeningACase.Text(parked, "cause"), StringComparison.Ordinal);
        Assert.Contains("supplier-refused-message.v1", await TypesAsync(hub, number));

        var preview = await HubProcess.RunAsync("parked", "retry", "--data", folder.Path);
        Assert.Contains("1 would be tried again", preview.Out, StringComparison.Ordinal);
        Assert.Single(supplier.LogEntries);

        Answer(supplier, 202, """{"receipt":"R-1"}""");
        Assert.Equal(0, (await HubProcess.RunAsync("parked", "retry", "--yes", "--data", folder.Path)).ExitCode);
        await UntilAsync(async () => (await TypesAsync(hub, number)).Contains("supplier-informed.v1"));
        Assert.Equal(0, (await ParkedAsync(hub)).GetArrayLength());
        Assert.Equal(2, supplier.LogEntries.Count);
        Assert.Single(supplier.LogEntries.Select(entry => JsonDocument.Parse(entry.RequestMessage!.Body!).RootElement.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Only_an_operator_may_decide()
    {
        using var folder = new TestFolder();
        using var hub = await HubProcess.ServeAsync(folder.Path);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/parked/retry") { Content = JsonContent.Create(new { }), Headers = { { "X-Hub-Role", "agent" } } };
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await hub.Http.SendAsync(request, Ct)).StatusCode);
        using var noReason = await hub.Http.PostAsJsonAsync("/api/parked/drop", new { group = "deliver-workplace" }, Ct);
        Assert.Equal("invalid-reason", OpeningACase.Text(await OpeningACase.JsonAsync(noReason), "type"));
    }

    private static void Answer(WireMockServer supplier, int status, string body)
    {
        supplier.ResetMappings();
        supplier.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(status).WithBody(body).WithHeader("Content-Type", "application/json"));
    }

    private static async Task<JsonElement> ParkedAsync(HubProcess hub) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>("/api/parked", Ct)).GetProperty("groups");

    private static async Task<List<string>> TypesAsync(HubProcess hub, string number) =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(e => OpeningACase.Text(e, "type"))];

    private static Task UntilAsync(Func<Task<bool>> so) => WorkingWithTheSimulator.UntilAsync(so);
}
