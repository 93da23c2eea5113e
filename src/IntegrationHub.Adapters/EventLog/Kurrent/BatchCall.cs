using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>One long call that carries many appends at once; the database flushes together what comes together. Thread-safe.</summary>
/// <remarks>
/// It is never half-closed: after a half-close the server ends the call at its next answer, and the others are lost.
/// When it ends, every append on it fails and the node is left; a call is not made again on the same connection.
/// </remarks>
internal sealed class BatchCall : IDisposable
{
    private readonly AsyncDuplexStreamingCall<BatchAppendReq, BatchAppendResp> _call;
    private readonly TimeSpan _deadline;
    private readonly ConcurrentDictionary<long, Pending> _unanswered = new();
    private readonly Channel<Pending> _queue =
        Channel.CreateBounded<Pending>(new BoundedChannelOptions(4096) { SingleReader = true });

    private CallTrouble? _ended;
    private long _correlation;

    /// <param name="call">Begun, nothing sent yet.</param>
    /// <param name="deadline">How long the server may try one append; it cuts this to its own limit.</param>
    public BatchCall(AsyncDuplexStreamingCall<BatchAppendReq, BatchAppendResp> call, TimeSpan deadline)
    {
        (_call, _deadline) = (call, deadline);
        _ = Task.Run(SendAllAsync);
        _ = Task.Run(ReceiveAllAsync);
    }

    /// <summary>Sends the append and waits for its answer.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone; an append that was not sent yet never is.</exception>
    public async Task<Attempt> SendAsync(ExactAppend append, CancellationToken ct)
    {
        var pending = new Pending(append, Interlocked.Increment(ref _correlation), ct);
        try
        {
            await _queue.Writer.WriteAsync(pending, ct);
        }
        catch (ChannelClosedException)
        {
            return new Failed(_ended!, MayStand: false);
        }

        return await pending.Task.WaitAsync(ct);
    }

    public void Dispose() => _call.Dispose();

    private async Task SendAllAsync()
    {
        var group = new List<Pending>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (group.Count < 256 && _queue.Reader.TryRead(out var pending))
                {
                    if (!pending.TryWithdraw())
                    {
                        group.Add(pending);
                    }
                }

                await SendAsync(group);
                group.Clear();
            }
        }
#pragma warning disable CA1031 // Whatever happens to the call, those who wait for it must be told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            End(CallTrouble.Of(fault));
        }
    }

    /// <summary>What has gathered goes out in one flush.</summary>
    private async Task SendAsync(List<Pending> group)
    {
        foreach (var pending in group)
        {
            _unanswered[pending.Correlation] = pending;
            if (Volatile.Read(ref _ended) is { } ended)
            {
                Tell(pending, new Failed(ended, MayStand: false));
            }
        }

        var requests = group.SelectMany(pending => BatchMessages.Requests(pending.Correlation, pending.Append, _deadline)).ToList();
        for (var index = 0; index < requests.Count; index++)
        {
            _call.RequestStream.WriteOptions = index < requests.Count - 1 ? new WriteOptions(WriteFlags.BufferHint) : WriteOptions.Default;
            await _call.RequestStream.WriteAsync(requests[index]);
        }
    }

    private async Task ReceiveAllAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None))
            {
                var answer = _call.ResponseStream.Current;
                if (_unanswered.TryGetValue(BatchMessages.Correlation(answer), out var pending))
                {
                    Tell(pending, BatchMessages.Read(pending.Append.Stream, answer));
                }
            }

            End(new CallTrouble(Remedy.FindNode, Faults.Unreachable(new IOException("The node ended the call."))));
        }
#pragma warning disable CA1031 // Whatever happens to the call, those who wait for it must be told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            End(CallTrouble.Of(fault));
        }
    }

    private void End(CallTrouble trouble)
    {
        // A call that ended with a refusal is over all the same: only a new one helps.
        var moved = trouble.Remedy is Remedy.Wait ? trouble with { Remedy = Remedy.FindNode } : trouble;
        if (Interlocked.CompareExchange(ref _ended, moved, null) is not null)
        {
            return;
        }

        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var unsent))
        {
            unsent.TrySetResult(new Failed(moved, MayStand: false));
        }

        foreach (var pending in _unanswered.Values)
        {
            Tell(pending, new Failed(moved, MayStand: true));
        }
    }

    private void Tell(Pending pending, Attempt attempt)
    {
        if (_unanswered.TryRemove(pending.Correlation, out _))
        {
            pending.TrySetResult(attempt);
        }
    }

    /// <summary>An append on its way. Continuations run elsewhere: a caller's code must not hold up the answers of others.</summary>
    private sealed class Pending(ExactAppend append, long correlation, CancellationToken ct)
        : TaskCompletionSource<Attempt>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ExactAppend Append => append;

        public long Correlation => correlation;

        /// <summary>Whether the caller has gone; asked once, before the append is sent.</summary>
        public bool TryWithdraw() => ct.IsCancellationRequested && TrySetCanceled(ct);
    }
}
