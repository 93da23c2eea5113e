using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Voice;

public sealed class CallingTheOneNumber(TwilioKit twilio, HubWithPhone running) : IClassFixture<HubWithPhone>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_keys_to_a_desk_that_takes_the_call_and_every_step_may_come_twice()
    {
        var caller = TwilioKit.NewCaller();
        var played = await PlayAsync(caller,
            "start", "repeat", "expect:tryck 1 för dator", "dtmf:1", "repeat", "dtmf:3", "repeat", "dtmf:#", "repeat", "expect:gäller skrivare", "open:Gather",
            "dtmf:1", "repeat", "expect:ärendenummer", "open:Dial", "number:+46846500400", "attr:Dial.callerId=+46846500499", "whisper", "repeat", "expect:Tryck 1",
            "whisper-dtmf:1", "repeat", "dial:completed", "repeat", "expect:Tack", "open:ended", "hangup", "repeat");
        var view = await CaseAsync(played.Number);
        Assert.Equal(
            ("phone", "printing", "workplace", caller),
            (Text(view, "channel"), Text(view, "service"), Text(view, "desk"), view.GetProperty("reporter").GetProperty("phone").GetString()));
        Assert.Equal(JsonValueKind.Null, view.GetProperty("callBackUntil").ValueKind);
        Assert.Equal(1, await CountAsync(played.Number, "case-opened.v1"));
    }

    [Fact]
    public async Task In_own_words_with_a_spoken_yes()
    {
        var played = await PlayAsync(TwilioKit.NewCaller(),
            "start", "say:Skrivaren på plan 3 är trasig", "repeat", "expect:skrivare eller utskrift. Stämmer det", "say:ja det stämmer", "repeat", "open:Dial", "whisper", "expect:Skrivaren på plan 3 är trasig");
        var view = await CaseAsync(played.Number);
        Assert.Equal("Skrivaren på plan 3 är trasig", Text(view, "description"));
        Assert.Contains("read back and confirmed by the caller", view.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
    }

    [Fact]
    public async Task Unsure_speech_is_asked_again_and_a_missing_confidence_is_not_low() => await PlayAsync(TwilioKit.NewCaller(),
        "start", "say:skrivaren@0.2", "expect:hörde inte riktigt", "say:skrivaren@0.0", "expect:Stämmer det");

    [Fact]
    public async Task Silent_three_times_reaches_a_person_and_an_unreachable_one_becomes_a_promise()
    {
        var caller = TwilioKit.NewCaller();
        var played = await PlayAsync(caller,
            "start", "silence", "repeat", "expect:hörde inget", "silence", "open:Gather", "silence", "repeat", "open:Dial", "number:+46846500400",
            "dial:failed", "repeat", $"expect:ringer upp dig inom 30 minuter, på numret som slutar på {caller[^2..]}", $"reject:{caller[^4..]}", "silence", "silence", "open:ended");
        var view = await CaseAsync(played.Number);
        Assert.Equal(("question", "workplace"), (Text(view, "kind"), Text(view, "desk")));
        Assert.Equal(JsonValueKind.Null, view.GetProperty("service").ValueKind);
        Assert.Equal(JsonValueKind.String, view.GetProperty("callBackUntil").ValueKind);
        Assert.Equal(1, await CountAsync(played.Number, "call-back-booked.v1"));
    }

    [Fact]
    public async Task An_unreachable_desk_is_a_promise() =>
        Assert.Equal(1, await CountAsync((await PlayAsync(TwilioKit.NewCaller(), "start", "dtmf:4", "dtmf:1", "silence", "dtmf:1", "dial:failed", "repeat", "expect:ringer upp")).Number, "call-back-booked.v1"));

    [Theory]
    [InlineData("2")]
    [InlineData("")]
    public async Task A_desk_that_does_not_take_it_is_waited_for_though_Twilio_calls_it_completed(string key)
    {
        var played = await PlayAsync(
            TwilioKit.NewCaller(), "start", "dtmf:0", "open:Dial", "whisper", $"whisper-dtmf:{key}", "repeat", "dial:completed", "repeat", "expect:i kön", "hangup");
        Assert.Equal(0, await CountAsync(played.Number, "call-back-booked.v1"));
    }

    [Fact]
    public async Task A_withheld_caller_is_nobody_until_a_number_is_keyed_in()
    {
        var played = await PlayAsync(TwilioKit.NewCaller(),
            "start:{\"From\":\"anonymous\"}", "dtmf:0", "dial:failed", "repeat", "expect:Knappa in ditt telefonnummer", "dtmf:12#", "expect:inget telefonnummer",
            "dtmf:0701234567#", "repeat", "expect:slutar på 67", "silence", "silence", "open:ended");
        var view = await CaseAsync(played.Number);
        Assert.Equal(JsonValueKind.Null, view.GetProperty("reporter").GetProperty("phone").ValueKind);
        Assert.Equal(1, await CountAsync(played.Number, "call-back-booked.v1"));
        var other = await PlayAsync(TwilioKit.NewCaller(), "start:{\"From\":\"anonymous\"}", "dtmf:0", "open:Dial");
        Assert.NotEqual(Person(view), Person(await CaseAsync(other.Number)));
    }

    [Fact]
    public async Task A_withheld_caller_without_a_number_gets_the_case_number() => await PlayAsync(TwilioKit.NewCaller(),
        "start:{\"From\":\"+266696687\"}", "dtmf:0", "dial:failed", "silence", "silence", "silence", "expect:Ditt ärendenummer är", "reject:inom 30 minuter", "open:ended");

    [Fact]
    public async Task A_call_at_a_chosen_time_is_changed_and_then_cancelled_by_its_case_number()
    {
        var caller = TwilioKit.NewCaller();
        var number = (await PlayAsync(caller, "start", "dtmf:0", "dial:failed", "dtmf:3", "repeat", "expect:ringer upp dig på", "open:ended", "hangup")).Number!;
        await PlayAsync(caller, "start", "dtmf:5", "dtmf:" + number, "expect:avboka samtalet: tryck 4", "dtmf:4", "repeat", "expect:Vilken tid passar", "dtmf:2", "repeat", "expect:ringer upp dig på", "open:ended", "hangup");
        Assert.Equal(2, await CountAsync(number, "call-back-moved.v1")); // From the place in the line to a time, and to another.
        await PlayAsync(caller, "start", "dtmf:5", "dtmf:" + number, "dtmf:4", "dtmf:9", "repeat", "expect:Vi ringer inte upp dig", "open:ended", "hangup");
        Assert.Equal(1, await CountAsync(number, "call-back-cancelled.v1"));
    }

    [Fact]
    public async Task In_English_after_one_key() => await twilio.PlayAsync(running.Hub, $"--lang= --from {TwilioKit.NewCaller()}",
        "start", "dtmf:8", "repeat", "attr:Gather.language=en-GB", "expect:Say in a few words", "say:the printer does not work", "expect:it is about printing", "say:yes", "expect:Your case number is", "open:Dial");

    [Fact]
    public async Task A_no_and_then_the_right_words() => await PlayAsync(TwilioKit.NewCaller(),
        "start", "say:skrivaren är trasig", "dtmf:2", "expect:försöker vi igen", "say:jag har glömt mitt lösenord", "expect:gäller lösenord", "dtmf:1", "open:Dial");

    [Fact]
    public async Task A_failure_at_Twilio_brings_an_apology_and_a_person() => await PlayAsync(TwilioKit.NewCaller(),
        "start", "dtmf:1", "fallback:11200", "repeat", "expect:Förlåt", "open:Dial", "dial:failed", "expect:ringer upp");

    [Fact]
    public async Task A_call_that_begins_with_a_failure_is_a_call_too() => await PlayAsync(TwilioKit.NewCaller(), "fallback:11205", "expect:Förlåt", "open:Dial", "dial:failed", "expect:ringer upp");

    private Task<Played> PlayAsync(string caller, params string[] steps) => twilio.PlayAsync(running.Hub, "--from " + caller, steps);

    private Task<JsonElement> CaseAsync(string number) => running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);

    private async Task<int> CountAsync(string number, string type) =>
        (await running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Count(entry => Text(entry, "type") == type);

    private static string Text(JsonElement element, string name) => OpeningACase.Text(element, name);

    private static string? Person(JsonElement view) => view.GetProperty("reporter").GetProperty("person").GetString();
}
