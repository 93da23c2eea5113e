using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Voice;

/// <summary>From one desk to another: the caller tells it once, and the case goes with the call by the rules of handovers.</summary>
public sealed class HandingACallOn(TwilioKit twilio) : IAsyncLifetime
{
    private const string Public = "https://spoc.example.se";
    private const string First = "10000016";
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubHere.ServeAsync(_folder.Path, TwilioKit.Settings(("HUB_PublicUrl", Public)));

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task By_keys_at_the_whisper_and_the_second_desk_takes_it()
    {
        var played = await PlayAsync(
            "start", "say:skrivaren är trasig", "dtmf:1", "open:Dial", "whisper", "expect:Tryck 1.*2 för att lämna", "whisper-dtmf:2", "repeat", "expect:Vart ska samtalet",
            "whisper-dtmf:3", "expect:vad nästa behöver veta", "whisper-dtmf:#", "repeat", "dial:completed", "repeat", "expect:kopplar dig vidare", "open:Dial", "number:+46846500403",
            "whisper", "repeat", "expect:Arbetsplats lämnar vidare.*skrivaren är trasig", "whisper-dtmf:1", "dial:completed", "expect:Tack", "open:ended");
        await UntilAsync(played.Number, "mobile");
        Assert.Equal(["handover-proposed.v1", "handover-accepted.v1"], await HandoversAsync(played.Number));
    }

    [Fact]
    public async Task A_second_desk_that_does_not_take_it_sends_the_caller_back()
    {
        var played = await PlayAsync(
            "start", "dtmf:0", "open:Dial", "whisper", "whisper-dtmf:2", "whisper-dtmf:3", "whisper-dtmf:#", "dial:completed", "number:+46846500403", "dial:no-answer", "repeat",
            "expect:kopplar dig tillbaka", "open:Dial", "number:+46846500400", "whisper", "expect:kommer tillbaka", "whisper-dtmf:1", "dial:completed", "open:ended");
        Assert.Equal(["handover-proposed.v1", "handover-declined.v1"], await HandoversAsync(played.Number));
        await UntilAsync(played.Number, "workplace");
    }

    [Fact]
    public async Task By_the_desk_that_talks_once_however_often_it_asks_and_not_back_again()
    {
        const string call = "CA00000000000000000000000000000011";
        var caller = new SignedCaller(Public, call);
        await caller.PostAsync(_hub, "/voice/incoming");
        await caller.PostAsync(_hub, "/voice/step?n=1", ("Digits", "0"));
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(call, "mobile")).StatusCode); // Nobody has it yet.
        await TakeAsync(caller, call, 1);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(call, "nobody")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("CA0", "mobile")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(call, "mobile", "desk:telephony")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(call, "mobile", "desk:workplace")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(call, "mobile", "desk:workplace")).StatusCode);
        Assert.Contains("+46846500403", await caller.PostAsync(_hub, "/voice/transfer?n=2"), StringComparison.Ordinal);
        Assert.Contains("Felet är i kontot", await caller.PostAsync(_hub, $"/voice/whisper?call={IntegrationHub.Core.Calls.CallStore.StreamOf(call)}&n=2"), StringComparison.Ordinal);
        await TakeAsync(caller, call, 2);
        await UntilAsync(First, "mobile");
        var back = await AskAsync(call, "workplace", "desk:mobile");
        Assert.Equal((HttpStatusCode.Conflict, "handover-bounced"), (back.StatusCode, (await back.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("type").GetString()));
        Assert.Equal(["handover-proposed.v1", "handover-accepted.v1"], await HandoversAsync(First));
    }

    private async Task TakeAsync(SignedCaller caller, string call, int step)
    {
        var stream = IntegrationHub.Core.Calls.CallStore.StreamOf(call);
        await caller.PostAsync(_hub, $"/voice/whisper?call={stream}&n={step}");
        await caller.PostAsync(_hub, $"/voice/whisper/answer?call={stream}&n={step}", ("Digits", "1"));
    }

    private async Task<HttpResponseMessage> AskAsync(string call, string desk, string? role = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/calls/{call}/transfer") { Content = JsonContent.Create(new { desk, text = "Felet är i kontot." }) };
        if (role is not null)
        {
            request.Headers.Add("X-Hub-Role", role);
        }

        return await _hub.Http.SendAsync(request, Ct);
    }

    private Task<Played> PlayAsync(params string[] steps) => twilio.PlayAsync(_hub, $"--public {Public} --forwarded --from {TwilioKit.NewCaller()}", steps);

    private Task UntilAsync(string number, string desk) => WorkingWithTheSimulator.UntilAsync(async () =>
        OpeningACase.Text(await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct), "desk") == desk);

    private async Task<string?[]> HandoversAsync(string number) =>
        [.. (await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray()
            .Select(entry => entry.GetProperty("type").GetString()).Where(type => type!.StartsWith("handover", StringComparison.Ordinal))];
}
