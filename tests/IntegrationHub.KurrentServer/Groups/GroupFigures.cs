using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;

namespace IntegrationHub.KurrentServer.Groups;

internal sealed record ConsumerFigures(string User, string Connection, long Total, int Room, int InFlight);

/// <summary>Where a group stands at one moment.</summary>
internal sealed record GroupFigures(
    long Start, long? Checkpoint, long Last, long Given, int Waiting, int Retries, int InFlight, long Parked, IReadOnlyList<ConsumerFigures> Consumers)
{
    public static SubscriptionInfo Of(Group group)
    {
        var (figures, settings, source) = (group.Figures(), group.Settings, group.Source);
        var info = new SubscriptionInfo
        {
            EventSource = source.Stream,
            GroupName = source.Group,
            Status = "Live",
            TotalItems = figures.Given,
            CountSinceLastMeasurement = figures.Given,
            LastCheckpointedEventPosition = figures.Checkpoint is { } checkpoint ? source.Text(checkpoint) : "",
            LastKnownEventPosition = figures.Last >= 0 ? source.Text(figures.Last) : "",
            ResolveLinkTos = settings.ResolveLinks,
            StartFrom = source.Text(figures.Start),
            MessageTimeoutMilliseconds = (int)settings.MessageTimeout.TotalMilliseconds,
            ExtraStatistics = settings.ExtraStatistics,
            MaxRetryCount = settings.MaxRetries,
            LiveBufferSize = settings.LiveBuffer,
            BufferSize = settings.Buffer,
            ReadBatchSize = settings.ReadBatch,
            CheckPointAfterMilliseconds = (int)settings.CheckpointAfter.TotalMilliseconds,
            MinCheckPointCount = settings.MinCheckpoint,
            MaxCheckPointCount = settings.MaxCheckpoint,
            ReadBufferCount = figures.Waiting,
            RetryBufferCount = figures.Retries,
            TotalInFlightMessages = figures.InFlight,
            OutstandingMessagesCount = figures.InFlight,
            NamedConsumerStrategy = settings.Strategy,
            MaxSubscriberCount = settings.MaxSubscribers,
            ParkedMessageCount = figures.Parked,
        };
        info.Connections.Add(figures.Consumers.Select(consumer => new SubscriptionInfo.Types.ConnectionInfo
        {
            From = "127.0.0.1",
            Username = consumer.User.Length > 0 ? consumer.User : "anonymous",
            TotalItems = consumer.Total,
            CountSinceLastMeasurement = consumer.Total,
            AvailableSlots = consumer.Room,
            InFlightMessages = consumer.InFlight,
            ConnectionName = consumer.Connection,
        }));
        return info;
    }
}
