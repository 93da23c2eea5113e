using IntegrationHub.Adapters.Chat.BotFramework;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Tests.Chats;

/// <summary>Tokens that channels present, good and bad, and the keys that they are checked by.</summary>
public sealed class BelievingAChannel : IDisposable
{
    private readonly BotService _service = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Bad => [.. s_bad.Keys];

    private static readonly Dictionary<string, Func<BotService, string?>> s_bad = new(StringComparer.Ordinal)
    {
        ["none"] = _ => null,
        ["empty"] = _ => "",
        ["not a bearer"] = service => "Basic " + service.Sign(),
        ["rubbish"] = _ => "Bearer abc",
        ["three dots"] = _ => "Bearer a.b.c",
        ["too long"] = service => "Bearer " + service.Sign(claims => claims["x"] = new string('x', 20_000)),
        ["other audience"] = service => "Bearer " + service.Sign(claims => claims["aud"] = "22222222-2222-3333-4444-555555555555"),
        ["no audience"] = service => "Bearer " + service.Sign(claims => claims.Remove("aud")),
        ["other issuer"] = service => "Bearer " + service.Sign(claims => claims["iss"] = "https://evil.example"),
        ["no issuer"] = service => "Bearer " + service.Sign(claims => claims.Remove("iss")),
        ["expired six minutes ago"] = service => "Bearer " + service.Sign(claims => claims["exp"] = BotService.Start.AddMinutes(-6).ToUnixTimeSeconds()),
        ["valid in six minutes"] = service => "Bearer " + service.Sign(claims => claims["nbf"] = BotService.Start.AddMinutes(6).ToUnixTimeSeconds()),
        ["no expiry"] = service => "Bearer " + service.Sign(claims => claims.Remove("exp")),
        ["another key under the known id"] = service => "Bearer " + service.Sign(key: BotService.OtherKey),
        ["unknown key"] = service => "Bearer " + service.Sign(key: BotService.OtherKey, kid: "k-2"),
        ["RSA with padding that is not allowed"] = service => "Bearer " + service.Sign(algorithm: SecurityAlgorithms.RsaSsaPssSha256),
        ["no algorithm"] = service => "Bearer " + Unsigned(service),
        ["the public key as a shared secret"] = service => "Bearer " + Hmac(service),
        ["a changed body"] = service => "Bearer " + Changed(service),
        ["no service address"] = service => "Bearer " + service.Sign(claims => claims.Remove("serviceurl")),
        ["a service address that is no text"] = service => "Bearer " + service.Sign(claims => claims["serviceurl"] = 7),
    };

    public void Dispose() => _service.Dispose();

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_token_is_not_believed(string what) => Assert.Null((await _service.Tokens().CheckAsync(s_bad[what](_service), Ct)).Token);

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSha384)]
    [InlineData(SecurityAlgorithms.RsaSha512)]
    public async Task A_good_one_is(string algorithm) => Assert.NotNull((await _service.Tokens().CheckAsync("Bearer " + _service.Sign(algorithm: algorithm), Ct)).Token);

    [Theory]
    [InlineData(-4, 60)]
    [InlineData(-60, 4)]
    public async Task Clocks_may_differ_by_five_minutes(int expired, int early) => Assert.NotNull((await _service.Tokens().CheckAsync(
        "Bearer " + _service.Sign(claims =>
        {
            claims["exp"] = BotService.Start.AddMinutes(expired == -4 ? -4 : 60).ToUnixTimeSeconds();
            claims["nbf"] = BotService.Start.AddMinutes(early == 4 ? 4 : -60).ToUnixTimeSeconds();
        }), Ct)).Token);

    [Theory]
    [InlineData("msteams", "https://smba.trafficmanager.net/emea/", true)]
    [InlineData("msteams", "https://SMBA.trafficmanager.net/emea", true)]
    [InlineData("webchat", "https://smba.trafficmanager.net/emea/", true)]
    [InlineData("skype", "https://smba.trafficmanager.net/emea/", false)]
    [InlineData("msteams", "https://smba.trafficmanager.net/amer/", false)]
    [InlineData("msteams", "https://smba.trafficmanager.net/emea//", false)]
    [InlineData("msteams", "https://smba.trafficmanager.net.evil.example/emea/", false)]
    [InlineData("msteams", null, false)]
    public async Task It_speaks_for_its_own_channel_and_address_only(string channel, string? address, bool speaks) =>
        Assert.Equal(speaks, (await GoodAsync(_service.Tokens())).SpeaksFor(channel, address));

    [Fact]
    public async Task A_key_that_says_nothing_of_channels_may_speak_for_any()
    {
        _service.Publish("k-1", BotService.Key);
        Assert.True((await GoodAsync(_service.Tokens())).SpeaksFor("skype", BotService.ServiceUrl));
    }

    [Fact]
    public async Task A_new_key_is_fetched_at_once()
    {
        var keys = _service.Keys();
        Assert.NotNull(await keys.FindAsync("k-1", Ct));
        _service.Publish("k-2", BotService.OtherKey);
        Assert.NotNull(await keys.FindAsync("k-2", Ct));
        Assert.NotNull(await keys.FindAsync("k-1", Ct));
        Assert.Equal(2, _service.KeyFetches);
    }

    [Fact]
    public async Task A_key_that_was_taken_back_is_not_believed_any_more()
    {
        var keys = _service.Keys();
        Assert.NotNull(await keys.FindAsync("k-1", Ct));
        _service.PublishNothing();
        _service.Publish("k-2", BotService.OtherKey);
        Assert.NotNull(await keys.FindAsync("k-2", Ct));
        Assert.Null(await keys.FindAsync("k-1", Ct));
    }

    [Fact]
    public async Task A_flood_of_made_up_keys_costs_a_fetch_in_five_seconds()
    {
        var keys = _service.Keys();
        for (var i = 0; i < 200; i++)
        {
            Assert.Null(await keys.FindAsync($"made-up-{i}", Ct));
        }

        Assert.Equal(ChannelKeys.AtOnce, _service.KeyFetches);
        Assert.NotNull(await keys.FindAsync("k-1", Ct));
        _service.Publish("k-2", BotService.OtherKey);
        _service.Clock.Advance(ChannelKeys.Between);
        Assert.NotNull(await keys.FindAsync("k-2", Ct));
    }

    [Fact]
    public async Task Many_who_ask_at_once_share_one_fetch()
    {
        var gate = new TaskCompletionSource();
        _service.Gate = gate.Task;
        var keys = _service.Keys();
        var asked = Enumerable.Range(0, 50).Select(_ => keys.FindAsync("k-1", Ct)).ToArray();
        gate.SetResult();
        Assert.All(await Task.WhenAll(asked), Assert.NotNull);
        Assert.Equal(1, _service.KeyFetches);
    }

    [Fact]
    public async Task When_keys_cannot_be_fetched_the_old_ones_hold_and_it_is_tried_again_later()
    {
        var keys = _service.Keys();
        Assert.NotNull(await keys.FindAsync("k-1", Ct));
        _service.Down = true;
        _service.Publish("k-2", BotService.OtherKey);
        Assert.Null(await keys.FindAsync("k-2", Ct));
        Assert.NotNull(await keys.FindAsync("k-1", Ct));
        Assert.Null(await keys.FindAsync("k-2", Ct)); // Not at once.
        Assert.Equal(2, _service.KeyFetches);
        _service.Down = false;
        _service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await keys.FindAsync("k-2", Ct));
    }

    [Fact]
    public async Task Keys_are_fetched_anew_once_a_day_and_nobody_waits_for_it()
    {
        var keys = _service.Keys();
        await keys.FindAsync("k-1", Ct);
        _service.Clock.Advance(TimeSpan.FromHours(23));
        await keys.FindAsync("k-1", Ct);
        Assert.Equal(1, _service.KeyFetches);
        _service.Clock.Advance(TimeSpan.FromHours(2));
        _service.Gate = new TaskCompletionSource().Task;
        Assert.NotNull(await keys.FindAsync("k-1", Ct));
        Assert.Equal(2, _service.KeyFetches);
    }

    [Fact]
    public async Task A_key_that_is_too_short_or_broken_spoils_none_of_the_others()
    {
        using var weak = System.Security.Cryptography.RSA.Create(1024);
        _service.Publish("weak", weak);
        _service.Published.Add(System.Text.Json.Nodes.JsonNode.Parse("""{"kty":"RSA","kid":"broken","n":"%%%"}"""));
        _service.Published.Add(System.Text.Json.Nodes.JsonNode.Parse("""{"kty":"oct","kid":"shared","k":"c2VjcmV0"}"""));
        var keys = _service.Keys();
        Assert.NotNull(await keys.FindAsync("k-1", Ct));
        Assert.All(["weak", "broken", "shared"], kid => Assert.Null(keys.FindAsync(kid, Ct).Result));
    }

    private async Task<ChannelToken> GoodAsync(ChannelTokens tokens) => (await tokens.CheckAsync("Bearer " + _service.Sign(), Ct)).Token!;

    private static string Unsigned(BotService service)
    {
        var parts = service.Sign().Split('.');
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT","kid":"k-1"}""")}.{parts[1]}.";
    }

    private static string Hmac(BotService service)
    {
        var secret = System.Text.Encoding.ASCII.GetBytes(BotService.Key.ExportSubjectPublicKeyInfoPem());
        var claims = Base64UrlEncoder.Decode(service.Sign().Split('.')[1]);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            claims, new SigningCredentials(new SymmetricSecurityKey(secret) { KeyId = "k-1" }, SecurityAlgorithms.HmacSha256));
    }

    private static string Changed(BotService service)
    {
        var parts = service.Sign().Split('.');
        return $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("{", """{"role":"admin",""", StringComparison.Ordinal))}.{parts[2]}";
    }
}
