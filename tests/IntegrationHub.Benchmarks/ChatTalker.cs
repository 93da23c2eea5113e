using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace IntegrationHub.Benchmarks;

/// <summary>People who chat over Direct Line, as the official client talks it: a message is posted, the answer comes over a stream.</summary>
internal sealed class ChatTalker(string address) : IDisposable
{
    public const string Secret = "benchmark-secret-0123456789abcdef";

    /// <summary>What is said in a talk: a matter, a correction, and yes, which makes a case.</summary>
    private static readonly string[] s_talk = ["Skrivaren på plan 3 skriver inte ut", "Nej, det är e-posten som inte kommer fram", "Ja"];

    private readonly HttpMessageInvoker _sockets = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1024 });
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(address) };

    public void Dispose()
    {
        _http.Dispose();
        _sockets.Dispose();
    }

    /// <summary>A whole talk, with a pause of half to one and a half times the given one before each message.</summary>
    /// <returns>What each turn took, from the post to the answer on the stream, in milliseconds.</returns>
    public async Task<List<double>> TalkAsync(TimeSpan pause, CancellationToken ct)
    {
        var begun = await BeginAsync(ct);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(begun.Stream, _sockets, ct);
        var frame = new byte[64 * 1024];
        await HearAsync(socket, frame, "\"text\""u8.ToArray(), ct); // The greeting.
        var times = new List<double>();
        foreach (var text in s_talk)
        {
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, ct);
            var began = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v3/directline/conversations/{begun.Conversation}/activities")
            {
                Content = JsonContent.Create(new { type = "message", text, locale = "sv-SE", channelData = new { clientActivityID = $"t{times.Count}" } }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", begun.Token);
            var posting = _http.SendAsync(request, ct);
            await HearAsync(socket, frame, "\"replyToId\""u8.ToArray(), ct);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            using var posted = await posting;
            posted.EnsureSuccessStatusCode();
        }

        socket.Abort();
        return times;
    }

    /// <summary>Begins a conversation; the hub greets.</summary>
    public async Task<(string Conversation, string Token, Uri Stream)> BeginAsync(CancellationToken ct)
    {
        using var made = await AskAsync("/v3/directline/tokens/generate", Secret, ct);
        using var began = await AskAsync("/v3/directline/conversations", made.RootElement.GetProperty("token").GetString()!, ct);
        string Of(string name) => began.RootElement.GetProperty(name).GetString()!;
        return (Of("conversationId"), Of("token"), new Uri(Of("streamUrl")));
    }

    private async Task<JsonDocument> AskAsync(string path, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, ct);
        return JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct));
    }

    /// <summary>Waits for a frame that holds a text.</summary>
    private static async Task HearAsync(ClientWebSocket socket, byte[] frame, byte[] sign, CancellationToken ct)
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult got;
            do
            {
                got = await socket.ReceiveAsync(frame.AsMemory(length), ct);
                length += got.Count;
            }
            while (!got.EndOfMessage);

            if (frame.AsSpan(0, length).IndexOf(sign) >= 0)
            {
                return;
            }
        }
    }
}
