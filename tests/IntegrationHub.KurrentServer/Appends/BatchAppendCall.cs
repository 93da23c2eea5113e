using System.Threading.Channels;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;

namespace IntegrationHub.KurrentServer.Appends;

/// <summary>
/// Many appends over one call, told apart by correlation id. Refusals overtake successes, and what follows a half-close is the
/// trap of the real server: the first answer after it ends the call, whatever else is pending; and with nothing pending the
/// call never ends.
/// </summary>
internal sealed class BatchAppendCall(Node node, ServerCallContext context)
{
    private readonly Channel<BatchAppendResp> _answers = Channel.CreateUnbounded<BatchAppendResp>();
    private readonly Dictionary<Guid, PendingAppend> _pending = [];
    private readonly Lock _gate = new();
    private volatile bool _isHalfClosed;

    public async Task RunAsync(IAsyncStreamReader<BatchAppendReq> requests, IServerStreamWriter<BatchAppendResp> responses)
    {
        var receiving = ReceiveAsync(requests);
        try
        {
            await foreach (var answer in _answers.Reader.ReadAllAsync(context.CancellationToken))
            {
                var isLast = _isHalfClosed;
                await responses.WriteAsync(answer, context.CancellationToken);
                if (isLast)
                {
                    break;
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                foreach (var pending in _pending.Values)
                {
                    pending.Dispose();
                }

                _pending.Clear();
            }
        }

        if (_isHalfClosed)
        {
            await receiving;
        }
    }

    private async Task ReceiveAsync(IAsyncStreamReader<BatchAppendReq> requests)
    {
        try
        {
            while (await requests.MoveNext(context.CancellationToken))
            {
                node.RequireLeader(context);
                Receive(requests.Current);
            }

            _isHalfClosed = true;
        }
        catch (Exception fault) when (fault is RpcException or FormatException or OperationCanceledException or IOException)
        {
            _answers.Writer.TryComplete(fault);
        }
    }

    private void Receive(BatchAppendReq request)
    {
        var correlation = Wire.Id(request.CorrelationId);
        PendingAppend? pending;
        lock (_gate)
        {
            if (request.Options is not null)
            {
                // Only now is the whole known to exist; an id that is unknown and comes without options is passed over in silence.
                _pending[correlation] = Begin(correlation, request);
            }

            if (!_pending.TryGetValue(correlation, out pending))
            {
                return;
            }
        }

        var refusal = pending.Add(request.ProposedMessages, node.Cluster.Settings.MaxAppendSize, node.May(context, pending.Stream, write: true));
        if (refusal is not null)
        {
            Answer(pending, refusal);
        }
        else if (request.IsFinal && node.ReachesLeader && Take(pending))
        {
            // What cannot reach the leader stays pending until its time is up.
            _ = WriteAsync(pending);
        }
    }

    private PendingAppend Begin(Guid correlation, BatchAppendReq request)
    {
        var settings = node.Cluster.Settings;
        var pending = new PendingAppend(correlation, request, settings);
        pending.EndsAfter(settings, () => Answer(pending, pending.Failed(BatchStatus.Timeout())));
        return pending;
    }

    private async Task WriteAsync(PendingAppend pending)
    {
        try
        {
            var result = await node.CommitAsync(context, log => log.Append(pending.Stream, pending.Expected, pending.Events));
            _answers.Writer.TryWrite(result switch
            {
                WriteResult.Written written => pending.Succeeded(written),
                WriteResult.WrongRevision wrong => pending.Failed(BatchStatus.WrongRevision(pending.Options, wrong.Current)),
                _ => pending.Failed(BatchStatus.StreamDeleted(pending.Stream)),
            });
        }
        catch (RpcException fault) when (fault.StatusCode == StatusCode.Aborted)
        {
            _answers.Writer.TryWrite(pending.Failed(BatchStatus.Timeout()));
        }
        catch (Exception fault) when (fault is RpcException or OperationCanceledException)
        {
            _answers.Writer.TryComplete(fault);
        }
    }

    private void Answer(PendingAppend pending, BatchAppendResp answer)
    {
        if (Take(pending))
        {
            _answers.Writer.TryWrite(answer);
        }
    }

    private bool Take(PendingAppend pending)
    {
        lock (_gate)
        {
            pending.Dispose();
            return _pending.Remove(pending.Correlation);
        }
    }
}
