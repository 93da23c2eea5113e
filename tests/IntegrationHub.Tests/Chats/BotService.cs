using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat.BotFramework;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Tests.Chats;

/// <summary>The Bot Framework service in memory: its keys, its tokens, and a channel that answers as the test says.</summary>
internal sealed class BotService : HttpMessageHandler
{
    public const string AppId = "11111111-2222-3333-4444-555555555555";
    public const string ServiceUrl = "https://smba.trafficmanager.net/emea/";
    public const string Secret = "very-secret";
    public static readonly DateTimeOffset Start = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);
    public static readonly RSA Key = RSA.Create(2048);
    public static readonly RSA OtherKey = RSA.Create(2048);
    public static readonly BotSettings Settings = new(
        AppId, Secret, new Uri(BotSettings.PublicMetadata), new Uri(BotSettings.TokenUrlOf("city.example")), BotSettings.PublicIssuer,
        new ServiceHosts(ServiceHosts.PublicCloud, loopback: false));

    private readonly Lock _gate = new();

    public BotService() => Publish("k-1", Key, "msteams", "webchat");

    public FakeTimeProvider Clock { get; } = new(Start);

    /// <summary>What the service publishes.</summary>
    public JsonArray Published { get; private set; } = [];

    public int KeyFetches { get; private set; }

    public int TokenFetches { get; private set; }

    /// <summary>Whether the service's documents and tokens can be had.</summary>
    public bool Down { get; set; }

    /// <summary>Lets no answer of the service out before it is done.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What the channel answers next; 201 when there is nothing.</summary>
    public Queue<Func<CancellationToken, Task<HttpResponseMessage>>> Answers { get; } = new();

    /// <summary>What the channel was sent.</summary>
    public List<(Uri Address, string Bearer, JsonNode Body)> Sent { get; } = [];

    public IEnumerable<string> Texts => Sent.Where(sent => (string?)sent.Body["type"] == "message").Select(sent => (string)sent.Body["text"]!);

    public ChannelKeys Keys() => new(new HttpClient(this, disposeHandler: false), Settings, Clock, NullLogger<ChannelKeys>.Instance);

    public ChannelTokens Tokens(ChannelKeys? keys = null) => new(keys ?? Keys(), Settings, Clock);

    public BotConnector Connector(HubToken? token = null) =>
        new(new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }, token ?? Token(), Settings.Hosts, Clock);

    public HubToken Token() => new(new HttpClient(this, disposeHandler: false), Settings, Clock);

    public void Publish(string kid, RSA key, params string[] endorsements)
    {
        var read = key.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = kid, ["n"] = Base64UrlEncoder.Encode(read.Modulus), ["e"] = Base64UrlEncoder.Encode(read.Exponent) };
        if (endorsements.Length > 0)
        {
            jwk["endorsements"] = new JsonArray([.. endorsements.Select(one => (JsonNode)one)]);
        }

        Published = [.. Published.Where(old => (string?)old!["kid"] != kid).Select(old => old!.DeepClone()), jwk];
    }

    public void PublishNothing() => Published = [];

    /// <summary>A token as the connector makes it, with what the test changes.</summary>
    public string Sign(Action<Dictionary<string, object?>>? change = null, RSA? key = null, string kid = "k-1", string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["iss"] = BotSettings.PublicIssuer,
            ["aud"] = AppId,
            ["nbf"] = now - 300,
            ["exp"] = now + 3600,
            ["serviceurl"] = ServiceUrl,
        };
        change?.Invoke(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(claims), new SigningCredentials(new RsaSecurityKey(key ?? Key) { KeyId = kid }, algorithm));
    }

    public void Answer(HttpStatusCode status, string body = "{}", TimeSpan? retryAfter = null) => Answers.Enqueue(_ =>
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        answer.Headers.RetryAfter = retryAfter is { } wait ? new System.Net.Http.Headers.RetryConditionHeaderValue(wait) : null;
        return Task.FromResult(answer);
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        return request.RequestUri!.AbsolutePath switch
        {
            "/v1/.well-known/openidconfiguration" => await DocumentAsync(() => KeyFetches++, new JsonObject { ["issuer"] = BotSettings.PublicIssuer, ["jwks_uri"] = "https://login.botframework.com/v1/.well-known/keys" }),
            "/v1/.well-known/keys" => await DocumentAsync(() => { }, new JsonObject { ["keys"] = Published.DeepClone() }),
            "/city.example/oauth2/v2.0/token" => await DocumentAsync(() => TokenFetches++, new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = $"token-{TokenFetches}" }, body),
            _ => await ChannelAsync(request, body, cancellationToken),
        };
    }

    private async Task<HttpResponseMessage> DocumentAsync(Action count, JsonObject document, string? form = null)
    {
        lock (_gate)
        {
            count();
            if (form is not null)
            {
                document["access_token"] = $"token-{TokenFetches}";
                Assert.Equal($"grant_type=client_credentials&client_id={AppId}&client_secret={Secret}&scope=https%3A%2F%2Fapi.botframework.com%2F.default", form);
            }
        }

        await Gate;
        return Down ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(document.ToJsonString()) };
    }

    private Task<HttpResponseMessage> ChannelAsync(HttpRequestMessage request, string body, CancellationToken ct)
    {
        Func<CancellationToken, Task<HttpResponseMessage>>? answer;
        lock (_gate)
        {
            if (!Answers.TryDequeue(out answer))
            {
                Sent.Add((request.RequestUri!, request.Headers.Authorization!.Parameter!, JsonNode.Parse(body)!));
            }
        }

        return answer?.Invoke(ct) ?? Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent("""{"id":"r1"}""") });
    }
}
