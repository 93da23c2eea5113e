using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options;
using Revision = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options.Types.StreamOptions.RevisionOptionOneofCase;

namespace IntegrationHub.KurrentServer.Reads;

/// <summary>A counted read of a stream; the first revision counts, both ways.</summary>
internal static class StreamRead
{
    public static async Task RunAsync(Node node, Options options, Answers to, CancellationToken ct)
    {
        if (options.Count == 0)
        {
            throw Refusals.Unexpected("ReadStreamResult");
        }

        var stream = Wire.Name(options.Stream.StreamIdentifier);
        var forwards = options.ReadDirection == Options.Types.ReadDirection.Forwards;
        var start = Start(options.Stream);
        var left = options.Count;
        for (var (from, isFirst) = (start, true); ; isFirst = false)
        {
            var size = (long)Math.Min(left, Pages.Size);
            var page = forwards
                ? node.Cluster.Log.Forwards(stream, from, size, options.ResolveLinks)
                : node.Cluster.Log.Backwards(stream, from, size, options.ResolveLinks);
            if (page.Status != StreamStatus.There)
            {
                await NothingAsync(page, stream, to, ct);
                return;
            }

            // Where the reader should have begun: after a hidden front, or past the end.
            var begin = Math.Clamp(page.Next, page.First, page.Last + 1);
            if (forwards && isFirst && page.Events.Count == 0 && to.SaysPositions && begin != start)
            {
                await to.SendAsync(new ReadResp { FirstStreamPosition = (ulong)begin }, ct);
            }

            await to.SendAsync(page.Events, ct);
            left -= (ulong)page.Events.Count;
            from = page.Next;
            if (left == 0 || from < 0 || from > page.Last)
            {
                await EndAsync(page, to, ct);
                return;
            }
        }
    }

    private static long Start(Options.Types.StreamOptions stream) => stream.RevisionOptionCase switch
    {
        Revision.Start => 0,
        Revision.End => long.MaxValue,
        Revision.Revision => (long)Math.Min(stream.Revision, long.MaxValue),
        _ => throw Refusals.NotChosen("Streams.ReadReq+Types+Options+Types+StreamOptions+RevisionOptionOneofCase"),
    };

    private static Task NothingAsync(StreamPage page, string stream, Answers to, CancellationToken ct) => page.Status == StreamStatus.Tombstoned
        ? throw Refusals.StreamDeleted(stream)
        : to.SendAsync(new ReadResp { StreamNotFound = new ReadResp.Types.StreamNotFound { StreamIdentifier = Wire.Name(stream) } }, ct);

    private static Task EndAsync(StreamPage page, Answers to, CancellationToken ct) =>
        to.SaysPositions ? to.SendAsync(new ReadResp { LastStreamPosition = (ulong)page.Last }, ct) : Task.CompletedTask;
}
