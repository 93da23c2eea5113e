using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options;
using Revision = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options.Types.StreamOptions.RevisionOptionOneofCase;

namespace IntegrationHub.KurrentServer.Reads;

/// <summary>A stream from after a revision on, without end. Of a stream that is missing it says nothing until there is one.</summary>
internal sealed class StreamSubscription(Node node, Options options, Answers to)
{
    private readonly MemoryLog _log = node.Cluster.Log;
    private readonly string _stream = Wire.Name(options.Stream.StreamIdentifier);

    public async Task RunAsync(CancellationToken ct)
    {
        var next = Start();
        await to.ConfirmAsync(Ids.New(), ct);
        for (var isLive = false; ;)
        {
            var written = _log.Look(view => view.Stream(_stream).Written.Next);
            var page = _log.Forwards(_stream, next, Pages.Size, options.ResolveLinks);
            if (page.Status == StreamStatus.Tombstoned)
            {
                throw Refusals.StreamDeleted(_stream);
            }

            if (page.Events.Count > 0)
            {
                await (isLive ? to.SendLiveAsync(page.Events, Written, node.Cluster.Settings.LiveBuffer, ct) : to.SendAsync(page.Events, ct));
                next = page.Next;
                continue;
            }

            if (!isLive && page.Status == StreamStatus.There)
            {
                isLive = true;
                await to.CaughtUpAsync(ct);
            }

            await written.WaitAsync(ct);
        }
    }

    private long Written() => _log.Look(view => view.Stream(_stream).Last);

    private long Start() => options.Stream.RevisionOptionCase switch
    {
        Revision.Start => 0,
        Revision.End => Written() + 1,
        Revision.Revision => (long)Math.Min(options.Stream.Revision, long.MaxValue - 1) + 1,
        _ => throw Refusals.NotChosen("Streams.ReadReq+Types+Options+Types+StreamOptions+RevisionOptionOneofCase"),
    };
}
