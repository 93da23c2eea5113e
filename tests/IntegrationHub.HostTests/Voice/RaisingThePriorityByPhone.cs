using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Privacy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.HostTests.Voice;

public sealed class RaisingThePriorityByPhone(TwilioKit twilio, HubWithPhone running) : IClassFixture<HubWithPhone>, IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_right_pin_it_is_raised_and_the_timeline_says_who_and_why()
    {
        var (manager, pin) = await ManagerAsync("utbildning");
        var number = await CaseAsync("utbildning");
        await PlayAsync(manager,
            "start", "dtmf:5", "dtmf:" + number, "expect:För att höja prioriteten: tryck 6", "dtmf:6", "repeat", "expect:Knappa in din pinkod", "attr:Gather.input=dtmf",
            "dtmf:" + pin, "repeat", "expect:Varför ska prioriteten höjas", "open:Gather", "say:Ingen lärare kommer in i systemet", "repeat", "expect:Prioriteten är höjd", "open:ended");
        var view = await running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);
        Assert.Equal((2, "Ingen lärare kommer in i systemet"), (view.GetProperty("priority").GetInt32(), view.GetProperty("priorityReason").GetString()));
        var events = (await running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().ToList();
        var raised = events.Single(one => one.GetProperty("type").GetString() == "case-escalated.v1");
        Assert.Equal("utbildning", raised.GetProperty("data").GetProperty("organisation").GetString());
    }

    [Fact]
    public async Task A_wrong_pin_raises_nothing_and_after_five_the_right_one_is_not_taken_either()
    {
        var (manager, pin) = await ManagerAsync("utbildning");
        var wrong = (pin[0] == '9' ? '0' : (char)(pin[0] + 1)) + pin[1..];
        var number = await CaseAsync("utbildning");
        await PlayAsync(manager,
            "start", "dtmf:5", "dtmf:" + number, "dtmf:6", "dtmf:" + wrong, "repeat", "expect:Pinkoden stämmer inte", "dtmf:" + wrong, "expect:Pinkoden stämmer inte",
            "dtmf:" + wrong, "repeat", "expect:kopplar dig till en person", "open:Dial");
        await PlayAsync(manager,
            "start", "dtmf:5", "dtmf:" + number, "dtmf:6", "dtmf:" + wrong, "expect:Pinkoden stämmer inte", "dtmf:" + wrong, "expect:Pinkoden stämmer inte",
            "dtmf:" + pin, "repeat", "expect:Pinkoden är spärrad", "reject:höja prioriteten", "open:Gather", "hangup");
        Assert.Equal(3, await PriorityAsync(number));
    }

    [Fact]
    public async Task Another_organisations_case_is_not_offered_and_an_escalated_one_is_connected_like_any()
    {
        var (manager, pin) = await ManagerAsync("utbildning");
        await PlayAsync(manager, "start", "dtmf:5", "dtmf:" + await CaseAsync("stadsbyggnad"), "reject:höja prioriteten", "dtmf:6", "expect:Den knappen finns inte här", "hangup");
        var number = await CaseAsync("utbildning");
        await PlayAsync(manager, "start", "dtmf:5", "dtmf:" + number, "dtmf:6", "dtmf:" + pin, "dtmf:3", "expect:Prioriteten är höjd");
        await PlayAsync(TwilioKit.NewCaller(), "start", "dtmf:5", "dtmf:" + number, "dtmf:0", "open:Dial", "number:+46846500400", "dial:failed", "expect:inom 30 minuter");
        await PlayAsync(TwilioKit.NewCaller(), "start", "dtmf:0", "open:Dial", "number:+46846500400", "dial:failed", "expect:inom 30 minuter");
    }

    [Fact]
    public async Task By_the_api_the_directory_gives_the_mandate_and_a_suspicion_waits_for_its_judgement()
    {
        var (manager, _) = await ManagerAsync("utbildning");
        var number = await CaseAsync("utbildning");
        var (refused, _) = await PostAsync($"/api/cases/{number}/escalations", "agent", manager, new { reason = "Skolan står still" });
        Assert.Equal(HttpStatusCode.Forbidden, refused);
        (refused, var problem) = await PostAsync($"/api/cases/{number}/escalations", "local-it-manager", "nobody-known", new { reason = "Skolan står still" });
        Assert.Equal((HttpStatusCode.Forbidden, "no-mandate"), (refused, problem.GetProperty("type").GetString()));
        (refused, problem) = await PostAsync($"/api/cases/{await CaseAsync("stadsbyggnad")}/escalations", "local-it-manager", manager, new { reason = "Skolan står still" });
        Assert.Equal((HttpStatusCode.Forbidden, "other-organisation"), (refused, problem.GetProperty("type").GetString()));

        var (done, raised) = await PostAsync($"/api/cases/{number}/escalations", "local-it-manager", manager, new { reason = "Skolan står still" });
        Assert.Equal((HttpStatusCode.OK, 2), (done, raised.GetProperty("priority").GetInt32()));
        var (_, suspected) = await PostAsync($"/api/cases/{number}/suspicions", "local-it-manager", manager, new { reason = "Nätet är nere" });
        Assert.Equal(JsonValueKind.String, suspected.GetProperty("judgeDue").ValueKind);
        await UntilListedAsync("waiting", number);
        (refused, _) = await PostAsync($"/api/cases/{number}/judgement", "desk:workplace", null, new { reason = "Växeln", incident = "123456" });
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        var (_, judged) = await PostAsync($"/api/cases/{number}/judgement", "desk:workplace", null, new { reason = "Bara ett rum." });
        Assert.Equal(JsonValueKind.Null, judged.GetProperty("judgeDue").ValueKind);
    }

    [Fact]
    public async Task No_figure_of_the_pin_stands_in_any_event_nor_in_what_the_hub_printed()
    {
        string pin;
        using (var hub = await HubHere.ServeAsync(_folder.Path, TwilioKit.Settings()))
        {
            (var manager, pin) = await ManagerAsync("utbildning", _folder.Path);
            var number = await CaseAsync("utbildning", hub, _folder.Path);
            await twilio.PlayAsync(
                hub, "--from " + manager, "start", "dtmf:5", "dtmf:" + number, "dtmf:6", "dtmf:" + pin, "expect:Varför ska prioriteten höjas", "dtmf:1", "expect:är höjd");
            Assert.DoesNotContain(pin, hub.Said, StringComparison.Ordinal);
        }

        await using var data = await DataDirectory.OpenAsync(
            _folder.Path, PrivacySettings.Read(new ConfigurationBuilder().Build()), new EventLogSettings(Kurrent: null), TimeProvider.System, NullLogger.Instance, Ct);
        var read = 0;
        await foreach (var recorded in data.Log.ReadAllAsync(LogPosition.Start, Ct))
        {
            read++;
            var fact = data.Codec.Decode(recorded).Fact;
            Assert.DoesNotContain(pin, JsonSerializer.Serialize(fact, fact!.GetType(), CaseEndpoints.Shown), StringComparison.Ordinal);
        }

        Assert.InRange(read, 15, 100);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(string Caller, string Pin)> ManagerAsync(string organisation, string? data = null)
    {
        var caller = TwilioKit.NewCaller();
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "people.csv");
        await File.WriteAllTextAsync(
            file,
            "externalId,givenName,familyName,phones,organisation,site,area,role\n" + $"{caller},Bo,Ek,{caller},{organisation},norra-skolan,education,Lokal it-chef\n", Ct);
        var (exit, output, error) = await HubProcess.RunAsync("directory", "import", file, "--data", data ?? running.Data);
        Assert.True(exit == 0, output + error);
        (exit, output, error) = await HubProcess.RunAsync("directory", "pin", caller, "--json", "--data", data ?? running.Data);
        Assert.True(exit == 0, output + error);
        return (caller, JsonDocument.Parse(output).RootElement.GetProperty("pin").GetString()!);
    }

    private async Task<string> CaseAsync(string organisation, ServedHub? hub = null, string? data = null)
    {
        var other = TwilioKit.NewCaller();
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "reporter.csv");
        await File.WriteAllTextAsync(file, "externalId,givenName,familyName,phones,organisation,site,area,role\n" + $"{other},Eva,Al,{other},{organisation},x,office,handläggare\n", Ct);
        var (exit, output, error) = await HubProcess.RunAsync("directory", "import", file, "--data", data ?? running.Data);
        Assert.True(exit == 0, output + error);
        using var answer = await (hub ?? running.Hub).Http.PostAsJsonAsync(
            "/api/cases", new { description = "Skrivaren på plan 3 är trasig", channel = "web", reporter = new { name = "Eva Al", phone = other } }, Ct);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(organisation, made.GetProperty("organisation").GetString());
        return made.GetProperty("number").GetString()!;
    }

    private async Task UntilListedAsync(string suspicion, string number)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!(await running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases?suspicion={suspicion}", limit.Token)).GetProperty("cases")
            .EnumerateArray().Any(row => row.GetProperty("number").GetString() == number))
        {
        }
    }

    private async Task<int> PriorityAsync(string number) =>
        (await running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct)).GetProperty("priority").GetInt32();

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string role, string? person, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Hub-Role", role);
        if (person is not null)
        {
            request.Headers.Add("X-Hub-Person", person);
        }

        using var answer = await running.Hub.Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private Task<Played> PlayAsync(string caller, params string[] steps) => twilio.PlayAsync(running.Hub, "--from " + caller, steps);
}
