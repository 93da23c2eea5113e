using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Incidents;
using IntegrationHub.HostTests.Suppliers;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Stories;

/// <summary>
/// The whole story, by telephone and with suppliers in a process of their own, on a hub that knows a usual week: a network fault at one
/// school, three calls about three services at two suppliers, one that would have been bounced, colleagues who report it in writing, one
/// incident that the hub declares by itself, later callers, and the end for everybody.
/// </summary>
public sealed class ANetworkFaultAtASchool(TwilioKit twilio) : IAsyncLifetime
{
    private static readonly string[] s_suppliers = ["workplace", "central-systems", "telephony", "mobile"];
    private const int Written = 5; // With the calls so few that all their messages are seen on the page of the pretended carrier.
    private static readonly string[] s_written = ["nätet är nere hos oss", "telefonen är död, inget nät i hela huset", "skrivaren svarar inte, nätet är nere"];

    private readonly TestFolder _folder = new();
    private readonly Uri _hubAddress = HubProcess.FreeAddress();
    private readonly Uri _deskAddress = HubProcess.FreeAddress();
    private readonly string _teacher = TwilioKit.NewCaller();
    private readonly string _wifi = TwilioKit.NewCaller();
    private readonly string _phone = TwilioKit.NewCaller();
    private readonly string _printer = TwilioKit.NewCaller();
    private ServedHub _hub = null!;
    private ServedHub _desks = null!;
    private IncidentDesk _incidents = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllLinesAsync(
            file,
            [
                "externalId,givenName,familyName,phones,organisation,site,area,role",
                .. new[] { _teacher, _wifi, _phone, _printer }.Select((number, n) => $"{n},Åsa,Öst,{number},utbildning,Ekskolan,education,lärare"),
            ], Ct);
        await RunAsync("simulate", "--cases", "1400", "--days", "7", "--faults", "0", "--data", _folder.Path);
        await RunAsync("directory", "import", file, "--data", _folder.Path);
        _desks = await HubProcess.StartAsync(
            _deskAddress, s_suppliers.ToDictionary(id => $"HUB_Suppliers__{id}__Token", id => $"{id}-token", StringComparer.Ordinal),
            ["simulator", "--urls", _deskAddress.ToString().TrimEnd('/'), "--hub", _hubAddress.ToString(), "--hurry", "--memory", Path.Combine(_folder.Path, "desks.jsonl")]);
        using var byHand = await _desks.Http.PostAsJsonAsync("/control/auto", new { auto = false }, Ct);
        Assert.True(byHand.IsSuccessStatusCode);
        _hub = await HubHere.ServeAsync(
            _folder.Path, TwilioKit.Settings([.. s_suppliers.Select(id => ($"HUB_Suppliers__{id}__Url", new Uri(_deskAddress, $"/{id}/events").ToString()))]), _hubAddress);
        _incidents = new IncidentDesk(_hub);
    }

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _desks.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task One_fault_is_seen_as_one_nobody_is_bounced_and_everybody_is_told()
    {
        var cases = new[]
        {
            await CallAsync(_wifi, "det trådlösa nätet fungerar inte"), await CallAsync(_phone, "fasta telefonen är död"), await CallAsync(_printer, "skrivaren är trasig"),
        };
        await DeskAsync("telephony", cases[0], "accept", new { });
        await DeskAsync("telephony", cases[1], "accept", new { });
        await DeskAsync("workplace", cases[2], "accept", new { });

        // Workplace hands the printer on, and telephony would hand it back: the rule makes it joint resolution, and telephony keeps it.
        await DeskAsync("workplace", cases[2], "propose-handover", new { toDesk = "telephony", reason = "Det är nätet.", tried = "Skrivaren är omstartad." });
        await DeskAsync("telephony", cases[2], "accept-handover", new { });
        await DeskAsync("telephony", cases[2], "propose-handover", new { toDesk = "workplace", reason = "Det är skrivaren." });
        await WorkingWithTheSimulator.UntilAsync(async () => (await TypesAsync(cases[2])).Contains("joint-resolution-opened.v1"));
        await WorkingWithTheSimulator.UntilAsync(async () => (await TypesAsync(cases[2])).Count(type => type == "integrator-told.v1") == 1);

        var incident = await BecomesOneIncidentAsync(cases);
        await PlayAsync(_teacher, "start", "expect:Det gäller Ekskolan", "dtmf:1", "repeat", "expect:Vill du ha sms", "dtmf:1", "expect:Du får sms", "open:ended");
        var later = TwilioKit.NewCaller();
        await PlayAsync(later, "start", "say:det trådlösa nätet fungerar inte", "expect:Det gäller Ekskolan", "dtmf:1", "expect:Vill du ha sms", "dtmf:1", "expect:Du får sms", "open:ended");
        await WorkingWithTheSimulator.UntilAsync(async () => await _incidents.AffectedAsync(incident) == 2);

        await _incidents.ResolveAsync(incident);
        foreach (var caller in (string[])[_wifi, _phone, _printer, _teacher, later])
        {
            await WorkingWithTheSimulator.UntilAsync(async () => (await _incidents.MessagesToAsync(caller)).Exists(said => said.Contains("Servern är bytt", StringComparison.Ordinal)));
        }

        foreach (var number in cases)
        {
            await WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct), "status") == "resolved");
        }

        await TheTimelineShowsWhoHadTheBallAsync(cases[2]);
        await TheAuditShowsAllOfItAsync(incident, cases);
    }

    /// <summary>Colleagues report it in writing; nobody declares anything.</summary>
    private async Task<string> BecomesOneIncidentAsync(string[] cases)
    {
        for (var n = 0; n < Written; n++)
        {
            using var answer = await _hub.Http.PostAsJsonAsync(
                "/api/cases", new { description = s_written[n % s_written.Length], site = "Ekskolan", organisation = "utbildning", channel = "web", reporter = new { name = $"Lärare {n}", phone = $"+4670123{n:0000}" } }, Ct);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        }

        await WorkingWithTheSimulator.UntilAsync(async () => (await _incidents.CurrentAsync()).Count == 1);
        var incident = (await _incidents.CurrentAsync()).Single();
        var shown = await _incidents.ShowAsync(incident);
        Assert.True(("correlation", "telephony", "Ekskolan") == (OpeningACase.Text(shown, "source"), OpeningACase.Text(shown, "desk"), shown.GetProperty("scope").GetProperty("sites")[0].GetString()), shown.GetRawText());
        await WorkingWithTheSimulator.UntilAsync(async () => (await _incidents.ShowAsync(incident)).GetProperty("cases").EnumerateArray()
            .Select(one => one.GetString()!).ToHashSet(StringComparer.Ordinal).IsSupersetOf(cases));
        return incident;
    }

    private async Task TheTimelineShowsWhoHadTheBallAsync(string number)
    {
        var timeline = await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct);
        var spans = timeline.GetProperty("ledger").EnumerateArray().ToList();
        Assert.Equal(["desk:workplace", "desk:telephony", "user"], spans.Select(span => OpeningACase.Text(span, "responsible")).Where(one => one != "integrator"));
        Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.Equal(OpeningACase.Text(pair.First, "until"), OpeningACase.Text(pair.Second, "from")));
        Assert.Equal(
            timeline.GetProperty("totals").EnumerateObject().Sum(total => total.Value.GetDouble()), spans.Sum(span => span.GetProperty("seconds").GetDouble()), 0.001);
    }

    private async Task TheAuditShowsAllOfItAsync(string incident, string[] cases)
    {
        var story = await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/audit/incidents/{incident}", Ct);
        Assert.Equal(["city", "telephony", "user", "workplace"], story.GetProperty("parties").EnumerateArray().Select(party => party.GetString()!).Order(StringComparer.Ordinal));
        var strands = story.GetProperty("strands").EnumerateArray().ToDictionary(strand => OpeningACase.Text(strand, "number"), StringComparer.Ordinal);
        Assert.Superset(cases.Append(incident).ToHashSet(StringComparer.Ordinal), strands.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(
            ["workplace accepted", "telephony accepted", "workplace joint"],
            strands[cases[2]].GetProperty("handshakes").EnumerateArray().Select(one => $"{OpeningACase.Text(one, "to")} {OpeningACase.Text(one, "answer")}"));
        await WorkingWithTheSimulator.UntilAsync(async () =>
            (await _hub.Http.GetFromJsonAsync<JsonElement>("/api/audit?supplier=workplace", Ct)).GetProperty("found").EnumerateArray()
                .Select(row => OpeningACase.Text(row, "number")).ToHashSet(StringComparer.Ordinal).IsSupersetOf([incident, cases[2]]));
        var page = WebUtility.HtmlDecode(await _hub.Http.GetStringAsync($"/audit/incidents/{incident}", Ct));
        Assert.Contains("avvisades av regeln: samverkan", page, StringComparison.Ordinal);
        Assert.Contains($"hub audit export {incident}", page, StringComparison.Ordinal);
    }

    private static async Task RunAsync(params string[] command)
    {
        var (exit, output, error) = await HubProcess.RunAsync(command);
        Assert.True(exit == 0, output + error);
    }

    private async Task<string> CallAsync(string caller, string says) =>
        (await PlayAsync(caller, "start", "reject:driftstörning", "say:" + says, "expect:Stämmer det", "dtmf:1", "expect:Är det Åsa", "dtmf:1", "open:Dial", "hangup")).Number;

    private Task<Played> PlayAsync(string caller, params string[] steps) => twilio.PlayAsync(_hub, "--from " + caller, steps);

    private async Task<List<string>> TypesAsync(string number) =>
        [.. (await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(e => OpeningACase.Text(e, "type"))];

    /// <summary>A person at a supplier's desk does something with its ticket of the case, once it has one.</summary>
    private async Task DeskAsync(string supplier, string number, string action, object body)
    {
        string? ticket = null;
        await WorkingWithTheSimulator.UntilAsync(async () =>
        {
            ticket = (await _desks.Http.GetFromJsonAsync<JsonElement>("/control/tickets", Ct)).EnumerateArray()
                .Where(one => OpeningACase.Text(one, "case") == number && OpeningACase.Text(one, "supplier") == supplier).Select(one => OpeningACase.Text(one, "ticket")).FirstOrDefault();
            return ticket is not null;
        });
        using var answer = await _desks.Http.PostAsJsonAsync($"/control/tickets/{ticket}/{action}", body, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        var wanted = action switch { "accept" => "case-accepted.v1", "accept-handover" => "handover-accepted.v1", _ => null };
        await WorkingWithTheSimulator.UntilAsync(async () => wanted is null
            ? (await TypesAsync(number)).Exists(type => type is "handover-proposed.v1")
            : (await TypesAsync(number)).Contains(wanted));
    }
}
