using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options;
using Place = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options.Types.AllOptions.AllOptionOneofCase;

namespace IntegrationHub.KurrentServer.Reads;

/// <summary>
/// $all from after a position on, without end. With a filter there are checkpoints: after every so many considered events,
/// and before <c>caught_up</c> if anything was considered.
/// </summary>
internal sealed class AllSubscription(Node node, Options options, Window window, Answers to)
{
    private readonly MemoryLog _log = node.Cluster.Log;
    private long _considered;

    public async Task RunAsync(CancellationToken ct)
    {
        var index = Start();
        await to.ConfirmAsync(Ids.New(), ct);
        var size = (int)Math.Min(window.Size, int.MaxValue);
        long? unsaid = null;
        for (var isLive = false; ;)
        {
            var written = _log.Written.Next;
            var page = _log.AllForwards(index, size, size, window.Filter, options.ResolveLinks);
            if (page.Considered > 0)
            {
                await (isLive ? to.SendLiveAsync(page.Events, () => _log.Count, node.Cluster.Settings.LiveBuffer, ct) : to.SendAsync(page.Events, ct));
                index = page.Next;

                // The real server names the last event it sent, if the page had one: safe, though not as far as it has looked.
                unsaid = page.Events.Count > 0 ? page.Events[^1].Original.Position : page.LastConsidered;
                _considered += page.Considered;
                unsaid = _considered >= window.Interval ? await CheckpointAsync(unsaid, ct) : unsaid;
                continue;
            }

            if (!isLive)
            {
                isLive = true;
                unsaid = window.Interval is null ? null : await CheckpointAsync(unsaid, ct);
                await to.CaughtUpAsync(ct);
            }

            await written.WaitAsync(ct);
        }
    }

    private async Task<long?> CheckpointAsync(long? position, CancellationToken ct)
    {
        if (position is { } at)
        {
            _considered %= window.Interval ?? 1;
            await to.SendAsync(new ReadResp { Checkpoint = new ReadResp.Types.Checkpoint { CommitPosition = (ulong)at, PreparePosition = (ulong)at } }, ct);
        }

        return null;
    }

    private int Start()
    {
        var index = AllRead.Index(_log, options.All);
        var isAfter = options.All.AllOptionCase == Place.Position;
        return isAfter ? _log.Look(view => view.IndexOf((long)Math.Min(options.All.Position.CommitPosition, long.MaxValue - 1) + 1)) : index;
    }
}
