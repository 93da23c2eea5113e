using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq.Types.Options;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>One consumer's connection: events down, answers up.</summary>
internal sealed class GroupCall(Node node, ServerCallContext context)
{
    public async Task RunAsync(IAsyncStreamReader<ReadReq> requests, IServerStreamWriter<ReadResp> responses)
    {
        var ct = context.CancellationToken;
        if (!await requests.MoveNext(ct) || requests.Current.ContentCase != ReadReq.ContentOneofCase.Options)
        {
            // A real node waits for the options for ever.
            await node.HangAsync(ct);
        }

        var options = requests.Current.Options;
        var stream = options.StreamOptionCase == Options.StreamOptionOneofCase.All ? Source.All : Wire.Name(options.StreamIdentifier);
        node.Require(context, stream, write: false);
        var group = node.Cluster.Groups.Find(stream, options.GroupName);
        var consumer = group.Join(options.BufferSize, Access.User(context) ?? "", context.RequestHeaders.GetValue("connection-name") ?? "");
        try
        {
            _ = HearAsync(group, requests, consumer);
            await responses.WriteAsync(new ReadResp { SubscriptionConfirmation = new ReadResp.Types.SubscriptionConfirmation { SubscriptionId = group.Source.Key } }, ct);
            var asText = options.UuidOption?.ContentCase == Options.Types.UUIDOption.ContentOneofCase.String;
            await foreach (var delivery in consumer.Deliveries.ReadAllAsync(ct))
            {
                await responses.WriteAsync(new ReadResp { Event = Event(delivery, asText) }, ct);
            }
        }
        finally
        {
            group.Leave(consumer);
        }
    }

    private async Task HearAsync(Group group, IAsyncStreamReader<ReadReq> requests, Consumer consumer)
    {
        try
        {
            while (await requests.MoveNext(context.CancellationToken))
            {
                Hear(group, requests.Current);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or FormatException or RpcException or InvalidOperationException)
        {
            consumer.Drop(fault);
        }
    }

    private static void Hear(Group group, ReadReq request)
    {
        switch (request.ContentCase)
        {
            case ReadReq.ContentOneofCase.Ack:
                group.Ack(request.Ack.Ids.Select(id => Wire.Id(id)));
                break;
            case ReadReq.ContentOneofCase.Nack:
                var ids = request.Nack.Ids.Select(id => Wire.Id(id));
                switch (request.Nack.Action)
                {
                    case ReadReq.Types.Nack.Types.Action.Park:
                        group.Park(ids, request.Nack.Reason);
                        break;
                    case ReadReq.Types.Nack.Types.Action.Retry:
                        group.Again(ids);
                        break;
                    case ReadReq.Types.Nack.Types.Action.Stop:
                        // Announced, and never built: the event waits for its time-out.
                        break;
                    default:
                        group.Ack(ids);
                        break;
                }

                break;
            default:
                throw Refusals.Unforeseen();
        }
    }

    private static ReadResp.Types.ReadEvent Event(Delivery delivery, bool asText)
    {
        var (read, link) = delivery.Read;
        var message = new ReadResp.Types.ReadEvent { CommitPosition = (ulong)delivery.Read.Original.Position, RetryCount = delivery.Retries };
        if (read is not null)
        {
            message.Event = Record(read, asText);
        }

        if (link is not null)
        {
            message.Link = Record(link, asText);
        }

        return message;
    }

    private static ReadResp.Types.ReadEvent.Types.RecordedEvent Record(LogRecord record, bool asText)
    {
        var message = new ReadResp.Types.ReadEvent.Types.RecordedEvent
        {
            Id = Wire.Id(record.Id, asText),
            StreamIdentifier = Wire.Name(record.Stream),
            StreamRevision = (ulong)record.Revision,
            CommitPosition = (ulong)record.Position,
            PreparePosition = (ulong)record.Position,
            CustomMetadata = record.Metadata,
            Data = record.Data,
        };
        Wire.Describe(record, message.Metadata);
        return message;
    }
}
