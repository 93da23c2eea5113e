using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Chats;

/// <summary>A client by hand, for what no proper client does.</summary>
/// <param name="Hub">Whom it talks with.</param>
/// <param name="Conversation">The conversation's id.</param>
/// <param name="Token">Its token.</param>
/// <param name="StreamUrl">Where its stream is.</param>
internal sealed record DirectLineClient(ServedHub Hub, string Conversation, string Token, string StreamUrl)
{
    private const string Base = "/v3/directline";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Begins a conversation with a token that was made by the secret.</summary>
    public static async Task<DirectLineClient> BeginAsync(ServedHub hub, string? user = null, params string[] origins)
    {
        using var made = await SendAsync(hub, HttpMethod.Post, "/tokens/generate", DirectLineKit.Secret, new { user = new { id = user ?? "dl_one" }, trustedOrigins = origins });
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var token = OpeningACase.Text(await OpeningACase.JsonAsync(made), "token")!;
        using var began = await SendAsync(hub, HttpMethod.Post, "/conversations", token, new { locale = "sv-SE" });
        Assert.Equal(HttpStatusCode.Created, began.StatusCode);
        var answer = await OpeningACase.JsonAsync(began);
        return new DirectLineClient(hub, OpeningACase.Text(answer, "conversationId")!, OpeningACase.Text(answer, "token")!, OpeningACase.Text(answer, "streamUrl")!);
    }

    /// <summary>Sends a request to the hub.</summary>
    public static async Task<HttpResponseMessage> SendAsync(ServedHub hub, HttpMethod method, string path, string? token, object? body = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, Base + path);
        request.Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await hub.Http.SendAsync(request, Ct);
    }

    /// <summary>Writes something.</summary>
    public Task<HttpResponseMessage> SayAsync(string text, string? id = null) => SendAsync(
        Hub, HttpMethod.Post, $"/conversations/{Conversation}/activities", Token, new { type = "message", text, channelData = id is null ? null : new { clientActivityID = id } });

    /// <summary>Asks for what is new.</summary>
    public async Task<(IReadOnlyList<JsonElement> Activities, string Watermark)> ReadAsync(string watermark = "")
    {
        using var answer = await SendAsync(Hub, HttpMethod.Get, $"/conversations/{Conversation}/activities?watermark={watermark}", Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return SetOf(await OpeningACase.JsonAsync(answer));
    }

    /// <summary>Opens the stream.</summary>
    public async Task<ClientWebSocket> OpenAsync(string? at = null, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new Uri(at ?? StreamUrl), Ct);
        return socket;
    }

    /// <summary>The next set of activities on a stream, or null when it is closed; empty frames and typing are passed over.</summary>
    public static async Task<(IReadOnlyList<JsonElement> Activities, string Watermark)?> HearAsync(ClientWebSocket socket)
    {
        var frame = new byte[1024 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult got;
            do
            {
                got = await socket.ReceiveAsync(frame.AsMemory(length), Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(180), Ct);
                length += got.Count;
            }
            while (!got.EndOfMessage);

            if (got.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (length > 0)
            {
                using var set = JsonDocument.Parse(frame.AsMemory(0, length));
                if (set.RootElement.TryGetProperty("watermark", out _))
                {
                    return SetOf(set.RootElement.Clone());
                }
            }
        }
    }

    /// <summary>The code of a refusal.</summary>
    public static async Task<string?> CodeOfAsync(HttpResponseMessage refused) =>
        JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("error") is var error && error.GetProperty("message").GetString()!.Length > 10
            ? error.GetProperty("code").GetString() : null;

    /// <summary>A file as a part of a form.</summary>
    public Task<HttpResponseMessage> UploadAsync(params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        form.Add(new StringContent("""{"type":"message","channelData":{"clientActivityID":"up1"}}""", Encoding.UTF8, "application/vnd.microsoft.activity"), "activity", "blob");
        foreach (var (name, content) in files)
        {
            form.Add(new ByteArrayContent(content), "file", name);
        }

        return SendAsync(Hub, HttpMethod.Post, $"/conversations/{Conversation}/upload?userId=dl_one", Token, form);
    }

    private static (IReadOnlyList<JsonElement>, string) SetOf(JsonElement set) =>
        ([.. set.GetProperty("activities").EnumerateArray()], set.GetProperty("watermark").GetString()!);
}
