using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Host.Commands;

/// <summary>A command handed over: its words, and where the caller stands.</summary>
internal sealed record HandedOver(string[] Args, string Folder, bool Watched);

/// <summary>One line of the answer: something printed, an error, how far it is, or the exit code that ends it.</summary>
internal sealed record ControlLine(string? Out = null, string? Error = null, int[]? Progress = null, int? Exit = null);

/// <summary>
/// The door for commands on this machine, while the hub has the data: a Unix socket in the data directory, open to its owner only.
/// One JSON line in, JSON lines out.
/// </summary>
internal sealed partial class ControlSocket(DataDirectory data, IServiceProvider services, TimeProvider clock, ILogger<ControlSocket> logger) : BackgroundService
{
    private const int LongestPath = 100; // A socket's path has at most 108 bytes.
    private const int LongestRequest = 64 * 1024;

    /// <summary>The socket of a data directory; in the folder for temporary files when the directory's own path is too long.</summary>
    public static string PathOf(string directory)
    {
        var path = Path.Combine(directory, "hub.sock");
        return Encoding.UTF8.GetByteCount(path) <= LongestPath
            ? path
            : Path.Combine(Path.GetTempPath(), $"hub-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..24]}.sock");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = PathOf(data.Path);
        File.Delete(path); // The data's lock is ours: whoever left it there is gone.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite); // Before it listens, so that nobody else ever gets in.
            }

            socket.Listen();
            while (true)
            {
                var caller = await socket.AcceptAsync(stoppingToken);
                _ = Task.Run(() => AnswerAsync(caller, stoppingToken), CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            File.Delete(path);
        }
        catch (SocketException fault)
        {
            NoSocket(logger, fault, path);
        }
    }

    private async Task AnswerAsync(Socket caller, CancellationToken ct)
    {
        await using var stream = new NetworkStream(caller, ownsSocket: true);
        await using var lines = new ControlLines(stream);
        try
        {
            if (await ReadAsync(stream, ct) is not { } request)
            {
                lines.Write(new ControlLine(Error: "The request is no command.", Exit: 2));
                return;
            }

            var context = new CommandContext(
                lines, request.Folder, clock, services, request.Watched ? (done, total) => lines.Write(new ControlLine(Progress: [done, total])) : null);
            var (exit, error) = await HubCommands.InvokeAsync(request.Args, context, ct);
            lines.Write(new ControlLine(Error: error, Exit: exit));
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            CallerGone(logger); // What was written stands; the command can be given again.
        }
    }

    private static async Task<HandedOver?> ReadAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[LongestRequest];
        var length = 0;
        while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), ct) is var read and > 0)
        {
            length += read;
            if (buffer.AsSpan(0, length).Contains((byte)'\n'))
            {
                break;
            }
        }

        try
        {
            return JsonSerializer.Deserialize<HandedOver>(buffer.AsSpan(0, length), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Commands cannot be handed to this hub: {Path} could not be opened")]
    private static partial void NoSocket(ILogger logger, Exception fault, string path);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "A command's caller went away before its end")]
    private static partial void CallerGone(ILogger logger);

    /// <summary>What a command prints, as JSON lines on the socket.</summary>
    private sealed class ControlLines(Stream stream) : TextWriter
    {
        private readonly Lock _gate = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value) => Write(new ControlLine(Out: value));

        public override void WriteLine(string? value) => Write(new ControlLine(Out: value + "\n"));

        public void Write(ControlLine line)
        {
            lock (_gate)
            {
                stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, JsonSerializerOptions.Web), (byte)'\n']);
            }
        }
    }
}
