using IntegrationHub.HostTests.EventLog;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.Voice;

/// <summary>A log whose reads and appends hang: every webhook is answered in time all the same, and the caller reaches a person.</summary>
public sealed class WhenTheLogIsSlow(TwilioKit twilio) : KurrentScene(new ServerSettings())
{
    private const string Public = "https://spoc.example.se";

    private Dictionary<string, string> Settings => TwilioKit.Settings(
        ("HUB_EventLog__Kind", "kurrentdb"), ("HUB_EventLog__ConnectionString", Server.ConnectionString), ("HUB_PublicUrl", Public));

    [Fact]
    public async Task That_hangs_is_waited_for_a_little_and_then_a_person_answers()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, Settings);
        await twilio.PlayAsync(hub, $"--public {Public} --forwarded", "start", "dtmf:1"); // The first calls of a process are slow by themselves.
        Server.Faults.Slowness = TimeSpan.FromMinutes(5);
        await twilio.PlayAsync(
            hub, $"--public {Public} --forwarded --max-ms 3000", "start", "open:Dial", "expect:Förlåt", "verb:Redirect", "number:+46846500400", "dial:completed", "open:ended", "hangup");
    }

    [Fact]
    public async Task That_comes_back_goes_on_with_the_step_as_if_nothing_had_been()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, Settings);
        var caller = new SignedCaller(Public, "CA00000000000000000000000000000009");
        await caller.PostOnceAsync(hub, "/voice/incoming");
        Server.Faults.Slowness = TimeSpan.FromSeconds(3);
        var moment = await caller.PostOnceAsync(hub, "/voice/step?n=1", ("Digits", "1"));
        Assert.Contains("<Pause", moment, StringComparison.Ordinal);
        Server.Faults.Slowness = TimeSpan.Zero;
        var path = "/voice/step?n=1";
        for (var waits = 1; moment.Contains("<Redirect", StringComparison.Ordinal); waits++)
        {
            moment = await caller.PostOnceAsync(hub, $"{path}&w={waits}"); // By the redirect, which brings no keys.
        }

        Assert.Contains("skrivare eller utskrift", moment, StringComparison.Ordinal);
        Assert.Equal(moment, await caller.PostOnceAsync(hub, path, ("Digits", "1")));
    }
}
