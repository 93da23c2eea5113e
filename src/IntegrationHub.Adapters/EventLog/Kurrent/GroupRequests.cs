using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Everything that the hub asks of a consumer group over the whole log.</summary>
internal static class GroupRequests
{
    private const string NotSystem = "^[^\\$]";

    public static CreateReq Create(string group, GroupSettings settings)
    {
        var all = new CreateReq.Types.AllOptions
        {
            Filter = new CreateReq.Types.AllOptions.Types.FilterOptions
            {
                StreamIdentifier = new() { Regex = NotSystem },
                Max = 512,
                CheckpointIntervalMultiplier = 1,
            },
        };
        if (settings.FromStart)
        {
            all.Start = Wire.Empty;
        }
        else
        {
            all.End = Wire.Empty;
        }

        return new CreateReq
        {
            Options = new CreateReq.Types.Options { GroupName = group, All = all, Settings = Settings(settings) },
        };
    }

    public static ReadReq Read(string group, int inHand) => new()
    {
        Options = new ReadReq.Types.Options
        {
            GroupName = group,
            All = Wire.Empty,
            BufferSize = inHand,
            UuidOption = new ReadReq.Types.Options.Types.UUIDOption { Structured = Wire.Empty },
        },
    };

    public static ReadReq Ack(Protos.UUID id) => new() { Ack = new ReadReq.Types.Ack { Ids = { id } } };

    public static ReadReq Nack(Protos.UUID id, ReadReq.Types.Nack.Types.Action action, string reason) =>
        new() { Nack = new ReadReq.Types.Nack { Ids = { id }, Action = action, Reason = reason } };

    public static ReplayParkedReq Replay(string group) => new()
    {
        Options = new ReplayParkedReq.Types.Options { GroupName = group, All = Wire.Empty, NoLimit = Wire.Empty },
    };

    public static GetInfoReq Info(string group) => new() { Options = new GetInfoReq.Types.Options { GroupName = group, All = Wire.Empty } };

    public static DeleteReq Delete(string group) => new() { Options = new DeleteReq.Types.Options { GroupName = group, All = Wire.Empty } };

    // Pinned: the events of one stream go to one consumer for as long as it is there, so that each stream keeps its order.
    private static CreateReq.Types.Settings Settings(GroupSettings settings) => new()
    {
        ConsumerStrategy = "Pinned",
#pragma warning disable CS0612 // Servers before 21.10 know the number only.
        NamedConsumerStrategy = CreateReq.Types.ConsumerStrategy.Pinned,
#pragma warning restore CS0612
        MessageTimeoutMs = (int)settings.MessageTimeout.TotalMilliseconds,
        MaxRetryCount = settings.MaxRetries,
        MaxSubscriberCount = settings.MaxConsumers,
        CheckpointAfterMs = 2000,
        MinCheckpointCount = 10,
        MaxCheckpointCount = 1000,
        LiveBufferSize = 500,
        ReadBatchSize = 20,
        HistoryBufferSize = 500,
    };
}
