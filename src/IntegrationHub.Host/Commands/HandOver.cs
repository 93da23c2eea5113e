using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace IntegrationHub.Host.Commands;

/// <summary>Hands a command to the hub that runs on the same data.</summary>
internal static class HandOver
{
    /// <summary>Has the hub do it, prints what it says, and gives its exit code.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="args">The command's words.</param>
    /// <param name="ct">Ends the wait; the hub stops the command when it notices.</param>
    /// <returns>Null when no hub listens there: the command then does the work itself.</returns>
    public static async Task<int?> TryAsync(string data, string[] args, CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(ControlSocket.PathOf(data)), ct);
        }
        catch (SocketException)
        {
            return null;
        }

        var watched = !Console.IsOutputRedirected && !args.Contains("--json", StringComparer.Ordinal);
        await using var stream = new NetworkStream(socket);
        var request = JsonSerializer.SerializeToUtf8Bytes(new HandedOver(args, Directory.GetCurrentDirectory(), watched), JsonSerializerOptions.Web);
        await stream.WriteAsync(request, ct);
        await stream.WriteAsync("\n"u8.ToArray(), ct);
        using var answer = new StreamReader(stream, Encoding.UTF8);
        return watched
            ? await AnsiConsole.Progress().StartAsync(async shown => await ShowAsync(answer, shown.AddTask("The running hub"), ct))
            : await ShowAsync(answer, null, ct);
    }

    private static async Task<int> ShowAsync(StreamReader answer, ProgressTask? bar, CancellationToken ct)
    {
        while (await answer.ReadLineAsync(ct) is { } text)
        {
            var line = JsonSerializer.Deserialize<ControlLine>(text, JsonSerializerOptions.Web)!;
            if (line.Progress is [var done, var total] && bar is not null)
            {
                (bar.MaxValue, bar.Value) = (total, done);
            }

            await Console.Out.WriteAsync(line.Out);
            if (line.Error is not null)
            {
                await Console.Error.WriteLineAsync(line.Error);
            }

            if (line.Exit is { } exit)
            {
                return exit;
            }
        }

        await Console.Error.WriteLineAsync("The running hub went away before the end. What was written stands; run the same command again to go on.");
        return 1;
    }
}
