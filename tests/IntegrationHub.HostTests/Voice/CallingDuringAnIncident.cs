using System.Net;
using IntegrationHub.HostTests.Incidents;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Voice;

public sealed class CallingDuringAnIncident(TwilioKit twilio) : IAsyncLifetime
{
    private const string Public = "https://spoc.example.se";

    private readonly TestFolder _folder = new();
    private readonly string _caller = TwilioKit.NewCaller();
    private ServedHub _hub = null!;
    private IncidentDesk _desk = null!;

    public async ValueTask InitializeAsync() => await StartAsync();

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_told_at_once_and_withdraws_itself_when_it_ends()
    {
        await PlayAsync("start", "reject:driftstörning", "expect:Säg med några ord");
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        await PlayAsync("start", "repeat", "expect:en driftstörning", "expect:E-posten fungerar inte. Nytt besked senast (den \\d+ \\p{L}+ )?klockan", "dtmf:2", "repeat", "expect:^Säg med några ord", "open:Gather");
        await _desk.ActAsync(number, "news", IncidentDesk.News);
        await WorkingWithTheSimulator.UntilAsync(async () => (await _hub.Http.GetStringAsync("/incidents", TestContext.Current.CancellationToken)).Contains("En server byts", StringComparison.Ordinal));
        await PlayAsync("start", "expect:En server byts");
        await _desk.ResolveAsync(number);
        await PlayAsync("start", "reject:driftstörning", "expect:Säg med några ord");
    }

    [Fact]
    public async Task Me_too_with_news_is_told_how_it_goes_once_and_makes_no_case()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        await PlayAsync("start", "dtmf:1", "repeat", "expect:gäller dig också", "expect:Vill du ha sms", "dtmf:1", "repeat", "expect:Du får sms", "open:ended", "hangup");
        await PlayAsync("start", "say:jag också", "say:ja", "expect:Du får sms", "open:ended"); // The same person again.
        await WorkingWithTheSimulator.UntilAsync(async () => await _desk.AffectedAsync(number) == 1);
        await _desk.ActAsync(number, "news", IncidentDesk.News);
        await WorkingWithTheSimulator.UntilAsync(async () => (await _desk.MessagesToAsync(_caller)).Count == 1);
        await _desk.ResolveAsync(number);
        await WorkingWithTheSimulator.UntilAsync(async () => (await _desk.MessagesToAsync(_caller)).Count == 2);
        var messages = await _desk.MessagesToAsync(_caller);
        Assert.Contains("är löst: Servern är bytt.", messages[0], StringComparison.Ordinal);
        Assert.Contains("En server byts.", messages[1], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.Http.GetAsync("/api/cases/10000016", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Me_too_without_news_and_a_stopped_number_get_no_messages()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        var (quiet, stopped, told) = (TwilioKit.NewCaller(), TwilioKit.NewCaller(), _caller);
        await twilio.PlayAsync(_hub, $"--public {Public} --forwarded --from {quiet}", "start", "dtmf:1", "dtmf:2", "expect:Hej då", "open:ended");
        await twilio.PlayAsync(_hub, $"--public {Public} --forwarded --from {stopped}", "start", "dtmf:1", "dtmf:1", "hangup", "sms:STOPP", "reject:.");
        await PlayAsync("start", "dtmf:1", "dtmf:1", "sms:STOPP", "sms:START", "expect:Nu får du våra sms igen");
        await _desk.ActAsync(number, "news", IncidentDesk.News);
        await WorkingWithTheSimulator.UntilAsync(async () => (await _desk.MessagesToAsync(told)).Count == 1);
        await _desk.ResolveAsync(number);
        await WorkingWithTheSimulator.UntilAsync(async () => (await _desk.MessagesToAsync(told)).Count == 2);
        Assert.Empty(await _desk.MessagesToAsync(quiet));
        Assert.Empty(await _desk.MessagesToAsync(stopped));
        await WorkingWithTheSimulator.UntilAsync(async () => await _desk.AffectedAsync(number) == 3);
    }

    [Fact]
    public async Task One_of_a_site_is_told_only_when_the_matter_is_its_service()
    {
        await _desk.DeclareAsync(IncidentDesk.Email("Ekskolan"));
        await PlayAsync("start", "reject:driftstörning", "say:e-posten fungerar inte", "repeat", "expect:Det gäller Ekskolan", "reject:Stämmer det", "dtmf:2", "expect:Stämmer det", "dtmf:1", "open:Dial");
        await PlayAsync("start", "say:skrivaren är trasig", "reject:driftstörning", "expect:Stämmer det");
    }

    [Fact]
    public async Task One_of_a_site_is_told_at_once_to_a_caller_of_that_site_and_never_to_one_of_another()
    {
        var other = TwilioKit.NewCaller();
        var file = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllTextAsync(
            file,
            "externalId,givenName,familyName,phones,organisation,site,area,role\n"
            + $"1,Åsa,Öst,{_caller},utbildning,Ekskolan,education,lärare\n2,Bo,Ek,{other},utbildning,Almskolan,education,lärare\n", TestContext.Current.CancellationToken);
        var (exit, output, error) = await HubProcess.RunAsync("directory", "import", file, "--data", _folder.Path);
        Assert.True(exit == 0, output + error);
        await _desk.DeclareAsync(IncidentDesk.Email("Ekskolan"));
        await PlayAsync("start", "expect:Det gäller Ekskolan", "reject:Åsa", "dtmf:1", "expect:gäller dig också");
        await twilio.PlayAsync(_hub, $"--public {Public} --forwarded --from {other}",
            "start", "reject:driftstörning", "say:e-posten fungerar inte", "reject:driftstörning", "expect:Stämmer det");
    }

    [Fact]
    public async Task A_repeat_gives_the_same_bytes_after_the_end_of_the_incident_and_of_the_hub()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        var caller = new SignedCaller(Public, "CA00000000000000000000000000000007");
        (string Path, (string, string)[] Fields)[] steps = [("/voice/incoming", []), ("/voice/step?n=1", [("Digits", "1")])];
        var before = new List<string>();
        foreach (var (path, fields) in steps)
        {
            before.Add(await caller.PostAsync(_hub, path, fields));
        }

        Assert.Contains("E-posten fungerar inte", before[0], StringComparison.Ordinal);
        await _desk.ActAsync(number, "news", IncidentDesk.News);
        await _desk.ResolveAsync(number);
        _hub.Dispose();
        await StartAsync();
        foreach (var ((path, fields), answer) in steps.Zip(before))
        {
            Assert.Equal(answer, await caller.PostAsync(_hub, path, fields));
        }

        Assert.Contains("löst nu", await caller.PostAsync(_hub, "/voice/step?n=2", ("Digits", "1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restart_it_is_still_told()
    {
        await _desk.DeclareAsync(IncidentDesk.Email());
        _hub.Dispose();
        await StartAsync();
        await WorkingWithTheSimulator.UntilAsync(async () => (await _desk.CurrentAsync()).Count == 1);
        await PlayAsync("start", "expect:E-posten fungerar inte", "dtmf:0", "open:Dial");
    }

    private async Task StartAsync()
    {
        _hub = await HubHere.ServeAsync(_folder.Path, TwilioKit.Settings(("HUB_PublicUrl", Public)));
        _desk = new IncidentDesk(_hub);
    }

    private Task<Played> PlayAsync(params string[] steps) => twilio.PlayAsync(_hub, $"--public {Public} --forwarded --from {_caller}", steps);
}
