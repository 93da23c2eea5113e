using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace IntegrationHub.Adapters.Chat.Files;

/// <summary>What a virus scanner says of a file.</summary>
public abstract record ScanVerdict
{
    /// <summary>Nothing was found.</summary>
    public sealed record Clean : ScanVerdict;

    /// <summary>Something was found.</summary>
    /// <param name="What">The scanner's name for it.</param>
    public sealed record Infected(string What) : ScanVerdict;

    /// <summary>The scanner could not say: it is away, too slow, or refused the file.</summary>
    /// <param name="Why">For the operator.</param>
    public sealed record Unknown(string Why) : ScanVerdict;
}

/// <summary>ClamAV's daemon, asked over its own socket.</summary>
/// <param name="at"><c>tcp://host:port</c> or <c>unix:///path</c>.</param>
/// <param name="clock">Ends the wait: half a minute for each file.</param>
/// <remarks>
/// Source: clamd(8), command INSTREAM in its z form: <c>zINSTREAM\0</c>, then chunks with their length in four bytes, most significant first,
/// then a length of 0; the answer ends with a zero byte: <c>stream: OK</c>, <c>stream: NAME FOUND</c>, or <c>… ERROR</c>.
/// </remarks>
public sealed class ClamAv(Uri at, TimeProvider clock)
{
    private const int Chunk = 64 * 1024;
    private const int LongestAnswer = 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether an address can be one of clamd's.</summary>
    public static bool IsAddress(Uri at) => at switch
    {
        { Scheme: "tcp", Host.Length: > 0, Port: > 0 } => true,
        { Scheme: "unix", Host: "", AbsolutePath.Length: > 1 } => true,
        _ => false,
    };

    /// <summary>Asks about one file. Never throws for what the scanner does.</summary>
    /// <param name="content">All of it; clamd's StreamMaxLength is 100 MB unless it is set lower.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ScanVerdict> ScanAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var socket = at.Scheme == "unix" ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await (at.Scheme == "unix"
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(at.AbsolutePath), either.Token)
                : socket.ConnectAsync(at.Host, at.Port, either.Token));
            await using var wire = new NetworkStream(socket);
            await SendAsync(wire, content, either.Token);
            return Read(await AnswerAsync(wire, either.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ScanVerdict.Unknown("no answer in time");
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return new ScanVerdict.Unknown(fault.Message);
        }
    }

    private static async Task SendAsync(NetworkStream wire, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await wire.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        var length = new byte[4];
        for (var at = 0; at < content.Length; at += Chunk)
        {
            var piece = content.Slice(at, Math.Min(Chunk, content.Length - at));
            BinaryPrimitives.WriteInt32BigEndian(length, piece.Length);
            await wire.WriteAsync(length, ct);
            await wire.WriteAsync(piece, ct);
        }

        await wire.WriteAsync(new byte[4], ct);
    }

    private static async Task<string> AnswerAsync(NetworkStream wire, CancellationToken ct)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && await wire.ReadAsync(answer.AsMemory(length), ct) is > 0 and var read)
        {
            length += read;
            if (answer.AsSpan(0, length).IndexOf((byte)0) is >= 0 and var end)
            {
                return Encoding.UTF8.GetString(answer, 0, end);
            }
        }

        return Encoding.UTF8.GetString(answer, 0, length);
    }

    private static ScanVerdict Read(string answer) => answer.TrimEnd('\0', '\n') switch
    {
        "stream: OK" => new ScanVerdict.Clean(),
        var found when found.StartsWith("stream: ", StringComparison.Ordinal) && found.EndsWith(" FOUND", StringComparison.Ordinal)
            => new ScanVerdict.Infected(found["stream: ".Length..^" FOUND".Length]),
        var other => new ScanVerdict.Unknown(other.Length == 0 ? "no answer" : other),
    };
}
