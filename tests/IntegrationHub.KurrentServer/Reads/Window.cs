using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Log;
using Said = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options.Types.FilterOptions;

namespace IntegrationHub.KurrentServer.Reads;

/// <summary>A filter over $all and how it is paced.</summary>
/// <param name="Filter">What matches.</param>
/// <param name="Size">How many events a page may look at.</param>
/// <param name="Interval">After how many considered events a checkpoint is due; null without a filter: then there are none.</param>
internal sealed record Window(EventFilter Filter, long Size, long? Interval)
{
    private static readonly Window s_unfiltered = new(EventFilter.All, Pages.Size, null);

    public static Window Of(ReadReq.Types.Options options)
    {
        if (options.FilterOptionCase != ReadReq.Types.Options.FilterOptionOneofCase.Filter)
        {
            return s_unfiltered;
        }

        var said = options.Filter;
        var size = said.WindowCase switch
        {
            Said.WindowOneofCase.Max => said.Max,
            Said.WindowOneofCase.Count => (long)Pages.Size,
            _ => throw Refusals.NotChosen("Streams.ReadReq+Types+Options+Types+FilterOptions+WindowOneofCase"),
        };
        if (options.CountOptionCase == ReadReq.Types.Options.CountOptionOneofCase.Subscription && said.CheckpointIntervalMultiplier == 0)
        {
            throw Refusals.Unforeseen();
        }

        try
        {
            var filter = said.FilterCase switch
            {
                Said.FilterOneofCase.StreamIdentifier => EventFilter.On(r => r.Stream, said.StreamIdentifier.Regex, said.StreamIdentifier.Prefix),
                Said.FilterOneofCase.EventType => EventFilter.On(r => r.Type, said.EventType.Regex, said.EventType.Prefix),
                _ => throw Refusals.NotChosen("Streams.ReadReq+Types+Options+Types+FilterOptions+FilterOneofCase"),
            };
            return new Window(filter, size, size * said.CheckpointIntervalMultiplier);
        }
        catch (ArgumentException)
        {
            throw Refusals.Unforeseen();
        }
    }
}
