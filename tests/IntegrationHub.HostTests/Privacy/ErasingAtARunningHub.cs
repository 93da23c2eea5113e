using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Privacy;

/// <summary>A hub as a process, with suppliers that work, and its data directory searched byte by byte.</summary>
public sealed class ErasingAtARunningHub : IDisposable
{
    private const string Name = "Gunborg Kvistlöv";
    private const string Phone = "+46736112233";
    private const string Email = "gunborg.kvistlov@exempel.se";
    private const string Description = "Skrivaren vrålar zygomorft när jag trycker på den gröna knappen";
    private const string Note = "Nu luktar den dessutom bränd kvitten";
    private const string Answer = "Den står bakom ficusen i vinkelrummet";
    private static readonly string[] s_words = [Name, "Kvistlöv", Phone, "736112233", Email, "zygomorft", "kvitten", "ficusen", "mögelskada"];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);
    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_search_finds_what_is_there_in_any_form()
    {
        foreach (var form in new[]
        {
            Encoding.UTF8.GetBytes("x" + Name), Encoding.Unicode.GetBytes(Name), Encoding.ASCII.GetBytes("\"Gunborg Kvistl\\u00F6v\""),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes("a" + Name + "b"))), Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes("ab" + Name))),
        })
        {
            Assert.NotEmpty(LookingForAPerson.In(form, Name));
        }
    }

    [Fact]
    public async Task Nothing_personal_is_in_the_clear_before_and_nothing_can_be_read_after()
    {
        string number, person;
        using (var hub = await HubAsync())
        {
            (number, person) = await ARealisticCaseAsync(hub);
            Assert.DoesNotContain(LookingForAPerson.InFolder(_folder.Path, s_words), found => !found.StartsWith("search/", StringComparison.Ordinal));
            Assert.Empty(LookingForAPerson.In(Encoding.UTF8.GetBytes(hub.Said), s_words));
            var before = await TimelineAsync(hub, number);
            await UntilAsync(async () => await FoundAsync(hub, "zygomorft") == 1);
            Assert.Contains("zygomorft", before.GetRawText(), StringComparison.Ordinal);

            var (exit, output, error) = await HubProcess.RunAsync("erase", person, "--reason", "Begäran 2026-114", "--data", _folder.Path, "--json");
            Assert.True(exit == 0, error);
            var receipt = JsonSerializer.Deserialize<JsonElement>(output);
            Assert.Equal([number], receipt.GetProperty("cases").EnumerateArray().Select(one => one.GetString()));
            Assert.Contains(receipt.GetProperty("places").EnumerateArray(), place =>
                OpeningACase.Text(place, "place") == "supplier workplace" && OpeningACase.Text(place, "did").Contains("To be done by the supplier", StringComparison.Ordinal));

            var after = await TimelineAsync(hub, number);
            Assert.Empty(LookingForAPerson.In(Encoding.UTF8.GetBytes(after.GetRawText()), s_words));
            Assert.Contains("[raderat]", after.GetRawText(), StringComparison.Ordinal);
            Assert.Equal((0, 1), (await FoundAsync(hub, "zygomorft"), await FoundAsync(hub, number)));
            var (was, now) = (Types(before), Types(after));
            Assert.Equal(was, now.Take(was.Count));
            Assert.Contains("case-texts-erased.v1", now.Skip(was.Count));
            Assert.Equal(Ledger(before), Ledger(after));
            Assert.Empty(LookingForAPerson.In(Encoding.UTF8.GetBytes(hub.Said), s_words));
            Assert.Empty(LookingForAPerson.InFolder(_folder.Path, s_words));
        }

        using var again = await HubAsync();
        Assert.Empty(LookingForAPerson.In(Encoding.UTF8.GetBytes((await TimelineAsync(again, number)).GetRawText()), s_words));
        Assert.Empty(LookingForAPerson.InFolder(_folder.Path, s_words));
        var (second, text, _) = await HubProcess.RunAsync("erase", person, "--reason", "Igen", "--data", _folder.Path);
        Assert.Equal(0, second);
        Assert.Contains("was erased already", text, StringComparison.Ordinal);
        Assert.Contains("Begäran 2026-114", text, StringComparison.Ordinal);
        var verified = await HubProcess.RunAsync("audit", "verify", "--data", _folder.Path);
        Assert.Equal("0", verified.ExitCode + verified.Error); // The record is what it was, to the last byte.
    }

    [Fact]
    public async Task Over_HTTP_it_is_for_the_administrator_and_the_privacy_officer_and_a_hold_refuses()
    {
        using var hub = await HubAsync();
        var (number, person) = await ARealisticCaseAsync(hub);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(hub, person, "erase", "desk")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(hub, person, "hold", "privacy-officer")).StatusCode);
        var refused = await PostAsync(hub, person, "erase", "privacy-officer");
        Assert.Equal((HttpStatusCode.Conflict, "person-held"), (refused.StatusCode, OpeningACase.Text(await OpeningACase.JsonAsync(refused), "type")));
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(hub, person, "release", "privacy-officer")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(hub, person, "erase", "privacy-officer")).StatusCode);
        var view = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/people/{person}", Ct);
        Assert.Equal(("destroyed", number), (OpeningACase.Text(view, "data"), view.GetProperty("matters")[0].GetString()));
        Assert.Equal("staff:privacy-officer", OpeningACase.Text(view.GetProperty("erased"), "by"));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.GetAsync("/api/people/p-nobody", Ct)).StatusCode);
    }

    [Fact]
    public async Task With_no_hub_running_the_command_does_it_itself()
    {
        string number, person;
        using (var hub = await HubAsync())
        {
            (number, person) = await ARealisticCaseAsync(hub);
            await hub.KillAsync();
        }

        Assert.Equal(0, (await HubProcess.RunAsync("hold", person, "--reason", "Mål 12-26", "--data", _folder.Path)).ExitCode);
        var (held, _, why) = await HubProcess.RunAsync("erase", person, "--reason", "Begäran", "--data", _folder.Path);
        Assert.Equal(1, held);
        Assert.Contains("legal hold", Assert.Single(why.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(0, (await HubProcess.RunAsync("release", person, "--reason", "Avgjort", "--data", _folder.Path)).ExitCode);
        var (exit, receipt, error) = await HubProcess.RunAsync("erase", person, "--reason", "Begäran", "--data", _folder.Path);
        Assert.True(exit == 0, error);
        Assert.Contains("LEFT TO OTHERS", receipt, StringComparison.Ordinal);
        using var again = await HubAsync();
        Assert.Contains("[raderat]", (await TimelineAsync(again, number)).GetRawText(), StringComparison.Ordinal);
        Assert.Empty(LookingForAPerson.InFolder(_folder.Path, s_words));
    }

    [Fact]
    public async Task The_master_key_is_changed_while_the_hub_runs_and_everything_is_read_before_and_after_a_restart()
    {
        string number;
        var before = Array.Empty<byte>();
        using (var hub = await HubAsync())
        {
            (number, _) = await ARealisticCaseAsync(hub);
            before = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "master.key"), Ct);
            var (exit, _, error) = await HubProcess.RunAsync("keys", "rewrap", "--data", _folder.Path);
            Assert.True(exit == 0, error);
            Assert.Contains("zygomorft", (await TimelineAsync(hub, number)).GetRawText(), StringComparison.Ordinal);
        }

        Assert.NotEqual(before, await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "master.key"), Ct));
        using var again = await HubAsync();
        Assert.Contains("zygomorft", (await TimelineAsync(again, number)).GetRawText(), StringComparison.Ordinal);
        await again.KillAsync();
        var (wrong, _, why) = await HubProcess.RunAsync("--urls", "http://127.0.0.1:0", "--data", _folder.Path, "--Privacy:MasterKey", Convert.ToBase64String(before));
        Assert.Equal(1, wrong);
        Assert.Contains("another master key", why, StringComparison.Ordinal);
    }

    private Task<HubProcess> HubAsync() => HubProcess.ServeAsync(_folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HUB_Simulator__Auto"] = "true",
        ["HUB_Simulator__Hurry"] = "true",
        ["HUB_Simulator__QuestionPercent"] = "100",
        ["Logging__LogLevel__Default"] = "Debug",
        ["HUB_Retention__fault"] = "730",
    });

    /// <summary>Opened, told to the supplier, asked and answered, solved, a note added, closed; with the person's words at each step.</summary>
    private static async Task<(string Number, string Person)> ARealisticCaseAsync(HubProcess hub)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases")
        {
            Content = JsonContent.Create(new
            {
                description = Description,
                channel = "web",
                service = "printing",
                reporter = new { name = Name, phone = Phone, email = Email },
            }),
            Headers = { { "Idempotency-Key", "one" } },
        };
        var opened = await OpeningACase.JsonAsync((await hub.Http.SendAsync(request, Ct)).EnsureSuccessStatusCode());
        var number = OpeningACase.Text(opened, "number");
        using var noted = await hub.Http.PostAsJsonAsync($"/api/cases/{number}/notes", new { text = Note }, Ct);
        using var raised = await hub.Http.PostAsJsonAsync(
            $"/api/cases/{number}/priority", new { effect = "site", urgency = "stopped", circumstances = "none", reason = "Hon har en mögelskada att sköta" }, Ct);
        Assert.True(raised.IsSuccessStatusCode, await raised.Content.ReadAsStringAsync(Ct));
        await StatusAsync(hub, number, "awaiting-user");
        using var answered = await hub.Http.PostAsJsonAsync($"/api/cases/{number}/answer", new { text = Answer }, Ct);
        await StatusAsync(hub, number, "resolved");
        using var confirmed = await hub.Http.PostAsync($"/api/cases/{number}/confirm", null, Ct);
        await StatusAsync(hub, number, "closed");
        return (number, OpeningACase.Text(opened.GetProperty("reporter"), "person"));
    }

    private static Task<HttpResponseMessage> PostAsync(HubProcess hub, string person, string what, string role) => hub.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"/api/people/{person}/{what}")
        {
            Content = JsonContent.Create(new { reason = "Begäran 2026-114" }),
            Headers = { { "X-Hub-Role", role } },
        },
        Ct);

    private static Task<JsonElement> TimelineAsync(HubProcess hub, string number) => hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct);

    private static async Task<int> FoundAsync(HubProcess hub, string words) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/search?q={words}", Ct)).GetProperty("hits").GetArrayLength();

    private static List<string> Types(JsonElement timeline) => [.. timeline.GetProperty("events").EnumerateArray().Select(e => OpeningACase.Text(e, "type"))];

    private static List<string> Ledger(JsonElement timeline) => [.. timeline.GetProperty("ledger").EnumerateArray().Select(span => span.GetRawText())];

    private static Task StatusAsync(HubProcess hub, string number, string status) => UntilAsync(async () =>
        OpeningACase.Text(await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct), "status") == status);

    /// <summary>Asks again until it is so; what is waited for is another process.</summary>
    private static async Task UntilAsync(Func<Task<bool>> so)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await so())
        {
            Assert.True(waited.Elapsed < s_patience, "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }
    }
}
