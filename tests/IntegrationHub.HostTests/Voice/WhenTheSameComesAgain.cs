using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.HostTests.Voice;

/// <summary>Repeats, copies at once, a hub that dies, forgeries, a proxy, and requests that no caller sends.</summary>
public sealed class WhenTheSameComesAgain(TwilioKit twilio) : IAsyncLifetime
{
    private const string Public = "https://spoc.example.se";
    private const string First = "10000016";

    private readonly TestFolder _folder = new();
    private readonly SignedCaller _caller = new(Public, "CA00000000000000000000000000000007");
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
    public async Task Many_copies_at_once_get_one_answer_and_make_one_case()
    {
        await _caller.PostAsync(_hub, "/voice/incoming");
        await _caller.PostAsync(_hub, "/voice/step?n=1", ("SpeechResult", "Skrivaren är trasig"), ("Confidence", "0.9"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _caller.PostAsync(_hub, "/voice/step?n=2", ("Digits", "1"))));
        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Contains("<Dial", answers[0], StringComparison.Ordinal);
        var promises = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _caller.PostAsync(_hub, "/voice/dialled?n=3", ("DialCallStatus", "failed"))));
        Assert.Single(promises.Distinct(StringComparer.Ordinal));
        var made = new List<string>();
        for (var sequence = 1; sequence <= 32; sequence++) // Each copy may have used up a number; only one became a case.
        {
            var number = CaseNumber.FromSequence(sequence).Value;
            if ((await _hub.Http.GetAsync($"/api/cases/{number}", Ct)).IsSuccessStatusCode)
            {
                made.Add(number);
            }
        }

        Assert.Equal(["case-opened.v1", "priority-set.v1", "case-routed.v1", "call-back-booked.v1"], await TypesAsync(Assert.Single(made)));
    }

    [Fact]
    public async Task After_a_kill_every_step_is_answered_as_before_and_the_call_goes_on()
    {
        (string Path, (string, string)[] Fields)[] steps =
        [
            ("/voice/incoming", []), ("/voice/step?n=1", [("Digits", "1")]), ("/voice/step?n=2", [("SpeechResult", "skrivaren på plan 3")]), ("/voice/step?n=3", [("Digits", "1")]),
        ];
        using var killed = await HubProcess.InsteadOfAsync(_hub, _folder.Path, Settings);
        _hub = killed;
        var before = new List<string>();
        foreach (var (path, fields) in steps)
        {
            before.Add(await _caller.PostAsync(_hub, path, fields));
        }

        await killed.KillAsync();
        _hub = await StartAsync();
        foreach (var ((path, fields), answer) in steps.Zip(before))
        {
            Assert.Equal(answer, await _caller.PostAsync(_hub, path, fields));
        }

        Assert.Contains(First, (await _caller.PostAsync(_hub, "/voice/dialled?n=4", ("DialCallStatus", "failed"))).Replace("</say-as><break strength=\"medium\" /><say-as interpret-as=\"digits\">", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["case-opened.v1", "priority-set.v1", "case-routed.v1", "call-back-booked.v1"], await TypesAsync(First));
    }

    [Fact]
    public async Task The_step_that_comes_again_with_other_keys_is_still_the_first()
    {
        await _caller.PostAsync(_hub, "/voice/incoming");
        var first = await _caller.PostAsync(_hub, "/voice/step?n=1", ("Digits", "1"));
        Assert.Equal(first, await _caller.PostAsync(_hub, "/voice/step?n=1", ("Digits", "0")));
        Assert.Equal(first, await _caller.PostAsync(_hub, "/voice/step?n=9", ("Digits", "0")));
        Assert.Equal(first, await _caller.PostAsync(_hub, "/voice/step?n=x", ("Digits", "0")));
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.Http.GetAsync($"/api/cases/{First}", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_step_of_a_call_that_was_never_received_begins_it() =>
        Assert.Contains("stadens it-support", await _caller.PostAsync(_hub, "/voice/step?n=4", ("Digits", "1")), StringComparison.Ordinal);

    [Fact]
    public async Task Behind_a_proxy_the_public_address_is_signed_and_forgeries_change_nothing()
    {
        await twilio.PlayAsync(_hub, $"--public {Public} --forwarded",
            "start", "repeat", "nosign", "badsign", "badtoken", "tamper", "say:skrivaren är trasig", "nosign", "badsign", "badtoken", "get", "open:Gather");
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.Http.GetAsync($"/api/cases/{First}", Ct)).StatusCode);
        await twilio.PlayAsync(_hub, $"--public {Public} --forwarded", "start", "dtmf:0", "tamper", "badtoken", "open:Dial", "whisper", "tamper", "whisper-dtmf:1", "tamper", "dial:completed", "open:ended");
        Assert.Equal(["case-opened.v1", "priority-set.v1", "case-routed.v1"], await TypesAsync(First));
    }

    [Theory]
    [InlineData("/voice/incoming")]
    [InlineData("/voice/status")]
    public async Task Odd_but_genuine_posts_pass_and_forged_ones_do_not(string path) => await twilio.PostVectorsAsync(_hub, Public, path);

    [Theory]
    [InlineData("/voice/incoming", "<Dial")]
    [InlineData("/voice/step?n=1", "<Dial")]
    [InlineData("/voice/dialled?n=2", "<Dial")]
    [InlineData("/voice/status", "<Response />")]
    [InlineData("/sms/incoming", "<Message>")]
    public async Task A_fault_in_the_hub_is_never_an_error_page(string path, string answer) =>
        Assert.Contains(answer, await new SignedCaller(Public, "").PostAsync(_hub, path), StringComparison.Ordinal);

    [Theory]
    [InlineData("/voice/incoming")]
    [InlineData("/voice/step?n=1")]
    [InlineData("/voice/whisper?call=x&n=1")]
    [InlineData("/voice/whisper/answer?call=x&n=1")]
    [InlineData("/voice/dialled?n=1")]
    [InlineData("/voice/status")]
    [InlineData("/sms/incoming")]
    [InlineData("/sms/status")]
    public async Task Whoever_is_not_Twilio_is_refused(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.Http.GetAsync(path, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.Http.PostAsync(path, new FormUrlEncodedContent([]), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.Http.PostAsJsonAsync(path, new { }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _hub.Http.PostAsync(path, new StringContent("x"), Ct)).StatusCode);
    }

    private async Task<ServedHub> StartAsync() => await HubHere.ServeAsync(_folder.Path, Settings);

    private static Dictionary<string, string> Settings => TwilioKit.Settings(("HUB_PublicUrl", Public));

    /// <summary>What was recorded of a case by the call; the message that tells its number follows when it may.</summary>
    private async Task<string?[]> TypesAsync(string number) =>
        [.. (await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty("type").GetString())
            .Where(type => type != "user-notified.v1")];
}
