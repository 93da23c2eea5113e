using System.Net.WebSockets;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>One open stream: all that is after the client's watermark, then what comes. Idle it holds no buffer, timer or thread.</summary>
/// <param name="socket">The connection.</param>
/// <param name="stream">The conversation's stream in the log.</param>
/// <param name="session">The window's mark: a second connection of the same replaces the first.</param>
/// <param name="shape">Makes activities of events.</param>
/// <param name="log">Where what was missed is read.</param>
/// <param name="codec">Opens events.</param>
/// <param name="clock">The time.</param>
internal sealed class DirectLineSocket(
    WebSocket socket, string stream, string session, ActivitySet shape, IEventLog log, EventCodec codec, TimeProvider clock)
{
    private const int MostWaiting = 64;
    private const int EventsAtOnce = 50;
    private const int LongestFrame = 4_096;
    private const int MostFrames = 200; // In ten seconds; a client sends an empty one every twenty.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_framesWithin = TimeSpan.FromSeconds(10);
    private static readonly byte[] s_keepAlive = [];

    private readonly Lock _gate = new();
    private readonly Queue<object> _waiting = new(0);
    private bool _busy = true; // Until what was missed is sent.
    private bool _behind = true;
    private long _seen;
    private long _sendingSince;
    private long _closingSince;
    private long _heard = clock.GetTimestamp();
    private long _framesSince;
    private int _frames;

    /// <summary>The conversation's stream in the log.</summary>
    public string Stream { get; } = stream;

    /// <summary>The window's mark.</summary>
    public string Session { get; } = session;

    /// <summary>Whether persons answer, and not the hub: then the hub does not pretend to type.</summary>
    public bool WithDesk { get; private set; }

    /// <summary>How long ago the client said something; it says something every twenty seconds for as long as the page is awake.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>Serves the connection until it ends.</summary>
    /// <param name="seen">The revision after which the client is to be given everything.</param>
    /// <param name="withDesk">Whether persons answer now.</param>
    /// <param name="ct">Ends the connection.</param>
    public async Task ServeAsync(long seen, bool withDesk, CancellationToken ct)
    {
        (_seen, WithDesk) = (seen, withDesk);
        _ = PumpAsync();
        try
        {
            while (await ReceiveAsync(ct))
            {
            }

            if (socket.State == WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ct);
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    /// <summary>An event of the conversation that was just recorded.</summary>
    public void Push(Known known) => Add(known);

    /// <summary>Shows that the hub is about to answer.</summary>
    public void Typing()
    {
        if (!WithDesk)
        {
            Add(ActivitySet.Write([shape.Typing(clock.GetUtcNow())], watermark: null));
        }
    }

    /// <summary>An empty frame, as the protocol has it: ignored by the client, and seen by whatever stands between.</summary>
    public void KeepAlive() => Add(s_keepAlive);

    /// <summary>Asks the client to close.</summary>
    /// <param name="reason">For example <c>collision</c>.</param>
    public void Close(string reason) => Add(reason);

    /// <summary>Gives up on a client that takes nothing any more, or does not close when it is asked to.</summary>
    public void EndIfStuck()
    {
        if (IsOver(Volatile.Read(ref _sendingSince)) || IsOver(Volatile.Read(ref _closingSince)))
        {
            socket.Abort();
        }

        bool IsOver(long since) => since != 0 && clock.GetElapsedTime(since) > s_patience;
    }

    /// <summary>Ends it at once.</summary>
    public void Abort() => socket.Abort();

    private void Add(object item)
    {
        lock (_gate)
        {
            if (ReferenceEquals(item, s_keepAlive) && _busy)
            {
                return; // Something is on its way anyway.
            }

            // A client that is too slow is read the log to when it can take more: nothing is held for it.
            if (_behind || _waiting.Count >= MostWaiting)
            {
                _behind = true;
                if (item is Known)
                {
                    return;
                }
            }

            if (_waiting.Count < 2 * MostWaiting)
            {
                _waiting.Enqueue(item);
            }

            if (_busy)
            {
                return;
            }

            _busy = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static socket => _ = socket.PumpAsync(), this, preferLocal: false);
    }

    private async Task PumpAsync()
    {
        try
        {
            while (Next(out var item))
            {
                await (item switch
                {
                    null => CatchUpAsync(),
                    Known known => SendAsync(known),
                    string reason => CloseAsync(reason),
                    var frame => SendAsync((byte[])frame),
                });
            }
        }
        catch (Exception fault) when (fault is WebSocketException or EventLogException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            socket.Abort(); // Stays busy: nothing more is sent. The client comes again with its watermark.
        }
    }

    /// <summary>What to send; null: what was missed.</summary>
    private bool Next(out object? item)
    {
        lock (_gate)
        {
            if (_behind)
            {
                _behind = false;
                item = null;
                return true;
            }

            _busy = _waiting.TryDequeue(out item);
            return _busy;
        }
    }

    private Task SendAsync(Known known)
    {
        var revision = known.Recorded.Revision;
        if (revision <= _seen)
        {
            return Task.CompletedTask;
        }

        if (revision > _seen + 1)
        {
            return CatchUpAsync();
        }

        Note(known);
        return shape.Of(known) is { Count: > 0 } activities ? SendAsync(ActivitySet.Write(activities, Watermark.Write(revision))) : Task.CompletedTask;
    }

    private async Task CatchUpAsync()
    {
        var activities = new List<JsonObject>();
        var events = 0;
        await foreach (var recorded in log.ReadStreamAsync(Stream, _seen + 1, CancellationToken.None))
        {
            var known = codec.DecodeOrCarry(recorded);
            Note(known);
            activities.AddRange(shape.Of(known));
            if (++events % EventsAtOnce == 0)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();

        async Task FlushAsync()
        {
            if (activities.Count > 0)
            {
                await SendAsync(ActivitySet.Write(activities, Watermark.Write(_seen)));
                activities = [];
            }
        }
    }

    private void Note(Known known)
    {
        _seen = known.Recorded.Revision;
        WithDesk = known.Fact switch
        {
            ChatHandedOver => true,
            ChatGivenBack => false,
            _ => WithDesk,
        };
    }

    private async Task SendAsync(byte[] frame)
    {
        Volatile.Write(ref _sendingSince, clock.GetTimestamp());
        await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
    }

    private Task CloseAsync(string reason)
    {
        Volatile.Write(ref _closingSince, clock.GetTimestamp());
        return socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, reason, CancellationToken.None);
    }

    /// <summary>Whether there is more to come. What a client says means nothing: it may only be too much.</summary>
    private async Task<bool> ReceiveAsync(CancellationToken ct)
    {
        // Waits without a buffer; an empty frame is all that the official client ever sends.
        var got = await socket.ReceiveAsync(Memory<byte>.Empty, ct);
        Volatile.Write(ref _heard, clock.GetTimestamp());
        if (got.MessageType == WebSocketMessageType.Close)
        {
            return false;
        }

        if (_framesSince == 0 || clock.GetElapsedTime(_framesSince) > s_framesWithin)
        {
            (_framesSince, _frames) = (clock.GetTimestamp(), 0);
        }

        return (++_frames <= MostFrames && (got.EndOfMessage || await PassOverAsync(ct))) || await RefuseAsync();
    }

    private async Task<bool> PassOverAsync(CancellationToken ct)
    {
        var frame = System.Buffers.ArrayPool<byte>.Shared.Rent(LongestFrame);
        try
        {
            var length = 0;
            while (length <= LongestFrame)
            {
                var got = await socket.ReceiveAsync(frame.AsMemory(), ct);
                length += got.Count;
                if (got.EndOfMessage || got.MessageType == WebSocketMessageType.Close)
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(frame);
        }
    }

    private async Task<bool> RefuseAsync()
    {
        Volatile.Write(ref _closingSince, clock.GetTimestamp());
        await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "Post activities; the stream only tells.", CancellationToken.None);
        return false;
    }
}
