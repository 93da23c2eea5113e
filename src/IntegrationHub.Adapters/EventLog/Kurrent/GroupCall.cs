using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using Nacked = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq.Types.Nack.Types.Action;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>One consumer's call: events come down, answers go up. Answers may be given from many threads.</summary>
internal sealed class GroupCall(AsyncDuplexStreamingCall<ReadReq, ReadResp> call) : IDisposable
{
    // A gRPC call takes one message at a time.
    private readonly SemaphoreSlim _turn = new(1);

    public IAsyncStreamReader<ReadResp> Messages => call.ResponseStream;

    public Task BeginAsync(string group, int inHand, CancellationToken ct) => call.RequestStream.WriteAsync(GroupRequests.Read(group, inHand), ct);

    public Task<bool> AckAsync(Protos.UUID id, CancellationToken ct) => AnswerAsync(GroupRequests.Ack(id), ct);

    public Task<bool> NackAsync(Protos.UUID id, Nacked action, string reason, CancellationToken ct) =>
        AnswerAsync(GroupRequests.Nack(id, action, reason), ct);

    // The turn is not disposed of: an answer may come after the call has ended, and is told so.
    public void Dispose() => call.Dispose();

    private async Task<bool> AnswerAsync(ReadReq answer, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await call.RequestStream.WriteAsync(answer, ct);
            return true;
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException or OperationCanceledException)
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
