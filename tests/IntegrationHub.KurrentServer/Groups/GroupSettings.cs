using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using CreateTimeout = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.CreateReq.Types.Settings.MessageTimeoutOneofCase;
using CreateAfter = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.CreateReq.Types.Settings.CheckpointAfterOneofCase;
using UpdateAfter = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.UpdateReq.Types.Settings.CheckpointAfterOneofCase;
using UpdateTimeout = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.UpdateReq.Types.Settings.MessageTimeoutOneofCase;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>How a group delivers.</summary>
/// <param name="ResolveLinks">Whether links are followed.</param>
/// <param name="ExtraStatistics">Only shown again.</param>
/// <param name="MessageTimeout">How long an event may be unanswered before it is delivered again.</param>
/// <param name="MaxRetries">How often it is delivered again before it is parked.</param>
/// <param name="CheckpointAfter">How long progress may go unwritten.</param>
/// <param name="MinCheckpoint">How many events must be done before it is written.</param>
/// <param name="MaxCheckpoint">After how many it is written at once.</param>
/// <param name="MaxSubscribers">0 for no limit.</param>
/// <param name="LiveBuffer">Only shown again: there is one buffer here.</param>
/// <param name="ReadBatch">Events a read takes from the source.</param>
/// <param name="Buffer">Events held for consumers.</param>
/// <param name="Strategy">Which consumer is next.</param>
internal sealed record GroupSettings(
    bool ResolveLinks, bool ExtraStatistics, TimeSpan MessageTimeout, int MaxRetries, TimeSpan CheckpointAfter, int MinCheckpoint,
    int MaxCheckpoint, int MaxSubscribers, int LiveBuffer, int ReadBatch, int Buffer, string Strategy)
{
    public static GroupSettings Of(CreateReq.Types.Settings said)
    {
#pragma warning disable CS0612 // The number is what old clients send.
        var strategy = said.ConsumerStrategy.Length > 0 ? said.ConsumerStrategy : said.NamedConsumerStrategy.ToString();
#pragma warning restore CS0612
        return new GroupSettings(
            said.ResolveLinks, said.ExtraStatistics,
            Span(said.MessageTimeoutCase == CreateTimeout.MessageTimeoutTicks, said.MessageTimeoutTicks, said.MessageTimeoutMs), said.MaxRetryCount,
            Span(said.CheckpointAfterCase == CreateAfter.CheckpointAfterTicks, said.CheckpointAfterTicks, said.CheckpointAfterMs),
            said.MinCheckpointCount, said.MaxCheckpointCount, said.MaxSubscriberCount, said.LiveBufferSize, said.ReadBatchSize,
            said.HistoryBufferSize, strategy);
    }

    /// <summary>An update knows the strategy by number only; unsaid it becomes DispatchToSingle.</summary>
    public static GroupSettings Of(UpdateReq.Types.Settings said) => new(
        said.ResolveLinks, said.ExtraStatistics,
        Span(said.MessageTimeoutCase == UpdateTimeout.MessageTimeoutTicks, said.MessageTimeoutTicks, said.MessageTimeoutMs), said.MaxRetryCount,
        Span(said.CheckpointAfterCase == UpdateAfter.CheckpointAfterTicks, said.CheckpointAfterTicks, said.CheckpointAfterMs),
        said.MinCheckpointCount, said.MaxCheckpointCount, said.MaxSubscriberCount, said.LiveBufferSize, said.ReadBatchSize,
        said.HistoryBufferSize, said.NamedConsumerStrategy.ToString());

    /// <summary>Why these settings are refused; null when they are not. That min exceeds max is not, on a real server.</summary>
    public string? Fault() => !Groups.Strategy.Names.Contains(Strategy, StringComparer.Ordinal) ? $"Consumer strategy {Strategy} does not exist."
        : ReadBatch >= Buffer ? "Specified argument was out of the range of valid values. (Parameter 'ReadBatchSize may not be greater than or equal to BufferSize')"
        : null;

    private static TimeSpan Span(bool isTicks, long ticks, int milliseconds) => isTicks ? TimeSpan.FromTicks(ticks) : TimeSpan.FromMilliseconds(milliseconds);
}
