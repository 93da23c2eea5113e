using System.Net;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat.BotFramework;

namespace IntegrationHub.Tests.Chats;

/// <summary>What goes out to a channel, with which token, and what its answers mean.</summary>
public sealed class AnsweringAChannel : IDisposable
{
    private static readonly BotReference s_to = new(BotService.ServiceUrl, "msteams", "a:1/ö;x", "28:bot", "29:anna") { BotName = "SPOC" };
    private readonly BotService _service = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData(200, "", typeof(BotSent))]
    [InlineData(201, "", typeof(BotSent))]
    [InlineData(202, "", typeof(BotSent))]
    [InlineData(408, "", typeof(BotLater))]
    [InlineData(412, "", typeof(BotLater))]
    [InlineData(429, "", typeof(BotLater))]
    [InlineData(500, "", typeof(BotLater))]
    [InlineData(502, "", typeof(BotLater))]
    [InlineData(503, "", typeof(BotLater))]
    [InlineData(504, "", typeof(BotLater))]
    [InlineData(404, "ConversationNotFound", typeof(BotGone))]
    [InlineData(410, "", typeof(BotGone))]
    [InlineData(403, "BotNotInConversationRoster", typeof(BotGone))]
    [InlineData(403, "MessageWritesBlocked", typeof(BotGone))]
    [InlineData(403, "Forbidden", typeof(BotRefused))]
    [InlineData(400, "BadSyntax", typeof(BotRefused))]
    [InlineData(413, "MessageSizeTooBig", typeof(BotRefused))]
    [InlineData(307, "", typeof(BotRefused))]
    public async Task Each_answer_has_one_meaning(int status, string code, Type meaning)
    {
        _service.Answer((HttpStatusCode)status, $$$"""{"id":"r7","error":{"code":"{{{code}}}","message":"Anna Provare wrote something"}}""");
        Assert.IsType(meaning, await SendAsync(_service.Connector()));
    }

    [Fact]
    public async Task A_refusal_tells_the_channels_code_and_never_its_words()
    {
        _service.Answer(HttpStatusCode.BadRequest, """{"error":{"code":"BadSyntax","message":"Anna Provare wrote something"}}""");
        Assert.Equal("The channel refused the message (400 BadSyntax).", Assert.IsType<BotRefused>(await SendAsync(_service.Connector())).Why);
        _service.Answer(HttpStatusCode.BadRequest, """{"error":{"code":"Anna wrote <b>","message":""}}""");
        Assert.Equal("The channel refused the message (400).", Assert.IsType<BotRefused>(await SendAsync(_service.Connector())).Why);
    }

    [Fact]
    public async Task It_waits_as_long_as_the_channel_asks_and_at_most_ten_minutes()
    {
        _service.Answer(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<BotLater>(await SendAsync(_service.Connector())).After);
        _service.Answer(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromDays(7));
        Assert.Equal(TimeSpan.FromMinutes(10), Assert.IsType<BotLater>(await SendAsync(_service.Connector())).After);
        _service.Answer(HttpStatusCode.TooManyRequests);
        Assert.Null(Assert.IsType<BotLater>(await SendAsync(_service.Connector())).After);
    }

    [Fact]
    public async Task A_channel_that_does_not_answer_is_left_after_twenty_seconds()
    {
        _service.Answers.Enqueue(async ct =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _service.Clock, ct);
            return new HttpResponseMessage();
        });
        var sending = SendAsync(_service.Connector());
        _service.Clock.Advance(BotConnector.Timeout);
        Assert.IsType<BotLater>(await sending);
    }

    [Fact]
    public async Task A_broken_wire_is_tried_again_later()
    {
        _service.Answers.Enqueue(_ => throw new HttpRequestException("no route to Anna"));
        Assert.DoesNotContain("Anna", Assert.IsType<BotLater>(await SendAsync(_service.Connector())).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_to_the_conversation_with_addresses_and_to_the_activity_that_it_answers()
    {
        await SendAsync(_service.Connector());
        await SendAsync(_service.Connector(), replyTo: "f:1;2");
        Assert.Equal("https://smba.trafficmanager.net/emea/v3/conversations/a%3A1%2F%C3%B6%3Bx/activities", _service.Sent[0].Address.AbsoluteUri);
        Assert.Equal("https://smba.trafficmanager.net/emea/v3/conversations/a%3A1%2F%C3%B6%3Bx/activities/f%3A1%3B2", _service.Sent[1].Address.AbsoluteUri);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"type":"message","text":"Hej","from":{"id":"28:bot","name":"SPOC"},"conversation":{"id":"a:1/ö;x"},"recipient":{"id":"29:anna"},"replyToId":"f:1;2"}"""),
            _service.Sent[1].Body));
    }

    [Fact]
    public async Task One_token_serves_until_five_minutes_before_its_end()
    {
        var connector = _service.Connector();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(connector)));
        _service.Clock.Advance(TimeSpan.FromMinutes(54));
        await SendAsync(connector);
        Assert.Equal(1, _service.TokenFetches);
        _service.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(connector);
        Assert.Equal(2, _service.TokenFetches);
        Assert.Equal("token-2", _service.Sent[^1].Bearer);
    }

    [Fact]
    public async Task Many_who_need_a_token_at_once_wait_for_one()
    {
        var gate = new TaskCompletionSource();
        _service.Gate = gate.Task;
        var connector = _service.Connector();
        var sending = Enumerable.Range(0, 20).Select(_ => SendAsync(connector)).ToArray();
        gate.SetResult();
        Assert.All(await Task.WhenAll(sending), outcome => Assert.IsType<BotSent>(outcome));
        Assert.Equal(1, _service.TokenFetches);
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_is_had_anew_once()
    {
        var connector = _service.Connector();
        _service.Answer(HttpStatusCode.Unauthorized);
        Assert.IsType<BotSent>(await SendAsync(connector));
        Assert.Equal("token-2", Assert.Single(_service.Sent).Bearer);
        _service.Answer(HttpStatusCode.Unauthorized);
        _service.Answer(HttpStatusCode.Unauthorized);
        Assert.Contains("Bot:TenantId", Assert.IsType<BotLater>(await SendAsync(connector)).Why, StringComparison.Ordinal);
        Assert.Equal(3, _service.TokenFetches);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent_and_the_settings_are_named_but_no_secret()
    {
        _service.Down = true;
        var connector = _service.Connector();
        var later = Assert.IsType<BotLater>(await SendAsync(connector));
        Assert.Contains("Bot:ClientSecret", later.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(BotService.Secret, later.Why + BotService.Settings, StringComparison.Ordinal);
        await SendAsync(connector);
        Assert.Equal(1, _service.TokenFetches); // Not at once again.
        Assert.Empty(_service.Sent);
        _service.Down = false;
        _service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<BotSent>(await SendAsync(connector));
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_early_serves_until_its_end()
    {
        var connector = _service.Connector();
        await SendAsync(connector);
        _service.Down = true;
        _service.Clock.Advance(TimeSpan.FromMinutes(57));
        Assert.IsType<BotSent>(await SendAsync(connector));
        _service.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.IsType<BotLater>(await SendAsync(connector));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("https://smba.trafficmanager.net.evil.example/")]
    [InlineData("https://smba.trafficmanager.net:8443/")]
    [InlineData("https://user:pass@smba.trafficmanager.net/")]
    [InlineData("https://smba.trafficmanager.net/?to=")]
    [InlineData("https://botframework.com.evil.example/")]
    [InlineData("https://evilbotframework.com/")]
    [InlineData("http://smba.trafficmanager.net/")]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("smba.trafficmanager.net")]
    public async Task A_token_is_shown_to_no_other_host(string address)
    {
        Assert.IsType<BotRefused>(await _service.Connector().SendAsync(s_to with { ServiceUrl = address }, [], null, Ct));
        Assert.Equal(0, _service.TokenFetches);
    }

    [Theory]
    [InlineData("https://webchat.botframework.com/", true)]
    [InlineData("https://smba.trafficmanager.net/emea/1a2b/", true)]
    [InlineData("https://SMBA.TRAFFICMANAGER.NET", true)]
    [InlineData("http://localhost:39901/", false)]
    public void The_public_clouds_hosts_are_answered(string address, bool answered) => Assert.Equal(answered, BotService.Settings.Hosts.IsAllowed(new Uri(address)));

    private static async Task<BotOutcome> SendAsync(BotConnector connector, string? replyTo = null) =>
        await connector.SendAsync(s_to, new JsonObject { ["type"] = "message", ["text"] = "Hej" }, replyTo, Ct);
}
