using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Benchmarks;

/// <summary>The web chat: turns of a hundred talks at once, beside a channel that does nothing; and ten thousand open pages that say nothing.</summary>
/// <remarks>For the turns whoever talks runs in the same process on the same cores, for the hub and for nothing alike. The open pages run in another process than the hub.</remarks>
internal static class ChatBenchmark
{
    private const int TalksAtOnce = 100;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1); // A person is slower.

    private static readonly byte[] s_still = Encoding.UTF8.GetBytes(
        """
        {"activities":[{"type":"message","text":"Har jag förstått rätt?","replyToId":"c|0000002","from":{"id":"spoc","role":"bot"},"id":"c|0000002.1","timestamp":"2026-11-24T08:00:00.0000000Z","channelId":"directline","conversation":{"id":"c"}}],"watermark":"2"}
        """);

    public static async Task<IReadOnlyList<Figure>> RunAsync(Pace pace, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "artifacts", $"bench-chat-{Environment.ProcessId}")).FullName;
        try
        {
            return [.. await TurnsAsync(Path.Combine(folder, "turns"), pace, ct), .. await IdleSockets.RunAsync(Path.Combine(folder, "idle"), pace, ct)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A hundred talks at once, each with a person's pauses between the messages.</summary>
    public static async Task<List<double>> TalkAtOnceAsync(ChatTalker talker, TimeSpan pause, CancellationToken ct)
    {
        var talks = await Task.WhenAll(Enumerable.Range(0, TalksAtOnce).Select(_ => Task.Run(() => talker.TalkAsync(pause, ct), ct)));
        return [.. talks.SelectMany(times => times)];
    }

    private static async Task<IReadOnlyList<Figure>> TurnsAsync(string folder, Pace pace, CancellationToken ct)
    {
        await using var hub = await Hub.BuildAsync(
            ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--data", folder, "--Simulator:Auto", "false",
             "--DirectLine:Secret", ChatTalker.Secret, "--Logging:LogLevel:Default", "Warning"], TimeProvider.System);
        await using var nothing = Nothing();
        await hub.StartAsync(ct);
        await nothing.StartAsync(ct);
        using var toHub = new ChatTalker(hub.Urls.First());
        using var toNothing = new ChatTalker(nothing.Urls.First());
        for (var round = 0; round < 3; round++) // Until the code is compiled for good.
        {
            await TalkAtOnceAsync(toHub, TimeSpan.Zero, ct);
            await TalkAtOnceAsync(toNothing, TimeSpan.Zero, ct);
        }

        List<double> p50 = [], p50Limit = [], p99 = [], p99Limit = [], worst = [];
        for (var round = 0; round < pace.Rounds; round++)
        {
            var limit = await TalkAtOnceAsync(toNothing, s_pause, ct);
            var turns = await TalkAtOnceAsync(toHub, s_pause, ct);
            p50.Add(Figure.Median(turns));
            p50Limit.Add(Figure.Median(limit));
            p99.Add(Figure.Percentile(turns, 99));
            p99Limit.Add(Figure.Percentile(limit, 99));
            worst.Add(turns.Max());
        }

        return
        [
            Figure.Of("chat/turn-100-talks-p50", "ms", p50, p50Limit),
            Figure.Of("chat/turn-100-talks-p99", "ms", p99, p99Limit, goal: 150),
            Figure.Of("chat/turn-100-talks-max", "ms", worst),
        ];
    }

    /// <summary>The same routes, and each message answered with the same words, without looking at it.</summary>
    private static WebApplication Nothing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var nothing = builder.Build();
        var streams = new System.Collections.Concurrent.ConcurrentDictionary<string, Channel<byte[]>>(StringComparer.Ordinal);
        var last = 0;
        nothing.UseWebSockets();
        nothing.MapPost("/v3/directline/tokens/generate", () => new { token = "t" });
        nothing.MapPost("/v3/directline/conversations", (HttpRequest request) =>
        {
            var id = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
            streams[id] = Channel.CreateUnbounded<byte[]>();
            streams[id].Writer.TryWrite(s_still); // The greeting.
            return new { conversationId = id, token = "t", streamUrl = $"ws://{request.Host}/{id}" };
        });
        nothing.MapPost("/v3/directline/conversations/{id}/activities", (string id) =>
        {
            streams[id].Writer.TryWrite(s_still);
            return new { id = "c|0000002" };
        });
        nothing.MapGet("/{id}", async (string id, HttpContext http) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            try
            {
                await foreach (var frame in streams[id].Reader.ReadAllAsync(http.RequestAborted))
                {
                    await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, http.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // The talk is over.
            }
        });
        return nothing;
    }
}
