using Grpc.Core;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Calls with one answer that may be made twice: made again, elsewhere if need be, until patience runs out.</summary>
internal sealed class UnaryCalls(Nodes nodes, TimeProvider clock, KurrentSeams seams)
{
    /// <summary>The answer.</summary>
    /// <exception cref="EventLogException">The call is refused, or there was no answer in time.</exception>
    public async Task<T> CallAsync<T>(Func<NodeConnection, CallOptions, AsyncUnaryCall<T>> call, CancellationToken ct)
    {
        var patience = new Patience(clock, seams, endless: false);
        while (true)
        {
            NodeConnection? node = null;
            CallTrouble trouble;
            try
            {
                node = await nodes.GetAsync(ct);
                return await call(node, node.Bounded(ct));
            }
            catch (Exception fault) when (fault is RpcException or EventLogException or ObjectDisposedException or OperationCanceledException)
            {
                ct.ThrowIfCancellationRequested();
                trouble = CallTrouble.Of(fault);
            }

            nodes.Report(node, trouble);
            if (trouble.IsFinal || !await patience.PauseAsync(ct))
            {
                throw trouble.Fault;
            }
        }
    }
}
