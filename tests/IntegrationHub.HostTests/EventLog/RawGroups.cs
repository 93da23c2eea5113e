using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using Call = Grpc.Core.AsyncDuplexStreamingCall<
    IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq,
    IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadResp>;
using Settings = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.CreateReq.Types.Settings;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Making, joining and watching groups; without a stream they are groups of $all.</summary>
internal sealed class RawGroups(RawClient client)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // As recorded: 800 ms to answer, two retries, a checkpoint after one event and 500 ms.
    public static Settings Standard() => new()
    {
        MessageTimeoutMs = 800,
        MaxRetryCount = 2,
        CheckpointAfterMs = 500,
        MinCheckpointCount = 1,
        MaxCheckpointCount = 5,
        MaxSubscriberCount = 1,
        LiveBufferSize = 10,
        ReadBatchSize = 5,
        HistoryBufferSize = 10,
        ConsumerStrategy = "RoundRobin",
    };

    public async Task CreateAsync(string group, Action<Settings>? change = null)
    {
        var settings = Standard();
        change?.Invoke(settings);
        await client.Groups.CreateAsync(new()
        {
            Options = new() { GroupName = group, Settings = settings, Stream = new() { StreamIdentifier = RawClient.Name("s"), Start = RawClient.Nothing } },
        }, cancellationToken: Ct);
    }

    public async Task<Call> JoinAsync(string group, string confirmation, string? stream = "s", int buffer = 10)
    {
        var call = client.Groups.Read(cancellationToken: Ct);
        var options = new ReadReq.Types.Options { GroupName = group, BufferSize = buffer, UuidOption = new() { String = RawClient.Nothing } };
        _ = stream is null ? options.All = RawClient.Nothing : (object)(options.StreamIdentifier = RawClient.Name(stream));
        await call.RequestStream.WriteAsync(new() { Options = options }, Ct);
        Assert.Equal(confirmation, (await RawClient.TakeAsync(call.ResponseStream, 1))[0].SubscriptionConfirmation.SubscriptionId);
        return call;
    }

    public async Task<SubscriptionInfo> InfoAsync(string group, string? stream = "s")
    {
        var options = new GetInfoReq.Types.Options { GroupName = group };
        _ = stream is null ? options.All = RawClient.Nothing : (object)(options.StreamIdentifier = RawClient.Name(stream));
        return (await client.Groups.GetInfoAsync(new() { Options = options }, cancellationToken: Ct)).SubscriptionInfo;
    }

    public async Task UntilAsync(string group, Func<SubscriptionInfo, bool> holds, string? stream = "s")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(120));
        while (!holds(await InfoAsync(group, stream)))
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
