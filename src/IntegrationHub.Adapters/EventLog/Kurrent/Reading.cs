using System.Runtime.CompilerServices;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Reads that outlive a lost connection: the call is made again from where the last one ended.</summary>
internal sealed class Reading(Nodes nodes, TimeProvider clock, KurrentSeams seams)
{
    /// <summary>The messages of a read.</summary>
    /// <param name="request">What is wanted from here on; asked again for each new call.</param>
    /// <param name="endless">For subscriptions: goes on for ever, and also when the server ends the call.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The read is refused; or patience has run out, unless it is endless.</exception>
    public async IAsyncEnumerable<ReadResp> MessagesAsync(
        Func<ReadReq> request, bool endless, [EnumeratorCancellation] CancellationToken ct)
    {
        var patience = new Patience(clock, seams, endless);
        while (true)
        {
            var (call, node, trouble) = await OpenAsync(request, ct);
            try
            {
                while (call is not null)
                {
                    (var more, trouble) = await NextAsync(call, ct);
                    if (!more)
                    {
                        break;
                    }

                    if (call.ResponseStream.Current.ContentCase is ReadResp.ContentOneofCase.Event)
                    {
                        patience.Renew();
                    }

                    yield return call.ResponseStream.Current;
                }
            }
            finally
            {
                call?.Dispose();
            }

            if (trouble is null && !endless)
            {
                yield break;
            }

            await RecoverAsync(node, trouble, patience, ct);
        }
    }

    private async Task RecoverAsync(NodeConnection? node, CallTrouble? trouble, Patience patience, CancellationToken ct)
    {
        if (trouble is not null)
        {
            nodes.Report(node, trouble);
            if (trouble.IsFinal)
            {
                throw trouble.Fault;
            }
        }

        if (!await patience.PauseAsync(ct))
        {
            throw trouble!.Fault;
        }
    }

    private async Task<(AsyncServerStreamingCall<ReadResp>? Call, NodeConnection? Node, CallTrouble? Trouble)> OpenAsync(
        Func<ReadReq> request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        NodeConnection? node = null;
        try
        {
            node = await nodes.GetAsync(ct);
            return (node.Streams.Read(request(), node.Options(ct)), node, null);
        }
        catch (Exception fault) when (fault is EventLogException or ObjectDisposedException)
        {
            return (null, node, CallTrouble.Of(fault));
        }
    }

    private static async Task<(bool More, CallTrouble? Trouble)> NextAsync(AsyncServerStreamingCall<ReadResp> call, CancellationToken ct)
    {
        try
        {
            return (await call.ResponseStream.MoveNext(ct), null);
        }
        catch (Exception fault) when (fault is RpcException or OperationCanceledException or InvalidOperationException or IOException)
        {
            ct.ThrowIfCancellationRequested();
            return (false, CallTrouble.Of(fault));
        }
    }
}
