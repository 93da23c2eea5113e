using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Search;

/// <summary>Search in a hub of its own: what is opened is found, also after a restart and after its index was deleted.</summary>
public sealed partial class FindingACase : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await ServeAsync();

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_case_is_found_as_soon_as_it_is_there_by_its_words_in_any_inflection_and_by_what_it_has()
    {
        var number = await OpenAsync();
        await ReportAsync(number, "accepted", new { @case = number, ticket = "WP-7" });
        await ReportAsync(number, "progressed", new { @case = number, ticket = "WP-7", status = "Pågår", text = "Toner är beställd." });
        foreach (var query in (string[])
            [
                "q=skrivare", "q=skrivarna", "q=%C3%85sa+%C3%96st", "q=toner&status=in-progress&desk=workplace&supplier=workplace&kind=case",
                "ticket=wp7", "q=" + number, "number=" + number.Insert(4, "+"), "service=printing&sort=oldest&from=2020-01-01",
            ])
        {
            var page = await FindAsync(query, hits: 1);
            Assert.Equal(number, OpeningACase.Text(page.GetProperty("hits")[0], "number"));
            Assert.Equal("Skrivaren på plan 3 är trasig", OpeningACase.Text(page.GetProperty("hits")[0], "title"));
        }

        Assert.Equal(0, (await SearchAsync("q=surfplatta")).GetProperty("total").GetInt64());
        foreach (var (role, seen) in new[] { ("desk:workplace", 1), ("desk:mobile", 0), ("user", 0), ("operator", 1) })
        {
            Assert.Equal(seen, (await OpeningACase.JsonAsync(await AskAsync("/api/search?q=skrivare", role))).GetProperty("total").GetInt64());
            Assert.Equal(seen, (await OpeningACase.JsonAsync(await AskAsync("/api/search/suggest?q=skr", role))).GetArrayLength());
            Assert.Equal(seen > 0, (await (await AskAsync("/search?q=skrivare", role)).Content.ReadAsStringAsync(Ct)).Contains(number, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat_and_facets_count_all()
    {
        string[] opened = [await OpenAsync(), await OpenAsync(), await OpenAsync()];
        var page = await FindAsync("size=2", hits: 2, total: 3);
        Assert.Equal(3, page.GetProperty("facets").GetProperty("desk")[0].GetProperty("count").GetInt32());
        var next = await SearchAsync("size=2&after=" + page.GetProperty("after").GetString());
        Assert.Equal(JsonValueKind.Null, next.GetProperty("after").ValueKind);
        Assert.Equal(opened.Reverse(), page.GetProperty("hits").EnumerateArray().Concat(next.GetProperty("hits").EnumerateArray()).Select(hit => OpeningACase.Text(hit, "number")));
    }

    [Fact]
    public async Task A_wrong_parameter_is_named()
    {
        foreach (var query in (string[])["from=yesterday", "colour=red", "kind=invoice", "size=5000", "after=nowhere", "number=%2D"])
        {
            var answer = await _hub.Http.GetAsync("/api/search?" + query, Ct);
            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            var problem = await OpeningACase.JsonAsync(answer);
            Assert.Equal("invalid-search", OpeningACase.Text(problem, "type"));
            Assert.Equal([query.Split('=')[0]], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        }
    }

    [Fact]
    public async Task It_is_found_after_a_crash_and_after_the_index_was_deleted_or_damaged()
    {
        using var killed = await HubProcess.InsteadOfAsync(_hub, _folder.Path, Settings);
        _hub = killed;
        var number = await OpenAsync();
        await FindAsync("q=skrivare", hits: 1);

        await killed.KillAsync();
        await RestartAsync(() => { });
        Assert.Equal(number, OpeningACase.Text((await FindAsync("q=skrivare", hits: 1)).GetProperty("hits")[0], "number"));

        await RestartAsync(() => Directory.Delete(Index, recursive: true));
        await FindAsync("q=skrivare", hits: 1);

        await RestartAsync(() =>
        {
            foreach (var file in Directory.GetFiles(Index, "segments*"))
            {
                File.WriteAllBytes(file, [1, 2, 3]);
            }
        });
        await FindAsync("q=skrivare", hits: 1);
    }

    [Fact]
    public async Task The_operator_sees_how_far_search_is_behind()
    {
        using var apart = await HubProcess.InsteadOfAsync(_hub, _folder.Path, Settings);
        _hub = apart;
        await OpenAsync();
        await FindAsync("q=skrivare", hits: 1);
        // The case is found before the last of what its opening led to is fed.
        await WorkingWithTheSimulator.UntilAsync(async () => LagIsZero().IsMatch(await _hub.Http.GetStringAsync("/metrics", Ct)));
    }

    [Fact]
    public async Task The_contract_names_every_parameter()
    {
        var contract = await _hub.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct);
        var names = contract.GetProperty("paths").GetProperty("/api/search").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Select(parameter => OpeningACase.Text(parameter, "name")).ToList();
        Assert.Superset(new HashSet<string>(["q", "kind", "supplier", "desk", "service", "area", "organisation", "site", "person", "role", "orderer",
            "number", "ticket", "article", "subscription", "invoice", "reference", "project", "status", "from", "to", "sort", "after"]), names.ToHashSet());
    }

    [GeneratedRegex(@"^search_lag[^\n]*\} 0(\.0)?\s", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LagIsZero();

    private string Index => Path.Combine(_folder.Path, "search");

    private static Dictionary<string, string> Settings => new(StringComparer.Ordinal) { ["HUB_Suppliers__workplace__Token"] = "workplace-token" };

    private async Task<ServedHub> ServeAsync() => await HubHere.ServeAsync(_folder.Path, Settings);

    private async Task RestartAsync(Action between)
    {
        _hub.Dispose();
        between();
        _hub = await ServeAsync();
    }

    private async Task<string> OpenAsync()
    {
        var answer = await _hub.Http.PostAsync("/api/cases", new StringContent(OpeningACase.Printer, System.Text.Encoding.UTF8, "application/json"), Ct);
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer), "number");
    }

    private async Task ReportAsync(string number, string what, object data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/suppliers/workplace/events")
        {
            Content = JsonContent.Create(new { specversion = "1.0", id = $"{number}-{what}", source = "urn:workplace", type = $"supplier.ticket.{what}.v1", data },
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/cloudevents+json")),
        };
        request.Headers.Authorization = new("Bearer", "workplace-token");
        var answer = await _hub.Http.SendAsync(request, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>Asks until the answer has so many hits: what was written is found a moment later.</summary>
    private async Task<JsonElement> FindAsync(string query, int hits, int? total = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            var page = await SearchAsync(query);
            if (page.TryGetProperty("hits", out var found) && found.GetArrayLength() == hits && (total is null || page.GetProperty("total").GetInt64() == total))
            {
                return page;
            }

            Assert.False(patience.IsCancellationRequested, $"{query}: {page}");
        }
    }

    private Task<HttpResponseMessage> AskAsync(string path, string role)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Hub-Role", role);
        return _hub.Http.SendAsync(request, Ct);
    }

    private async Task<JsonElement> SearchAsync(string query) => await OpeningACase.JsonAsync(await _hub.Http.GetAsync("/api/search?" + query, Ct));
}
