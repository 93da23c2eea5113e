using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.HostTests.Voice;

public sealed class CallingFromASchoolByPhone(TwilioKit twilio)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_education_caller_has_the_schools_menu_and_hours_and_anybody_else_the_common_ones()
    {
        // The schools are open on one day of the week only, which is not near today.
        var day = TimeProvider.System.GetUtcNow().AddDays(3).ToString("ddd", CultureInfo.InvariantCulture).ToLowerInvariant();
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, TwilioKit.Settings(
            ("HUB_Areas__education__Area", "education"), ("HUB_Areas__education__Menu", "computer-sign-in, computer-device, phone-wifi, systems-pupils"),
            ("HUB_Areas__preschool__Sites", "fsk-*"), ("HUB_Areas__preschool__Hours", $"{day} 08:00-16:00, holidays 08:00-16:00")));
        var (teacher, preschool) = (TwilioKit.NewCaller(), TwilioKit.NewCaller());
        using var files = new TestFolder();
        var file = Path.Combine(files.Path, "people.csv");
        await File.WriteAllTextAsync(
            file,
            "externalId,givenName,familyName,phones,organisation,site,area,role\n"
            + $"{teacher},Åsa,Öst,{teacher},utbildning,grund-norra,education,lärare\n{preschool},Bo,Ek,{preschool},utbildning,fsk-solrosen,education,barnskötare\n", Ct);
        var (exit, output, error) = await HubProcess.RunAsync("directory", "import", file, "--data", folder.Path);
        Assert.True(exit == 0, output + error);

        var played = await twilio.PlayAsync(
            hub, "--from " + teacher, "start", "expect:tryck 1 för lösenord, tjänstekort eller konto", "expect:5 för ett ärende", "reject:Åsa", "dtmf:3", "repeat", "silence",
            "expect:trådlöst nät", "dtmf:1", "dtmf:1", "open:Dial", "dial:completed");
        var view = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{played.Number}", Ct);
        Assert.Equal(("wifi", "education"), (view.GetProperty("service").GetString(), view.GetProperty("area").GetString()));
        await twilio.PlayAsync(
            hub, "--from " + preschool, "start", "expect:tryck 1 för dator", "say:Skrivaren är trasig", "dtmf:1", "dtmf:1", "expect:lämna ett meddelande", "silence", "expect:stängt just nu.*ringer upp dig på .* efter klockan 8", "silence", "silence", "open:ended");
        await twilio.PlayAsync(hub, "", "start", "expect:tryck 1 för dator", "dtmf:1", "dtmf:3", "silence", "dtmf:1", "open:Dial");
    }

    [Theory]
    [InlineData("HUB_Areas__education__Menu", "computer-sign-in, nothing", "Areas:education:Menu")]
    [InlineData("HUB_Areas__education__Area", "schools", "Areas:education:Area")]
    [InlineData("HUB_Areas__education__Hours", "daytime", "Areas:education:Hours")]
    public async Task A_rule_that_is_none_stops_the_start_and_is_told(string setting, string value, string told)
    {
        using var folder = new TestFolder();
        var (exit, error) = await HubProcess.FailingStartAsync(folder.Path, setting, value);
        Assert.NotEqual(0, exit);
        Assert.Contains(told, error, StringComparison.Ordinal);
    }
}
