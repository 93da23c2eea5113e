using Grpc.Core;
using IntegrationHub.KurrentServer;
using Call = Grpc.Core.AsyncDuplexStreamingCall<
    IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq,
    IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadResp>;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>What version 23.10.6 was recorded refusing about persistent subscriptions, and whom it drops.</summary>
public sealed class GroupsTheTestServerRefuses : IAsyncLifetime
{
    private KurrentTestServer _server = null!;
    private RawClient _client = null!;
    private RawGroups _groups = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KurrentTestServer.StartAsync(new ServerSettings(), Ct);
        _client = new RawClient(_server.Addresses[0]);
        _groups = new RawGroups(_client);
        await _client.AppendAsync("s", RawClient.NoStream, "abc");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_group_is_refused_as_recorded()
    {
        await _groups.CreateAsync("g");
        await FailsAsync(() => _groups.CreateAsync("g"), StatusCode.AlreadyExists, "Subscription group g on stream s exists.", "persistent-subscription-exists");
        await FailsAsync(() => _groups.JoinAsync("nope", ""), StatusCode.NotFound, "Subscription group nope on stream s does not exist.", "persistent-subscription-does-not-exist", "nope");
        using var call = await _groups.JoinAsync("g", "s::g");
        await FailsAsync(() => _groups.JoinAsync("g", ""), StatusCode.FailedPrecondition, "Maximum subscriptions reached for subscription group g on stream s.", "maximum-subscribers-reached");

        const string TooLittle = "Specified argument was out of the range of valid values. (Parameter 'ReadBatchSize may not be greater than or equal to BufferSize')";
        var failed = await RawClient.RefusedAsync(() => _groups.CreateAsync("bad", settings => settings.ReadBatchSize = 10));
        Assert.Equal((StatusCode.Internal, $"Subscription group bad on stream s failed: '{TooLittle}'"), (failed.StatusCode, failed.Status.Detail));
        Assert.Equal($"exception=persistent-subscription-failed group-name=bad stream-name=s", RawClient.Trailers(failed));
        Assert.Equal(TooLittle, failed.Trailers.GetValue("reason"));
        failed = await RawClient.RefusedAsync(() => _groups.CreateAsync("bad", settings => settings.ConsumerStrategy = "Nope"));
        Assert.Equal("Consumer strategy Nope does not exist.", failed.Trailers.GetValue("reason"));
        await _groups.CreateAsync("odd", settings => settings.MinCheckpointCount = 10);
    }

    [Fact]
    public async Task A_deleted_or_changed_group_drops_its_consumers()
    {
        await _groups.CreateAsync("g");
        using var first = await _groups.JoinAsync("g", "s::g");
        await RawClient.TakeAsync(first.ResponseStream, 3);
        await _client.Groups.UpdateAsync(new()
        {
            Options = new() { GroupName = "g", Settings = new() { MessageTimeoutMs = 900, HistoryBufferSize = 10, ReadBatchSize = 5 }, Stream = new() { StreamIdentifier = RawClient.Name("s"), Start = RawClient.Nothing } },
        }, cancellationToken: Ct);
        await DroppedAsync(first);
        var info = await _groups.InfoAsync("g");
        Assert.Equal(("DispatchToSingle", 900), (info.NamedConsumerStrategy, info.MessageTimeoutMilliseconds));

        using var second = await _groups.JoinAsync("g", "s::g");
        await RawClient.TakeAsync(second.ResponseStream, 3);
        await _client.Groups.DeleteAsync(new() { Options = new() { GroupName = "g", StreamIdentifier = RawClient.Name("s") } }, cancellationToken: Ct);
        await DroppedAsync(second);
        await FailsAsync(() => _groups.InfoAsync("g"), StatusCode.NotFound, "Subscription group g on stream s does not exist.", "persistent-subscription-does-not-exist");
    }

    private static async Task DroppedAsync(Call call)
    {
        var refusal = await RawClient.RefusedAsync(() => RawClient.TakeAsync(call.ResponseStream, 1));
        Assert.Equal((StatusCode.Cancelled, "Subscription group g on stream s was dropped."), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal("exception=persistent-subscription-dropped group-name=g stream-name=s", RawClient.Trailers(refusal));
    }

    private static async Task FailsAsync(Func<Task> call, StatusCode code, string detail, string exception, string group = "g")
    {
        var refusal = await RawClient.RefusedAsync(call);
        Assert.Equal((code, detail), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal($"exception={exception} group-name={group} stream-name=s", RawClient.Trailers(refusal));
    }
}
