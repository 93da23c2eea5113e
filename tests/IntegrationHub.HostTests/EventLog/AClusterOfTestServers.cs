using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Rpc;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.BatchAppendReq.Types.Options;
using StatusCode = Grpc.Core.StatusCode;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Three nodes as three of version 23.10.6 were recorded, also while the leader dies.</summary>
public sealed class AClusterOfTestServers : IAsyncLifetime
{
    private static readonly Metadata s_leaderOnly = RawClient.Header("requires-leader", "True");

    private KurrentTestServer _server = null!;
    private RawClient[] _nodes = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KurrentTestServer.StartAsync(new ServerSettings { Nodes = 3 }, Ct);
        _nodes = [.. _server.Addresses.Select(address => new RawClient(address))];
    }

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_nodes, node => node.Dispose());
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_follower_hands_writes_on_unless_the_leader_was_asked_for()
    {
        await _nodes[0].AppendAsync("s", RawClient.NoStream, "a", s_leaderOnly);
        Assert.Equal(1UL, (await _nodes[1].AppendAsync("s", RawClient.Any, "b")).Success.CurrentRevision);
        await NotLeaderAsync(() => _nodes[1].AppendAsync("s", RawClient.Any, "c", s_leaderOnly), 0);
        await NotLeaderAsync(() => _nodes[1].ReadAsync(Reads.OfStream("s"), s_leaderOnly), 0);
        Assert.Equal("0 1 last:1", Reads.Line(await _nodes[2].ReadAsync(Reads.OfStream("s"), RawClient.Header("requires-leader", "junk"))));
        await NotLeaderAsync(
            () => _nodes[1].Groups.ListAsync(new() { Options = new() { ListAllSubscriptions = RawClient.Nothing } }, cancellationToken: Ct).ResponseAsync, 0);
        using var group = _nodes[1].Groups.Read(cancellationToken: Ct);
        await NotLeaderAsync(() => RawClient.TakeAsync(group.ResponseStream, 1), 0);
    }

    [Fact]
    public async Task A_batch_call_to_a_follower_ends_as_a_whole()
    {
        using var call = _nodes[1].Streams.BatchAppend(s_leaderOnly, cancellationToken: Ct);
        await call.RequestStream.WriteAsync(
            new() { CorrelationId = RawClient.Id('1'), IsFinal = true, Options = new Options { StreamIdentifier = RawClient.Name("s"), Any = new() } }, Ct);
        await NotLeaderAsync(() => RawClient.TakeAsync(call.ResponseStream, 1), 0);
    }

    [Fact]
    public async Task Until_the_next_election_everyone_points_at_the_dead_leader()
    {
        Assert.Equal("Leader Follower Follower", await GossipAsync(1));
        await _server.KillAsync(0);
        Assert.Equal(StatusCode.Unavailable, (await RawClient.RefusedAsync(() => _nodes[0].ReadAsync(Reads.OfStream("s")))).StatusCode);
        Assert.Equal("Leader Follower Follower", await GossipAsync(1));
        await NotLeaderAsync(() => _nodes[1].AppendAsync("s", RawClient.Any, "a", s_leaderOnly), 0);
        using var forwarded = _nodes[1].Streams.Append(deadline: (TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(300)).UtcDateTime, cancellationToken: Ct);
        await forwarded.RequestStream.WriteAsync(new() { Options = new() { StreamIdentifier = RawClient.Name("s"), Any = RawClient.Nothing } }, Ct);
        await forwarded.RequestStream.CompleteAsync();
        Assert.Equal(StatusCode.DeadlineExceeded, (await RawClient.RefusedAsync(() => forwarded.ResponseAsync)).StatusCode);

        await _server.ElectAsync(1);
        Assert.Equal("Unknown(dead) Leader Follower", await GossipAsync(2));
        Assert.Equal(0UL, (await _nodes[1].AppendAsync("s", RawClient.Any, "a", s_leaderOnly)).Success.CurrentRevision);
        await NotLeaderAsync(() => _nodes[2].AppendAsync("s", RawClient.Any, "a", s_leaderOnly), 1);

        await _server.ReviveAsync(0, Ct);
        Assert.Equal("Follower Leader Follower", await GossipAsync(2));
        using var revived = new RawClient(_server.Addresses[0]);
        await NotLeaderAsync(() => revived.AppendAsync("s", RawClient.Any, "a", s_leaderOnly), 1);
    }

    [Fact]
    public async Task A_leader_can_be_voted_out_without_dying()
    {
        await _server.ElectAsync(2);
        await NotLeaderAsync(() => _nodes[0].AppendAsync("s", RawClient.Any, "a", s_leaderOnly), 2);
        Assert.Equal((3 - 1, "Follower Follower Leader"), (_server.Leader, await GossipAsync(0)));
        Assert.Equal(0, await _server.LoseLeaderAsync());
        Assert.Equal("Leader Follower Unknown(dead)", await GossipAsync(0));
    }

    [Theory]
    [InlineData(LostAnswer.ConnectionBreaks, StatusCode.Unavailable, 0)]
    [InlineData(LostAnswer.TimesOut, StatusCode.Aborted, 0)]
    [InlineData(LostAnswer.LeaderLost, StatusCode.Unavailable, 1)]
    public async Task An_answer_can_be_lost_though_the_write_stands(LostAnswer how, StatusCode code, int leader)
    {
        _server.Faults.LoseAnswers(how);
        Assert.Equal(code, (await RawClient.RefusedAsync(() => _nodes[0].AppendAsync("s", RawClient.NoStream, "a"))).StatusCode);
        Assert.Equal(leader, _server.Leader);
        Assert.Equal("0 last:0", Reads.Line(await _nodes[2].ReadAsync(Reads.OfStream("s"))));
        Assert.Equal(0UL, (await _nodes[leader].AppendAsync("s", RawClient.NoStream, "a", s_leaderOnly)).Success.CurrentRevision);
    }

    [Fact]
    public async Task A_batch_call_goes_on_after_an_answer_ran_out_of_time()
    {
        _server.Faults.LoseAnswers(LostAnswer.TimesOut);
        using var call = _nodes[0].Streams.BatchAppend(cancellationToken: Ct);
        var append = new BatchAppendReq { CorrelationId = RawClient.Id('1'), IsFinal = true, Options = new Options { StreamIdentifier = RawClient.Name("s"), NoStream = new() } };
        append.ProposedMessages.Add(new BatchAppendReq.Types.ProposedMessage { Id = RawClient.Id('a'), Metadata = { RawClient.Event('a').Metadata } });
        await call.RequestStream.WriteAsync(append, Ct);
        Assert.Equal(Code.DeadlineExceeded, (await RawClient.TakeAsync(call.ResponseStream, 1))[0].Error.Code);
        await call.RequestStream.WriteAsync(append, Ct);
        Assert.Equal(0UL, (await RawClient.TakeAsync(call.ResponseStream, 1))[0].Success.CurrentRevision);
    }

    [Fact]
    public async Task A_slow_server_outlasts_a_deadline()
    {
        _server.Faults.Slowness = TimeSpan.FromSeconds(30);
        Assert.Equal(StatusCode.DeadlineExceeded,
            (await RawClient.RefusedAsync(() => _nodes[0].ReadAsync(Reads.OfStream("s"), within: TimeSpan.FromMilliseconds(300)))).StatusCode);
        _server.Faults.Slowness = TimeSpan.Zero;
        Assert.Equal("missing:s", Reads.Line(await _nodes[0].ReadAsync(Reads.OfStream("s"))));
    }

    [Fact]
    public async Task What_it_can_do_is_announced_in_small_letters()
    {
        var features = await _nodes[0].Features.GetSupportedMethodsAsync(RawClient.Nothing, cancellationToken: Ct);
        Assert.Equal("23.10.6", features.EventStoreServerVersion);
        Assert.Equal(["deadline_duration"], Assert.Single(features.Methods, method => method.MethodName == "batchappend").Features);
        Assert.Equal("event_store.client.streams.streams", Assert.Single(features.Methods, method => method.MethodName == "append").ServiceName);
        Assert.Contains(features.Methods, method => method is
        { MethodName: "create", ServiceName: "event_store.client.persistent_subscriptions.persistentsubscriptions", Features: ["stream", "all"] });
    }

    private async Task NotLeaderAsync(Func<Task> call, int leader)
    {
        var refusal = await RawClient.RefusedAsync(call);
        Assert.Equal((StatusCode.NotFound, "Leader info available"), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal($"exception=not-leader leader-endpoint-host=127.0.0.1 leader-endpoint-port={_server.Addresses[leader].Port}", RawClient.Trailers(refusal));
    }

    private async Task<string> GossipAsync(int node)
    {
        var members = (await _nodes[node].Gossip.ReadAsync(RawClient.Nothing, cancellationToken: Ct)).Members;
        Assert.Equal(_server.Addresses.Select(address => (uint)address.Port), members.Select(member => member.HttpEndPoint.Port));
        return string.Join(' ', members.Select(member => member.State + (member.IsAlive ? "" : "(dead)")));
    }
}
