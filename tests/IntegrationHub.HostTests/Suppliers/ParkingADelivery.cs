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
        using var hub = await HubHere.ServeAsync(folder.Path, With(supplier));
        var number = await OpenAsync(hub);

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
    public async Task A_hub_killed_while_it_tries_all_again_goes_on_with_the_rest_and_tells_nothing_twice()
    {
        const int Cases = 12;
        using var folder = new TestFolder();
        using var supplier = WireMockServer.Start();
        Answer(supplier, 422, """{"title":"Not today."}""");
        var numbers = new List<string>();
        using (var hub = await HubProcess.ServeAsync(folder.Path, With(supplier)))
        {
            for (var i = 0; i < Cases; i++)
            {
                numbers.Add(await OpenAsync(hub));
            }

            await UntilAsync(async () => await ParkedAsync(hub) is { } groups && groups.GetArrayLength() == 1 && groups[0].GetProperty("count").GetInt32() == Cases);
            TakeSome(supplier, 3);
            Assert.Equal(0, (await HubProcess.RunAsync("parked", "retry", "--yes", "--data", folder.Path)).ExitCode);
            await UntilAsync(() => Task.FromResult(supplier.LogEntries.Count >= Cases + 3));
            await hub.KillAsync();
        }

        Answer(supplier, 202, """{"receipt":"R-1"}""");
        using var again = await HubHere.ServeAsync(folder.Path, With(supplier));
        foreach (var number in numbers)
        {
            await UntilAsync(async () => (await TypesAsync(again, number)).Contains("supplier-informed.v1"));
            Assert.Single(await TypesAsync(again, number), type => type == "supplier-informed.v1");
        }

        // Who was told is written before the delivery is taken off the list of the parked.
        await UntilAsync(async () => (await ParkedAsync(again)).GetArrayLength() == 0);
        Assert.Equal(Cases, supplier.LogEntries.Select(entry => JsonDocument.Parse(entry.RequestMessage!.Body!).RootElement.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Only_an_operator_may_decide()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/parked/retry") { Content = JsonContent.Create(new { }), Headers = { { "X-Hub-Role", "agent" } } };
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await hub.Http.SendAsync(request, Ct)).StatusCode);
        using var noReason = await hub.Http.PostAsJsonAsync("/api/parked/drop", new { group = "deliver-workplace" }, Ct);
        Assert.Equal("invalid-reason", OpeningACase.Text(await OpeningACase.JsonAsync(noReason), "type"));
    }

    private static Dictionary<string, string> With(WireMockServer supplier) => new(StringComparer.Ordinal)
    {
        ["HUB_Suppliers__workplace__Protocol"] = "cloudevents",
        ["HUB_Suppliers__workplace__Url"] = supplier.Url + "/events",
        ["HUB_Suppliers__workplace__Token"] = "workplace-token",
    };

    private static async Task<string> OpenAsync(ServedHub hub)
    {
        using var content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        return OpeningACase.Text(await OpeningACase.JsonAsync(await hub.Http.PostAsync("/api/cases", content, Ct)), "number");
    }

    private static void Answer(WireMockServer supplier, int status, string body)
    {
        supplier.ResetMappings();
        supplier.Given(Request.Create().UsingPost()).RespondWith(
            Response.Create().WithStatusCode(status).WithBody(body).WithHeader("Content-Type", "application/json"));
    }

    /// <summary>The first are taken; whoever comes then waits for longer than the test lasts.</summary>
    private static void TakeSome(WireMockServer supplier, int some)
    {
        supplier.ResetMappings();
        supplier.Given(Request.Create().UsingPost()).InScenario("some").WillSetStateTo("enough", some)
            .RespondWith(Response.Create().WithStatusCode(202).WithBody("""{"receipt":"R-1"}"""));
        supplier.Given(Request.Create().UsingPost()).InScenario("some").WhenStateIs("enough")
            .RespondWith(Response.Create().WithStatusCode(202).WithDelay(TimeSpan.FromMinutes(1)));
    }

    private static async Task<JsonElement> ParkedAsync(ServedHub hub) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>("/api/parked", Ct)).GetProperty("groups");

    private static async Task<List<string>> TypesAsync(ServedHub hub, string number) =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(e => OpeningACase.Text(e, "type"))];

    private static Task UntilAsync(Func<Task<bool>> so) => WorkingWithTheSimulator.UntilAsync(so);
}
