using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Callbacks;

/// <summary>Twilio's REST interface, played strictly: every promised call is placed exactly once, whatever goes wrong.</summary>
public sealed class PlacingByTwilio(TwilioKit twilio)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Through_throttling_a_failure_a_hang_and_a_lost_answer_one_call_is_placed_and_a_person_is_asked_for_a_key()
    {
        using var folder = new TestFolder();
        var rest = HubProcess.FreeAddress();
        using var hub = await HubProcess.ServeAsync(folder.Path, Settings(rest));
        await StopMessagesAsync(hub);
        var number = await OpenAsync(hub);

        // After each order of unknown outcome the list is asked, and that request goes well.
        var said = await twilio.RestAsync(
            hub, rest, "behave:429", "behave:500", "behave:ok", "behave:hang", "behave:ok", "behave:lost", Hook(hub, number), "wait:call:100000", "count:1",
            "sleep:22000", "count:1", "answer:human", "expect:stadens it-support.*tryck 1", "end:no-answer", "none:3000", "count:1");
        Assert.DoesNotContain(number, said.Split("twiml ")[1].Split('\n')[0], StringComparison.Ordinal); // Nothing of the case before a key is pressed.
        Assert.Equal(1, (await ShownAsync(hub, number)).GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Through_the_same_faults_one_text_message_is_sent()
    {
        using var folder = new TestFolder();
        var rest = HubProcess.FreeAddress();
        using var hub = await HubProcess.ServeAsync(folder.Path, Settings(rest));
        var number = await OpenAsync(hub);
        var slots = await hub.Http.GetFromJsonAsync<JsonElement>("/api/callbacks/slots?desk=workplace", Ct);
        var start = slots.GetProperty("slots")[4].GetProperty("start").GetString(); // Two hours from now: the message is sent, the call is not yet.
        await twilio.RestAsync(
            hub, rest, "behave:429", "behave:500", "behave:ok", "behave:hang", "behave:ok", "behave:lost",
            $$"""hook:POST {{hub.Address}}api/callbacks {"case":"{{number}}","start":"{{start}}"}""", "wait:message:100000", "expect:ringer dig", "sleep:22000", "count:1");
    }

    [Fact]
    public async Task A_hub_that_is_killed_while_it_orders_finds_its_call_in_the_list()
    {
        using var folder = new TestFolder();
        var rest = HubProcess.FreeAddress();
        var hub = await HubProcess.ServeAsync(folder.Path, Settings(rest));
        try
        {
            await StopMessagesAsync(hub);
            var number = await OpenAsync(hub);
            var played = twilio.RestAsync(hub, rest, "behave:lost", Hook(hub, number), "wait:call:60000", "sleep:50000", "count:1", "answer:machine_start", "end:completed", "none:2000", "count:1");
            using var watcher = new HttpClient { BaseAddress = rest };
            await UntilAsync(async () => (await watcher.GetStringAsync("/__log", Ct)).Contains("CA", StringComparison.Ordinal));
            await hub.KillAsync();
            hub.Dispose();
            hub = await HubProcess.ServeAsync(folder.Path, Settings(rest), hub.Address);
            await played;
            Assert.Equal("promised", (await ShownAsync(hub, number)).GetProperty("status").GetString()); // A machine: the person is called again.
        }
        finally
        {
            hub.Dispose();
        }
    }

    private static Dictionary<string, string> Settings(Uri rest) => TwilioKit.Settings(
        ("HUB_Twilio__AccountSid", TwilioKit.Account), ("HUB_Twilio__ApiUrl", rest.ToString()), ("HUB_Twilio__Number", "+46846500499"));

    /// <summary>So that the faults meet the calls alone.</summary>
    private static Task<string> StopMessagesAsync(HubProcess hub) => new SignedCaller(hub.Address.ToString().TrimEnd('/'), "CA0").PostAsync(
        hub, "/sms/incoming", ("MessageSid", "SM00000000000000000000000000000001"), ("Body", "STOPP"));

    private static string Hook(HubProcess hub, string number) => $$"""hook:POST {{hub.Address}}api/callbacks {"case":"{{number}}"}""";

    private static async Task<string> OpenAsync(HubProcess hub)
    {
        using var answer = await hub.Http.PostAsJsonAsync(
            "/api/cases", new { description = "Skrivaren på plan 3 är trasig", channel = "web", reporter = new { name = "Anna", phone = "+46701234567" } }, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("number").GetString()!;
    }

    /// <summary>The case's call-back, found by asking for one again: the promise stands, and it is that one which is shown.</summary>
    private static async Task<JsonElement> ShownAsync(HubProcess hub, string number)
    {
        using var answer = await hub.Http.PostAsJsonAsync("/api/callbacks", new { @case = number }, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task UntilAsync(Func<Task<bool>> so)
    {
        var real = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await so())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            Assert.True(real.Elapsed < TimeSpan.FromMinutes(3), "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Ct);
        }
    }
}
