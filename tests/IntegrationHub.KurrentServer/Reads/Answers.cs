using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Log;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options;

namespace IntegrationHub.KurrentServer.Reads;

/// <summary>What goes back to one reader.</summary>
internal sealed class Answers(Options options, IServerStreamWriter<ReadResp> responses)
{
    private static readonly WriteOptions s_more = new(WriteFlags.BufferHint);

    private readonly bool _asText = options.UuidOption?.ContentCase == Options.Types.UUIDOption.ContentOneofCase.String;

    public bool SaysPositions { get; } = options.ControlOption?.Compatibility == 1;

    /// <summary>Sends a page in as few network writes as may be.</summary>
    public async Task SendAsync(IReadOnlyList<Resolved> page, CancellationToken ct)
    {
        for (var i = 0; i < page.Count; i++)
        {
            responses.WriteOptions = i < page.Count - 1 ? s_more : null;
            await SendAsync(page[i], ct);
        }
    }

    public Task SendAsync(Resolved read, CancellationToken ct)
    {
        var message = new ReadResp.Types.ReadEvent { CommitPosition = (ulong)read.Original.Position };
        if (read.Event is not null)
        {
            message.Event = Record(read.Event);
        }

        if (read.Link is not null)
        {
            message.Link = Record(read.Link);
        }

        return responses.WriteAsync(new ReadResp { Event = message }, ct);
    }

    public Task SendAsync(ReadResp message, CancellationToken ct) => responses.WriteAsync(message, ct);

    public Task ConfirmAsync(Guid id, CancellationToken ct) =>
        SendAsync(new ReadResp { Confirmation = new ReadResp.Types.SubscriptionConfirmation { SubscriptionId = id.ToString() } }, ct);

    public Task CaughtUpAsync(CancellationToken ct) => SendAsync(new ReadResp { CaughtUp = new ReadResp.Types.CaughtUp() }, ct);

    private ReadResp.Types.ReadEvent.Types.RecordedEvent Record(LogRecord record)
    {
        var message = new ReadResp.Types.ReadEvent.Types.RecordedEvent
        {
            Id = Wire.Id(record.Id, _asText),
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
