using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options;
using Place = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options.Types.AllOptions.AllOptionOneofCase;

namespace IntegrationHub.KurrentServer.Reads;

/// <summary>A counted read of $all: forwards it begins at the position, backwards just before it.</summary>
internal static class AllRead
{
    public static async Task RunAsync(Node node, Options options, Window window, Answers to, CancellationToken ct)
    {
        var log = node.Cluster.Log;
        var forwards = options.ReadDirection == Options.Types.ReadDirection.Forwards;
        var index = Index(log, options.All);
        for (var left = options.Count; left > 0;)
        {
            var (size, most) = ((int)Math.Min(window.Size, int.MaxValue), (long)Math.Min(left, Pages.Size));
            var page = forwards
                ? log.AllForwards(index, size, most, window.Filter, options.ResolveLinks)
                : log.AllBackwards(index, size, most, window.Filter, options.ResolveLinks);
            if (page.Considered == 0)
            {
                return;
            }

            await to.SendAsync(page.Events, ct);
            left -= (ulong)page.Events.Count;
            index = page.Next;
        }
    }

    /// <summary>The index of the first event at or after the place asked for.</summary>
    /// <exception cref="Grpc.Core.RpcException">The position is none, or lies within a record.</exception>
    public static int Index(MemoryLog log, Options.Types.AllOptions all)
    {
        switch (all.AllOptionCase)
        {
            case Place.Start:
                return 0;
            case Place.End:
                return log.Count;
            case Place.Position when all.Position.PreparePosition > all.Position.CommitPosition:
                throw Refusals.Unforeseen();
            case Place.Position:
                var position = (long)Math.Min(all.Position.CommitPosition, long.MaxValue);
                return log.Look(view => view.IsBoundary(position) ? view.IndexOf(position) : throw Refusals.Unexpected("ReadAllResult"));
            default:
                throw Refusals.NotChosen("Streams.ReadReq+Types+Options+Types+AllOptions+AllOptionOneofCase");
        }
    }
}
