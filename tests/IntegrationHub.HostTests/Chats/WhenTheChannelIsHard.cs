using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.HostTests.Chats;

/// <summary>Kills, answers that come too late, answers in the response, and requests that no channel sends.</summary>
public sealed class WhenTheChannelIsHard : IAsyncLifetime
{
    private static readonly string[] s_unknown = ["typing", "messageReaction", "typeOfTomorrow", "endOfConversation", "conversationUpdate"];
    private readonly TestFolder _folder = new();
    private ChannelStandIn _channel = null!;
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _channel = await ChannelStandIn.StartAsync();
        _hub = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _channel.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_hub_that_is_killed_between_question_and_answer_answers_after_its_start_and_the_conversation_goes_on()
    {
        using var killed = await HubProcess.InsteadOfAsync(_hub, _folder.Path, BotKit.Settings(_channel.Address));
        _hub = killed;
        var held = new TaskCompletionSource();
        _channel.Answer = activity =>
        {
            if ((string?)activity["type"] == "message")
            {
                held.TrySetResult();
                return Task.FromResult(StatusCodes.Status503ServiceUnavailable); // The answer is durable, and was not taken.
            }

            return Task.FromResult(StatusCodes.Status201Created);
        };
        Assert.Equal(HttpStatusCode.Accepted, (await WriteAsync("Skrivaren på plan 3 är trasig")).StatusCode);
        await held.Task.WaitAsync(TimeSpan.FromSeconds(180), Ct);
        await killed.KillAsync();
        _hub = await StartAsync();
        _channel.Answer = _ => Task.FromResult(StatusCodes.Status201Created);
        Assert.Contains("Har jag förstått rätt?", await _channel.NextAsync(), StringComparison.Ordinal);
        await WriteAsync("Ja");
        Assert.Contains("ärendenummer är 1000 0016", await _channel.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_channel_has_taken_is_not_sent_again_after_a_kill_and_a_repeat_is_known()
    {
        using var killed = await HubProcess.InsteadOfAsync(_hub, _folder.Path, BotKit.Settings(_channel.Address));
        _hub = killed;
        var first = _channel.Activity("message", "Skrivaren på plan 3 är trasig");
        Assert.Equal(HttpStatusCode.Accepted, (await _channel.PostAsync(_hub, first)).StatusCode);
        Assert.Contains("Har jag förstått rätt?", await _channel.NextAsync(), StringComparison.Ordinal);
        await WriteAsync("Ja"); // Its line is worked off in order: with the answer to this, that the other was taken is durable.
        Assert.Contains("ärendenummer är 1000 0016", await _channel.NextAsync(), StringComparison.Ordinal);
        await killed.KillAsync();
        _hub = await StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await _channel.PostAsync(_hub, first)).StatusCode);
        await WriteAsync("Hej");
        var next = await _channel.NextAsync();
        next = next.Contains("ärendenummer är 1000 0016", StringComparison.Ordinal) ? await _channel.NextAsync() : next; // The last one may come twice: the hub was killed as it was taken.
        Assert.DoesNotContain("Har jag förstått rätt?", next, StringComparison.Ordinal);
        Assert.DoesNotContain("ärendenummer är", next, StringComparison.Ordinal);
        Assert.True(_channel.IsQuiet);
    }

    [Fact]
    public async Task Answers_that_are_wanted_in_the_response_come_there_and_only_there()
    {
        var activity = _channel.Activity("message", "Skrivaren på plan 3 är trasig");
        activity["deliveryMode"] = "expectReplies";
        var first = await (await _channel.PostAsync(_hub, (JsonObject)activity.DeepClone())).Content.ReadAsStringAsync(Ct);
        var replies = (JsonArray)JsonNode.Parse(first)!["activities"]!;
        Assert.All(replies, reply => Assert.Equal(("in-1", "a:1", "28:bot", ChannelStandIn.User), (
            (string)reply!["replyToId"]!, (string)reply["conversation"]!["id"]!, (string)reply["from"]!["id"]!, (string)reply["recipient"]!["id"]!)));
        Assert.Contains(replies, reply => reply!.ToJsonString().Contains("AdaptiveCard", StringComparison.Ordinal));
        Assert.Equal(first, await (await _channel.PostAsync(_hub, activity)).Content.ReadAsStringAsync(Ct));
        await WriteAsync("Ja"); // In the usual way: its answer is the first that the channel gets.
        Assert.Contains("ärendenummer är 1000 0016", await _channel.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Types_that_nobody_knows_yet_are_accepted_and_do_nothing()
    {
        foreach (var type in s_unknown)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await _channel.PostAsync(_hub, _channel.Activity(type))).StatusCode);
        }

        var wanted = _channel.Activity("typeOfTomorrow");
        wanted["deliveryMode"] = "expectReplies";
        Assert.Equal("""{"activities":[]}""", await (await _channel.PostAsync(_hub, wanted)).Content.ReadAsStringAsync(Ct));
        await WriteAsync("Skrivaren på plan 3 är trasig");
        Assert.Contains("Har jag förstått rätt?", await _channel.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_believed_hears_always_the_same()
    {
        using var other = RSA.Create(2048);
        var activity = _channel.Activity("message", "hej");
        var elsewhere = (JsonObject)activity.DeepClone();
        elsewhere["serviceUrl"] = "http://127.0.0.1:9/";
        var skype = (JsonObject)activity.DeepClone();
        skype["channelId"] = "skype";
        HttpResponseMessage[] refused =
        [
            await _channel.PostAsync(_hub, activity, "abc"), await _channel.PostAsync(_hub, activity, _channel.Sign(audience: "x")),
            await _channel.PostAsync(_hub, activity, _channel.Sign(key: other)), await _channel.PostAsync(_hub, elsewhere), await _channel.PostAsync(_hub, skype),
            await _hub.Http.PostAsync("/api/messages", new StringContent("{", Encoding.UTF8, "application/json"), Ct),
        ];
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
        var bodies = await Task.WhenAll(refused.Select(async answer =>
        {
            var body = (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
            body.Remove("traceId");
            return body.ToJsonString();
        }));
        Assert.Single(bodies.Distinct(StringComparer.Ordinal));
        Assert.True(_channel.IsQuiet);
    }

    [Fact]
    public async Task What_is_no_activity_is_refused_with_what_to_do()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _channel.PostAsync(_hub, Json("{\"type\":"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _channel.PostAsync(_hub, Json("""{"type":"message"}"""))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _channel.PostAsync(_hub, new StringContent("hej", Encoding.UTF8, "text/plain"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _channel.PostAsync(_hub, new StringContent("{}", Encoding.Unicode, "application/json"))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _channel.PostAsync(_hub, Json($"{{\"text\":\"{new string('x', 300_000)}\"}}"))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _hub.Http.GetAsync("/api/messages", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotImplemented, (await _channel.PostAsync(_hub, _channel.Activity("invoke"))).StatusCode);
    }

    [Fact]
    public async Task A_hub_that_is_no_bot_says_so()
    {
        using var data = new TestFolder();
        using var hub = await HubHere.ServeAsync(data.Path);
        var answer = await _channel.PostAsync(hub, _channel.Activity("message", "hej"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Bot:AppId", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> WriteAsync(string text) => _channel.PostAsync(_hub, _channel.Activity("message", text));

    private async Task<ServedHub> StartAsync() => await HubHere.ServeAsync(_folder.Path, BotKit.Settings(_channel.Address));
}
