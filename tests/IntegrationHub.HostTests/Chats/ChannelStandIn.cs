using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.HostTests.Chats;

/// <summary>A channel in the test's own process, where the test decides when an answer is taken: for what no script can time.</summary>
internal sealed class ChannelStandIn : IAsyncDisposable
{
    public const string User = "29:anna";
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private readonly RSA _key = RSA.Create(2048);
    private readonly Channel<JsonNode> _answers = Channel.CreateUnbounded<JsonNode>();
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private int _ids;

    private ChannelStandIn(Uri address)
    {
        Address = address;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add(address.ToString());
        _app.MapGet("/v1/.well-known/openidconfiguration", () => new { issuer = "https://api.botframework.com", jwks_uri = new Uri(address, "/keys") });
        _app.MapGet("/keys", () => new { keys = new[] { Jwk() } });
        _app.MapPost("/{tenant}/oauth2/v2.0/token", () => new { token_type = "Bearer", expires_in = 3600, access_token = "hub-token" });
        _app.MapPost("/v3/conversations/{conversation}/activities/{reply?}", TakeAsync);
    }

    public Uri Address { get; }

    /// <summary>Before the channel answers: 201 when it ends.</summary>
    public Func<JsonNode, Task<int>> Answer { get; set; } = _ => Task.FromResult(StatusCodes.Status201Created);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ChannelStandIn> StartAsync()
    {
        var channel = new ChannelStandIn(HubProcess.FreeAddress());
        await channel._app.StartAsync(Ct);
        return channel;
    }

    /// <summary>The next message that the channel took, as JSON; signs of typing are passed over.</summary>
    public async Task<string> NextAsync()
    {
        while (true)
        {
            var activity = await _answers.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(180), Ct);
            if ((string?)activity["type"] == "message")
            {
                return activity.ToJsonString(s_readable);
            }
        }
    }

    /// <summary>Whether it has taken nothing more than what was asked for.</summary>
    public bool IsQuiet => !_answers.Reader.TryPeek(out _);

    /// <summary>An activity of the user's.</summary>
    public JsonObject Activity(string type, string? text = null) => new()
    {
        ["type"] = type,
        ["id"] = $"in-{++_ids}",
        ["channelId"] = "msteams",
        ["serviceUrl"] = Address.ToString(),
        ["from"] = new JsonObject { ["id"] = User, ["name"] = "Anna Provare" },
        ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "SPOC" },
        ["conversation"] = new JsonObject { ["id"] = "a:1", ["conversationType"] = "personal" },
        ["locale"] = "sv-SE",
        ["text"] = text,
    };

    /// <summary>Presents something to the hub, with a good token unless another is given.</summary>
    public async Task<HttpResponseMessage> PostAsync(ServedHub hub, HttpContent content, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Address, "/api/messages")) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Sign());
        return await _http.SendAsync(request, Ct);
    }

    public Task<HttpResponseMessage> PostAsync(ServedHub hub, JsonObject activity, string? token = null) =>
        PostAsync(hub, new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json"), token);

    public string Sign(string? audience = null, RSA? key = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new { iss = "https://api.botframework.com", aud = audience ?? BotKit.App, nbf = now - 300, exp = now + 3600, serviceurl = Address.ToString() };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(claims), new SigningCredentials(new RsaSecurityKey(key ?? _key) { KeyId = "k-1" }, SecurityAlgorithms.RsaSha256));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
        _key.Dispose();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var activity = (await JsonNode.ParseAsync(request.Body))!;
        var status = request.Headers.Authorization == "Bearer hub-token" ? await Answer(activity) : StatusCodes.Status401Unauthorized;
        if (status == StatusCodes.Status201Created)
        {
            await _answers.Writer.WriteAsync(activity);
        }

        return Results.Json(new { id = "r" }, statusCode: status);
    }

    private Dictionary<string, object> Jwk()
    {
        var read = _key.ExportParameters(includePrivateParameters: false);
        return new(StringComparer.Ordinal)
        {
            ["kty"] = "RSA",
            ["kid"] = "k-1",
            ["n"] = Base64UrlEncoder.Encode(read.Modulus),
            ["e"] = Base64UrlEncoder.Encode(read.Exponent),
            ["endorsements"] = new[] { "msteams" },
        };
    }
}
