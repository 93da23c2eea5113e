using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntegrationHub.Benchmarks;

/// <summary>Pages that are open and say nothing: what the hub, a process of its own, needs of memory for them, and how a talk goes beside them.</summary>
internal static class IdleSockets
{
    private const int Pages = 10_000;
    private const int AtOnce = 32;

    // An empty text frame, masked, as a client sends it every twenty seconds.
    private static readonly byte[] s_empty = [0x81, 0x80, 1, 2, 3, 4];
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(25); // Longer than the hub's keep-alives are apart.

    /// <summary>Opens the pages, waits until each was kept alive once, and looks.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string folder, Pace pace, CancellationToken ct)
    {
        var pages = pace == Pace.Quick ? Pages / 10 : Pages;
        var port = FreePort();
        using var hub = Programs.Start(Environment.CurrentDirectory, "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "hub.dll"), "--environment", "Development", "--urls", $"http://127.0.0.1:{port}", "--data", folder,
            "--Simulator:Auto", "false", "--DirectLine:Secret", ChatTalker.Secret, "--Logging:LogLevel:Default", "Warning",
        ]);
        var sockets = new List<Socket>();
        try
        {
            _ = hub.StandardOutput.ReadToEndAsync(ct);
            _ = hub.StandardError.ReadToEndAsync(ct);
            using var talker = new ChatTalker($"http://127.0.0.1:{port}");
            await ReadyAsync(port, hub, ct);
            await ChatBenchmark.TalkAtOnceAsync(talker, TimeSpan.Zero, ct); // Warms up.
            var before = ResidentMiB(hub);
            await Parallel.ForEachAsync(Enumerable.Range(0, pages), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (_, stop) =>
            {
                var (_, _, stream) = await talker.BeginAsync(stop);
                var socket = await OpenAsync(stream, stop);
                lock (sockets)
                {
                    sockets.Add(socket);
                }
            });
            await Task.Delay(s_settling, TimeProvider.System, ct);
            foreach (var socket in sockets)
            {
                await socket.SendAsync(s_empty, ct);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ct);
            var open = ResidentMiB(hub);
            var turns = await ChatBenchmark.TalkAtOnceAsync(talker, TimeSpan.FromSeconds(1), ct);
            if (sockets.Exists(socket => socket.Poll(0, SelectMode.SelectError) || !socket.Connected))
            {
                throw new InvalidOperationException("The hub closed a page that was open.");
            }

            return
            [
                new Figure(string.Create(CultureInfo.InvariantCulture, $"chat/idle-{pages}-memory"), Math.Round(open), "MiB", Goal: 1024),
                new Figure(string.Create(CultureInfo.InvariantCulture, $"chat/idle-{pages}-each"), Math.Round((open - before) * 1024 / pages, 1), "KiB"),
                Figure.Of(string.Create(CultureInfo.InvariantCulture, $"chat/turn-beside-{pages}-p99"), "ms", [Figure.Percentile(turns, 99)], goal: 150),
            ];
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
            hub.Kill();
            await hub.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Socket> OpenAsync(Uri stream, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, stream.Port, ct);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {stream.PathAndQuery} HTTP/1.1\r\nHost: {stream.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), ct);
        var answer = new byte[1024];
        var length = await socket.ReceiveAsync(answer, ct);
        return Encoding.ASCII.GetString(answer, 0, length).StartsWith("HTTP/1.1 101", StringComparison.Ordinal)
            ? socket : throw new InvalidOperationException("The hub opened no stream: " + Encoding.ASCII.GetString(answer, 0, length));
    }

    private static async Task ReadyAsync(int port, Process hub, CancellationToken ct)
    {
        using var http = new HttpClient();
        while (!hub.HasExited)
        {
            try
            {
                if ((await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), ct)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }

        throw new InvalidOperationException($"The hub ended with {hub.ExitCode}.");
    }

    private static double ResidentMiB(Process hub)
    {
        hub.Refresh();
        return hub.WorkingSet64 / 1024.0 / 1024.0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
