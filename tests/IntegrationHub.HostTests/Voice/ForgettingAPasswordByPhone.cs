using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.HostTests.Voice;

public sealed class ForgettingAPasswordByPhone(TwilioKit twilio)
{
    private static readonly (string, string)[] s_settings =
    [
        ("HUB_Password__office__Url", "https://losenord.example.se"), ("HUB_Password__education__Url", "https://konto.example.se/elev"),
        ("HUB_Reports__PasswordCaseCost", "250"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Self_service_is_offered_and_asked_about_and_otherwise_the_desk_hears_what_to_check_and_both_are_counted()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, TwilioKit.Settings(s_settings));
        var caller = TwilioKit.NewCaller();
        await twilio.PlayAsync(
            hub, "--from " + caller, "start", "say:Jag har glömt mitt lösenord", "expect:Stämmer det", "dtmf:1", "repeat", "expect:Vilket konto", "dtmf:1", "repeat",
            "expect:losenord punkt example punkt se", "dtmf:1", "repeat", "expect:Hjälpte det", "attr:Gather.timeout=60", "silence", "expect:Hjälpte det", "dtmf:1", "repeat",
            "expect:Vad bra att det löste sig", "open:ended");
        var asked = await twilio.PlayAsync(
            hub, "", "start", "dtmf:1", "dtmf:1", "say:lösenord", "expect:Stämmer det", "dtmf:1", "dtmf:2", "expect:konto punkt example", "dtmf:2", "repeat",
            "expect:ärendenummer", "open:Dial", "whisper", "expect:Identiteten är inte kontrollerad", "whisper-dtmf:1", "dial:completed", "hangup");
        var view = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{asked.Number}", Ct);
        Assert.Equal(("access", "password", "workplace"), (view.GetProperty("kind").GetString(), view.GetProperty("service").GetString(), view.GetProperty("desk").GetString()));
        var timeline = await hub.Http.GetStringAsync($"/api/cases/{asked.Number}/timeline", Ct);
        Assert.Contains("Identiteten är inte kontrollerad", timeline, StringComparison.Ordinal);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        string outbox;
        do
        {
            outbox = WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/phone?handler=Outbox&seen=none", limit.Token));
        }
        while (!outbox.Contains("Byt ditt lösenord här: https://losenord.example.se", StringComparison.Ordinal));
        JsonElement report;
        do
        {
            report = await hub.Http.GetFromJsonAsync<JsonElement>("/api/reports/calls", limit.Token);
        }
        while (report.GetProperty("total").GetProperty("passwordSelfService").GetInt32() != 1 || report.GetProperty("total").GetProperty("passwordToDesk").GetInt32() != 1);
        Assert.Equal((25_000, 25_000), (report.GetProperty("passwordCaseCostCents").GetInt32(), report.GetProperty("passwordSavedCents").GetInt32()));
    }

    [Fact]
    public async Task A_password_that_is_said_reaches_neither_the_case_nor_the_desk()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, TwilioKit.Settings());
        var played = await twilio.PlayAsync(
            hub, "", "start", "say:Mitt lösenord är Sommar2026", "dtmf:1", "open:Dial", "whisper", "reject:Sommar", "whisper-dtmf:1", "dial:completed");
        var timeline = await hub.Http.GetStringAsync($"/api/cases/{played.Number}/timeline", Ct);
        Assert.Contains("Mitt lösenord är [dolt]", timeline, StringComparison.Ordinal);
        Assert.DoesNotContain("Sommar2026", timeline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_cannot_be_said_stops_the_start()
    {
        using var folder = new TestFolder();
        var (exit, error) = await HubProcess.FailingStartAsync(folder.Path, "HUB_Password__office__Url", "losenord");
        Assert.NotEqual(0, exit);
        Assert.Contains("Password:office:Url", error, StringComparison.Ordinal);
    }
}
