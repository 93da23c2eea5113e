using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Voice;

/// <summary>The line at a desk: each test has a desk of its own hub, as whoever waits at a desk is in the way of others.</summary>
public sealed class WaitingForADesk(TwilioKit twilio) : IAsyncLifetime
{
    private const string Public = "https://spoc.example.se";
    private static readonly string[] s_toTheDesk = ["start", "dtmf:0", "open:Dial"];
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await StartAsync();

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_place_is_told_the_caller_stays_and_is_answered()
    {
        var played = await PlayAsync([
            .. s_toTheDesk, "dial:busy", "repeat", "open:Gather", "attr:Gather.language=sv-SE", "expect:först i kön.*vet inte hur lång tid", "silence", "repeat",
            "open:Dial", "expect:din tur", "dial:busy", "expect:först i kön", "silence", "whisper", "whisper-dtmf:1", "dial:completed", "expect:Tack", "open:ended"]);
        Assert.Empty(await FactsAsync(played.Number, "call-back-booked.v1"));
    }

    [Fact]
    public async Task Nobody_overtakes_whoever_waits_also_after_the_hub_was_killed_and_who_hangs_up_leaves()
    {
        var (first, second, third) = (Caller(1), Caller(2), Caller(3));
        using var killed = await HubProcess.InsteadOfAsync(_hub, _folder.Path, Settings);
        _hub = killed;
        await ConnectAsync(first);
        Assert.Contains("först i kön", await first.PostAsync(_hub, "/voice/dialled?n=2", ("DialCallStatus", "busy")), StringComparison.Ordinal);
        Assert.Contains("plats 2 i kön", await ConnectAsync(second), StringComparison.Ordinal);
        await killed.KillAsync();
        _hub = await StartAsync();
        Assert.Contains("plats 3 i kön", await ConnectAsync(third), StringComparison.Ordinal);
        await first.PostAsync(_hub, "/voice/status", ("CallStatus", "completed"));
        Assert.Contains("<Dial", await second.PostAsync(_hub, "/voice/step?n=2"), StringComparison.Ordinal);
        Assert.Contains("plats 2 i kön", await third.PostAsync(_hub, "/voice/step?n=2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_is_kept_since_the_call_and_goes_before_who_comes_later_and_must_wait()
    {
        var played = await PlayAsync([.. s_toTheDesk, "dial:no-answer", "dtmf:1", "repeat", "expect:behåller din plats.*ringer upp dig inom 30 minuter", "silence", "silence", "open:ended"]);
        var booked = Assert.Single(await FactsAsync(played.Number, "call-back-booked.v1"));
        Assert.Equal("place-kept", OpeningACase.Text(booked, "reason"));
        Assert.True(booked.GetProperty("since").GetDateTimeOffset() < booked.GetProperty("at").GetDateTimeOffset());
        await PlayAsync(["start", "dtmf:0", "open:Dial", "dial:busy", "expect:plats 2 i kön"]);
    }

    [Fact]
    public async Task A_message_is_kept_once_however_it_is_told_and_the_desk_reads_of_it()
    {
        var played = await PlayAsync([
            .. s_toTheDesk, "dial:busy", "dtmf:2", "repeat", "open:Record", "attr:Record.finishOnKey=#", "record:0", "repeat", "expect:Inget spelades in", "open:Record",
            "record:12", "repeat", "expect:sparat i ärendet", "open:ended"]);
        var left = Assert.Single(await FactsAsync(played.Number, "voice-message-left.v1"));
        Assert.Equal(12, left.GetProperty("seconds").GetInt32());
        Assert.Contains(left.GetProperty("recording").GetString()!, OpeningACase.Text(Assert.Single(await FactsAsync(played.Number, "note-added.v1")), "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_a_caller_who_hung_up_is_kept_by_its_callback()
    {
        var caller = Caller(4);
        await ConnectAsync(caller);
        await caller.PostAsync(_hub, "/voice/dialled?n=2", ("DialCallStatus", "busy"));
        var asked = await caller.PostAsync(_hub, "/voice/step?n=3", ("Digits", "2"));
        var callback = System.Xml.Linq.XDocument.Parse(asked).Descendants("Record").Single().Attribute("recordingStatusCallback")!.Value[Public.Length..];
        (string, string)[] told = [("RecordingSid", "RE1"), ("RecordingUrl", "https://api.twilio.com/RE1"), ("RecordingDuration", "9"), ("RecordingStatus", "completed")];
        await caller.PostAsync(_hub, callback, told);
        await caller.PostAsync(_hub, callback, told);
        await caller.PostAsync(_hub, "/voice/step?n=4", told);
        Assert.Single(await FactsAsync("10000016", "voice-message-left.v1"));
    }

    private async Task<ServedHub> StartAsync() => await HubHere.ServeAsync(_folder.Path, Settings);

    private static Dictionary<string, string> Settings => TwilioKit.Settings(("HUB_PublicUrl", Public), ("HUB_Voice__RingAgainSeconds", "0"));

    private static SignedCaller Caller(int n) => new(Public, $"CA0000000000000000000000000000000{n}");

    private async Task<string> ConnectAsync(SignedCaller caller)
    {
        await caller.PostAsync(_hub, "/voice/incoming");
        return await caller.PostAsync(_hub, "/voice/step?n=1", ("Digits", "0"));
    }

    private Task<Played> PlayAsync(string[] steps) => twilio.PlayAsync(_hub, $"--public {Public} --forwarded --from {TwilioKit.NewCaller()}", steps);

    private async Task<JsonElement[]> FactsAsync(string number, string type) =>
        [.. (await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray()
            .Where(entry => OpeningACase.Text(entry, "type") == type).Select(entry => entry.GetProperty("data"))];
}
