using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.HostTests.Voice;

public sealed class BeingKnownWhenCalling(TwilioKit twilio, HubWithPhone running) : IClassFixture<HubWithPhone>, IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Someone_with_two_roles_says_which_one_it_is_about_and_the_case_belongs_there()
    {
        var caller = await KnownAsync();
        var played = await PlayAsync(caller,
            "start", "reject:Åsa", "say:Skrivaren på plan 3 är trasig", "expect:Stämmer det", "reject:Åsa", "dtmf:1", "repeat", "expect:Är det Åsa, och gäller det dig själv",
            "reject:Öst", "open:Gather", "dtmf:1", "repeat", "expect:1 för dig som lärare; 2 för dig som förtroendevald", "open:Gather", "say:som förtroendevald", "repeat",
            "expect:ärendenummer", "open:Dial", "whisper", "whisper-dtmf:1", "dial:completed", "expect:Tack");
        var view = await CaseAsync(played.Number);
        Assert.Equal(("office", "stadsbyggnad", "stadshuset", "printing"), (Text(view, "area"), Text(view, "organisation"), Text(view, "site"), Text(view, "service")));
        var reporter = view.GetProperty("reporter");
        Assert.Equal(("Åsa Öst", caller, JsonValueKind.Null), (Text(reporter, "name"), Text(reporter, "phone"), reporter.GetProperty("onBehalfOf").ValueKind));
        var again = await PlayAsync(caller, "start", "dtmf:1", "dtmf:3", "dtmf:#", "dtmf:1", "dtmf:2", "dtmf:1", "open:Dial");
        var other = (await CaseAsync(again.Number)).GetProperty("reporter");
        Assert.Equal((JsonValueKind.Object, Text(reporter, "directory")), (other.GetProperty("onBehalfOf").ValueKind, Text(other, "directory")));
        Assert.Equal("education", Text(await CaseAsync(again.Number), "area"));
    }

    [Fact]
    public async Task Someone_else_on_the_same_telephone_is_nobody_the_hub_knows()
    {
        var caller = await KnownAsync();
        var played = await PlayAsync(caller, "start", "say:Skrivaren är trasig", "dtmf:1", "expect:Är det Åsa", "dtmf:3", "repeat", "open:Dial", "dial:failed", "expect:ringer upp");
        var view = await CaseAsync(played.Number);
        var reporter = view.GetProperty("reporter");
        Assert.Equal((null, null, caller, null), (Text(reporter, "directory"), Text(reporter, "name"), Text(reporter, "phone"), Text(view, "organisation")));
        var earlier = await PlayAsync(caller, "start", "say:Skrivaren är trasig", "dtmf:1", "dtmf:1", "dtmf:1", "open:Dial");
        Assert.NotEqual(Text(reporter, "person"), Text((await CaseAsync(earlier.Number)).GetProperty("reporter"), "person"));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> KnownAsync()
    {
        var caller = TwilioKit.NewCaller();
        var file = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllTextAsync(
            file,
            "externalId,givenName,familyName,phones,organisation,site,area,role,roleOrganisation,roleSite\n"
            + $"{caller},Åsa,Öst,{caller},utbildning,norra-skolan,education,lärare,,\n{caller},,,,,,office,förtroendevald,stadsbyggnad,stadshuset\n", Ct);
        var (exit, output, error) = await HubProcess.RunAsync("directory", "import", file, "--data", running.Data);
        Assert.True(exit == 0, output + error);
        return caller;
    }

    private Task<Played> PlayAsync(string caller, params string[] steps) => twilio.PlayAsync(running.Hub, "--from " + caller, steps);

    private Task<JsonElement> CaseAsync(string number) => running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
