using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace IntegrationHub.HostTests.Commands;

public sealed class RebuildingAView
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_built_anew_while_the_hub_serves_and_nothing_is_sent_again()
    {
        using var folder = new TestFolder();
        using var supplier = WireMockServer.Start();
        supplier.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(202));
        using var hub = await HubHere.ServeAsync(folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_Suppliers__workplace__Protocol"] = "cloudevents",
            ["HUB_Suppliers__workplace__Url"] = supplier.Url + "/events",
            ["HUB_Suppliers__workplace__Token"] = "workplace-token",
        });
        await OpenAsync(hub, 10);
        await WorkingWithTheSimulator.UntilAsync(() => Task.FromResult(supplier.LogEntries.Count == 10));
        await WorkingWithTheSimulator.UntilAsync(async () => await CountAsync(hub) == 10);

        var adding = OpenAsync(hub, 10); // Events arrive during the rebuild.
        var rebuilt = await HubProcess.RunAsync("views", "rebuild", "--data", folder.Path, "--json");
        await adding;
        Assert.Equal("0", rebuilt.ExitCode + rebuilt.Error);
        Assert.True(JsonDocument.Parse(rebuilt.Out).RootElement[0].GetProperty("switched").GetBoolean());
        await WorkingWithTheSimulator.UntilAsync(async () => await CountAsync(hub) == 20);
        await WorkingWithTheSimulator.UntilAsync(() => Task.FromResult(supplier.LogEntries.Count >= 20));

        var dry = await HubProcess.RunAsync("views", "rebuild", "cases", "--dry-run", "--data", folder.Path);
        Assert.Contains("20 rows; 0 changed, 0 added, 0 removed. Nothing was switched.", dry.Out, StringComparison.Ordinal);
        Assert.Equal(20, supplier.LogEntries.Count);
    }

    [Fact]
    public async Task One_that_was_killed_in_the_middle_leaves_the_old_view_and_can_be_run_again()
    {
        using var folder = new TestFolder();
        var file = Shared.File("data/vinst/incidents.csv.gz");
        Assert.Equal(0, (await HubProcess.RunAsync("import", "vinst", file, "--limit", "20000", "--data", folder.Path, "--json")).ExitCode);
        Assert.Equal(0, (await HubProcess.RunAsync("views", "rebuild", "--data", folder.Path)).ExitCode);
        var views = Path.Combine(folder.Path, "views");
        var live = await File.ReadAllTextAsync(Path.Combine(views, "cases.current"), Ct);

        var killed = await HubProcess.KillWhenAsync(
            () => Directory.GetFiles(views, "cases.*.db").Any(built => !built.Contains($"cases.{live}.", StringComparison.Ordinal) && new FileInfo(built).Length > 100_000),
            "views", "rebuild", "--data", folder.Path);
        Assert.True(killed, "The rebuild ended before it could be killed.");
        Assert.Equal(live, await File.ReadAllTextAsync(Path.Combine(views, "cases.current"), Ct));

        var again = await HubProcess.RunAsync("views", "rebuild", "--data", folder.Path);
        Assert.Contains(" 0 changed, 0 added, 0 removed. It is live now.", again.Out, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(views, "cases.*.db"));
    }

    private static Task OpenAsync(ServedHub hub, int count) => Parallel.ForEachAsync(Enumerable.Range(0, count), Ct, async (_, ct) =>
    {
        using var content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        (await hub.Http.PostAsync("/api/cases", content, ct)).EnsureSuccessStatusCode();
    });

    private static async Task<int> CountAsync(ServedHub hub) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>("/api/cases?responsible=desk:workplace&size=200", Ct)).GetProperty("cases").GetArrayLength();
}
