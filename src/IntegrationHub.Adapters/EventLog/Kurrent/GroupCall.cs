using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using Nacked = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq.Types.Nack.Types.Action;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>One consumer's call: events come down, answers go up. Answers may be given from many threads.</summary>
internal sealed class GroupCall(AsyncDuplexStreamingCall<ReadReq, ReadResp> call, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromMilliseconds(500);

    // A gRPC call takes one message at a time. Not disposed of: an answer may come after the call has ended, and is told so.
    private readonly SemaphoreSlim _turn = new(1);
    private Task<bool>? _next;

    /// <summary>Takes part. A refusal is found out by <see cref="NextAsync"/>.</summary>
    public Task BeginAsync(string group, int inHand, CancellationToken ct) => AnswerAsync(GroupRequests.Read(group, inHand), ct);

    /// <summary>The next message; null when the server has ended the call.</summary>
    /// <exception cref="RpcException">The call was refused, or the connection is lost.</exception>
    public async Task<ReadResp?> NextAsync(CancellationToken ct)
    {
        // Cancelling ends the wait and not the call, so that the last answers still go up.
        _next ??= call.ResponseStream.MoveNext(CancellationToken.None);
        var more = await _next.WaitAsync(ct);
        _next = null;
        return more ? call.ResponseStream.Current : null;
    }

    public Task<bool> AckAsync(Protos.UUID id, CancellationToken ct) => AnswerAsync(GroupRequests.Ack(id), ct);

    public Task<bool> NackAsync(Protos.UUID id, Nacked action, string reason, CancellationToken ct) =>
        AnswerAsync(GroupRequests.Nack(id, action, reason), ct);

    /// <summary>Says that no more answers come, and gives the server a moment to take those that are on their way.</summary>
    public async ValueTask DisposeAsync()
    {
        using var late = new CancellationTokenSource(s_farewell, clock);
        try
        {
            await _turn.WaitAsync(late.Token);
            await call.RequestStream.CompleteAsync().WaitAsync(late.Token);
            while (await NextAsync(late.Token) is not null)
            {
                // Nobody takes it any more; it is given to another consumer.
            }
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException or IOException or OperationCanceledException)
        {
            // The call has ended already, or the server keeps it open; what was in hand comes again.
        }

        call.Dispose();
    }

    private async Task<bool> AnswerAsync(ReadReq answer, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await call.RequestStream.WriteAsync(answer, ct);
            return true;
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException or IOException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }
}
