using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace IntegrationHub.HostTests.Suppliers.Pushing;

/// <summary>The wire between the hub and a broker: hands bytes on, knows frames of AMQP 1.0 on the way back, and fails as a test wants it.</summary>
/// <param name="broker">Its port on this machine.</param>
/// <param name="beBusy">Lets the broker say that it has too much to do, or no longer; null: it has no word for that.</param>
internal sealed class AmqpFaultyWire(int broker, Action<bool>? beBusy) : IFaultyWire
{
    private const byte Disposition = 0x15;
    private const byte SaslOutcome = 0x44;
    private static readonly byte[] s_refused = [0, 0, 0, 16, 2, 1, 0, 0, 0, 0x53, SaslOutcome, 0xC0, 3, 1, 0x50, 1];
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _open = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile TaskCompletionSource? _held;
    private volatile int _lose;
    private volatile bool _down;
    private volatile bool _refuses;

    /// <summary>What the hub is given as the broker's.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool IsDown => _down;

    public AmqpFaultyWire Start()
    {
        _listener.Start();
        _ = AcceptAsync();
        return this;
    }

    public void LoseNextAnswer() => _lose = 1;

    public void HoldAnswers() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void BeDown()
    {
        _down = true;
        Cut();
    }

    public TimeSpan? BeBusy()
    {
        if (beBusy is null)
        {
            BeDown();
            return null;
        }

        beBusy(true);
        return TimeSpan.FromSeconds(10);
    }

    public string RefuseToken()
    {
        _refuses = true;
        return "Messaging:ConnectionString";
    }

    public void Mend()
    {
        (_lose, _down, _refuses) = (0, false, false);
        _held?.TrySetResult();
        _held = null;
        beBusy?.Invoke(false);
    }

    public ValueTask DisposeAsync()
    {
        _down = true;
        _listener.Dispose();
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The wire has been taken away.
        }
    }

    private async Task CarryAsync(TcpClient hub)
    {
        using var near = hub;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        lock (_gate)
        {
            _open.RemoveAll(one => !one.Connected);
            _open.AddRange([near, far]);
        }

        try
        {
            if (!_down)
            {
                await far.ConnectAsync(IPAddress.Loopback, broker);
                var told = new Told();
                await Task.WhenAny(ThereAsync(near.GetStream(), far.GetStream(), told), BackAsync(far.GetStream(), near.GetStream(), told));
            }
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }

    /// <summary>Notes when a message of the hub's goes by while its answer is to fail.</summary>
    private async Task ThereAsync(NetworkStream from, NetworkStream to, Told told)
    {
        var mark = "cloudEvents_specversion"u8.ToArray();
        var buffer = new byte[64 * 1024];
        var kept = 0;
        int read;
        while ((read = await from.ReadAsync(buffer.AsMemory(kept))) > 0)
        {
            if ((_lose == 1 || _held is not null) && buffer.AsSpan(0, kept + read).IndexOf(mark) >= 0)
            {
                told.IsSet = true;
            }

            await to.WriteAsync(buffer.AsMemory(kept, read));
            var end = Math.Min(mark.Length - 1, kept + read); // A mark may lie across two reads.
            buffer.AsSpan(kept + read - end, end).CopyTo(buffer);
            kept = end;
        }
    }

    private async Task BackAsync(NetworkStream from, NetworkStream to, Told told)
    {
        while (await FrameAsync(from) is { } frame)
        {
            var kind = KindOf(frame);
            if (kind == SaslOutcome && _refuses)
            {
                await to.WriteAsync(s_refused);
                return;
            }

            if (kind == Disposition && told.IsSet)
            {
                if (Interlocked.Exchange(ref _lose, 0) == 1)
                {
                    return;
                }

                if (_held is { } held)
                {
                    await held.Task;
                }
            }

            await to.WriteAsync(frame);
        }
    }

    /// <summary>The next frame, or the eight bytes with which a protocol begins.</summary>
    private static async Task<byte[]?> FrameAsync(NetworkStream from)
    {
        var head = new byte[8];
        if (await from.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            return null;
        }

        if (head.AsSpan().StartsWith("AMQP"u8))
        {
            return head;
        }

        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        head.CopyTo(frame, 0);
        await from.ReadExactlyAsync(frame.AsMemory(head.Length));
        return frame;
    }

    private static byte KindOf(byte[] frame) => frame.Length > 10 && (frame[4] * 4) + 2 < frame.Length ? frame[(frame[4] * 4) + 2] : (byte)0;

    private void Cut()
    {
        lock (_gate)
        {
            _open.ForEach(one => one.Close());
            _open.Clear();
        }
    }

    private sealed class Told
    {
        public volatile bool IsSet;
    }
}
