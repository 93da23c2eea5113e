using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>The hub and the suppliers as processes of their own, over real HTTP with real tokens.</summary>
public sealed class WorkingWithTheSimulator
{
    private static readonly string[] s_suppliers = ["workplace", "central-systems", "telephony", "mobile"];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);

    private readonly Uri _hubAddress = HubProcess.FreeAddress();
    private readonly Uri _deskAddress = HubProcess.FreeAddress();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_told_to_its_supplier_comes_back_solved_and_closes_when_the_user_confirms()
    {
        using var folder = new TestFolder();
        using var desks = await DesksAsync(folder);
        using var hub = await HubAsync(folder);
        var number = await OpenAsync(hub, "one");
        await StatusAsync(hub, number, "resolved");
        await hub.Http.PostAsync($"/api/cases/{number}/confirm", null, Ct);
        await StatusAsync(hub, number, "closed");
        await UntilAsync(async () => (await TicketAsync(desks, number))?.GetProperty("phase").GetString() == "closed");
    }

    [Fact]
    public async Task A_killed_hub_under_load_loses_no_case_and_has_no_effect_twice_at_a_supplier()
    {
        const int Cases = 120;
        using var folder = new TestFolder();
        using var desks = await DesksAsync(folder, "--faults", "500:20,timeout-after-commit:5");
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 3; round++)
        {
            using var hub = await HubAsync(folder);
            var first = round * Cases / 3;
            await Parallel.ForEachAsync(Enumerable.Range(first, Cases / 3), Ct, async (i, ct) =>
            {
                var number = await OpenAsync(hub, i.ToString(CultureInfo.InvariantCulture));
                lock (numbers)
                {
                    numbers.Add(number);
                }
            });
            await hub.KillAsync(); // Deliveries of this round and what the desks answer are under way.
        }

        using var last = await HubAsync(folder);
        foreach (var number in numbers)
        {
            await StatusAsync(last, number, "resolved");
        }

        Assert.Equal(Cases, numbers.Count);
        var effects = (await desks.Http.GetFromJsonAsync<JsonElement>("/control/effects", Ct)).EnumerateArray().ToList();
        var assigned = effects.Where(effect => OpeningACase.Text(effect, "type") == "hub.case.assigned.v1").ToList();
        Assert.Equal(Cases, assigned.Count);
        Assert.All(effects, effect => Assert.Equal(1, effect.GetProperty("effects").GetInt32()));
        Assert.Contains(assigned, effect => effect.GetProperty("received").GetInt32() > 1); // The faults did make the hub repeat itself.
        foreach (var number in numbers)
        {
            var timeline = await last.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct);
            var types = timeline.GetProperty("events").EnumerateArray().Select(e => OpeningACase.Text(e, "type")).ToList();
            Assert.Single(types, "case-resolved.v1");
            Assert.Single(types, "case-accepted.v1");
        }
    }

    [Fact]
    public async Task A_supplier_that_is_away_gets_everything_in_order_when_it_is_back_and_holds_nobody_else_up()
    {
        using var folder = new TestFolder();
        using var hub = await HubAsync(folder);
        var number = await OpenAsync(hub, "away");
        for (var i = 1; i <= 3; i++)
        {
            using var note = await hub.Http.PostAsJsonAsync($"/api/cases/{number}/notes", new { text = $"Tillägg {i}" }, Ct);
            Assert.True(note.IsSuccessStatusCode);
        }

        using var desks = await DesksAsync(folder);
        await StatusAsync(hub, number, "resolved");
        await UntilAsync(async () => (await TicketAsync(desks, number))?.GetProperty("history").EnumerateArray().Count(type => type.GetString() == "hub.case.note-added.v1") == 3);
        var history = (await TicketAsync(desks, number))!.Value.GetProperty("history").EnumerateArray()
            .Select(type => type.GetString()!).Where(type => type.StartsWith("hub.", StringComparison.Ordinal)).ToList();
        Assert.Equal(["hub.case.assigned.v1", "hub.case.note-added.v1", "hub.case.note-added.v1", "hub.case.note-added.v1"], history);
    }

    private Task<HubProcess> HubAsync(TestFolder folder) => HubProcess.ServeAsync(
        folder.Path, s_suppliers.SelectMany(id => new[]
        {
            ($"HUB_Suppliers__{id}__Token", $"{id}-token"),
            ($"HUB_Suppliers__{id}__Url", new Uri(_deskAddress, $"/{id}/events").ToString()),
        }).ToDictionary(StringComparer.Ordinal), _hubAddress);

    private Task<HubProcess> DesksAsync(TestFolder folder, params string[] more) => HubProcess.StartAsync(
        _deskAddress, s_suppliers.ToDictionary(id => $"HUB_Suppliers__{id}__Token", id => $"{id}-token", StringComparer.Ordinal),
        [
            "simulator", "--urls", _deskAddress.ToString().TrimEnd('/'), "--hub", _hubAddress.ToString(), "--hurry",
            "--memory", Path.Combine(folder.Path, "desks.jsonl"), .. more,
        ]);

    private static async Task<string> OpenAsync(ServedHub hub, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases")
        {
            Content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", key } },
        };
        using var answer = await hub.Http.SendAsync(request, Ct);
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer.EnsureSuccessStatusCode()), "number");
    }

    private static Task StatusAsync(ServedHub hub, string number, string status) => UntilAsync(async () =>
    {
        var view = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);
        if (OpeningACase.Text(view, "status") == "awaiting-user")
        {
            // Some desks ask first.
            using var answer = await hub.Http.PostAsJsonAsync($"/api/cases/{number}/answer", new { text = "Rum 12." }, Ct);
        }

        return OpeningACase.Text(view, "status") == status;
    });

    private static async Task<JsonElement?> TicketAsync(ServedHub desks, string number) =>
        (await desks.Http.GetFromJsonAsync<JsonElement>("/control/tickets", Ct)).EnumerateArray()
            .Cast<JsonElement?>().FirstOrDefault(ticket => ticket!.Value.GetProperty("case").GetString() == number);

    /// <summary>Asks again until it is so; what is waited for is another process.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> so)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await so())
        {
            Assert.True(waited.Elapsed < s_patience, "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }
    }
}
