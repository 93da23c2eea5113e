using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Search;

/// <summary>The hub with its index in an Elasticsearch, which the double stands in for: found, found again after a restart, and built anew.</summary>
public sealed class FindingACaseInElasticsearch
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_found_there_by_the_next_hub_too_and_after_a_rebuild()
    {
        using var folder = new TestFolder();
        await using var server = await ElasticServer.StartAsync(Ct);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_Search__Kind"] = "elasticsearch", ["HUB_Search__Url"] = server.Address.ToString() };
        string number;
        using (var hub = await HubHere.ServeAsync(folder.Path, settings))
        {
            var answer = await hub.Http.PostAsync("/api/cases", new StringContent(OpeningACase.Printer, System.Text.Encoding.UTF8, "application/json"), Ct);
            number = OpeningACase.Text(await OpeningACase.JsonAsync(answer), "number");
            await FindsAsync(hub, number);
        }

        Assert.Equal(["hub-search-000001"], server.Elastic.Names);
        using var next = await HubHere.ServeAsync(folder.Path, settings);
        await FindsAsync(next, number);
        var (exit, said, error) = await HubProcess.RunAsync("views", "rebuild", "search", "--json", "--data", folder.Path);
        Assert.True(exit == 0, error);
        using var outcome = JsonDocument.Parse(said);
        Assert.Equal((1, true), (outcome.RootElement.GetProperty("rows").GetInt32(), outcome.RootElement.GetProperty("switched").GetBoolean()));
        Assert.Equal(["hub-search-000002"], server.Elastic.Names);
        await FindsAsync(next, number);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "search")));
    }

    private static async Task FindsAsync(ServedHub hub, string number)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            var page = await OpeningACase.JsonAsync(await hub.Http.GetAsync("/api/search?q=skrivare", Ct));
            if (page.TryGetProperty("hits", out var hits) && hits.GetArrayLength() == 1)
            {
                Assert.Equal(number, OpeningACase.Text(hits[0], "number"));
                return;
            }

            Assert.False(patience.IsCancellationRequested, page.ToString());
        }
    }
}
