using System.Text.Json;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using IntegrationHub.KurrentServer;
using Microsoft.Extensions.Time.Testing;
using Answer = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq.Types.Nack.Types.Action;
using Call = Grpc.Core.AsyncDuplexStreamingCall<
    IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq,
    IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadResp>;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Persistent subscriptions as version 23.10.6 was recorded doing them, with time-outs on a clock of the test's.</summary>
public sealed class GroupsOnTheTestServer : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private KurrentTestServer _server = null!;
    private RawClient _client = null!;
    private RawGroups _groups = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KurrentTestServer.StartAsync(new ServerSettings { Clock = _clock, Flush = TimeSpan.Zero }, Ct);
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
    public async Task What_is_acknowledged_is_checked_off_and_does_not_come_again()
    {
        await _groups.CreateAsync("g");
        using (var call = await _groups.JoinAsync("g", "s::g"))
        {
            var events = await RawClient.TakeAsync(call.ResponseStream, 3);
            Assert.Equal("0/0 1/0 2/0", Line(events));
            await AckAsync(call, [.. events]);
            await _groups.UntilAsync("g", info => info.TotalInFlightMessages == 0);
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await _groups.UntilAsync("g", info => info.LastCheckpointedEventPosition == "2");
        }

        var checkpoint = (await _client.ReadAsync(Reads.OfStream("$persistentsubscription-s::g-checkpoint")))[0].Event.Event;
        Assert.Equal(("SubscriptionCheckpoint", "\"2\"", "application/json"),
            (checkpoint.Metadata["type"], checkpoint.Data.ToStringUtf8(), checkpoint.Metadata["content-type"]));
        await _client.Groups.RestartSubsystemAsync(RawClient.Nothing, cancellationToken: Ct);
        using var again = await _groups.JoinAsync("g", "s::g");
        await _client.AppendAsync("s", RawClient.Any, "d");
        Assert.Equal("3/0", Line(await RawClient.TakeAsync(again.ResponseStream, 1)));
    }

    [Fact]
    public async Task What_is_not_answered_comes_again_and_is_parked_in_the_end()
    {
        await _groups.CreateAsync("g");
        using var call = await _groups.JoinAsync("g", "s::g");
        Assert.Equal("0/0 1/0 2/0", Line(await RawClient.TakeAsync(call.ResponseStream, 3)));
        _clock.Advance(TimeSpan.FromMilliseconds(800));
        Assert.Equal("0/1 1/1 2/1", Line(await RawClient.TakeAsync(call.ResponseStream, 3)));
        _clock.Advance(TimeSpan.FromMilliseconds(800));
        Assert.Equal("0/2 1/2 2/2", Line(await RawClient.TakeAsync(call.ResponseStream, 3)));
        _clock.Advance(TimeSpan.FromMilliseconds(800));
        await _groups.UntilAsync("g", info => info.ParkedMessageCount == 3);

        var parked = (await _client.ReadAsync(Reads.OfStream("$persistentsubscription-s::g-parked"))).ConvertAll(answer => answer.Event);
        Assert.Equal(["0@s", "1@s", "2@s"], parked.GetRange(0, 3).Select(answer => answer.Event.Data.ToStringUtf8()));
        Assert.Equal("$>", parked[0].Event.Metadata["type"]);
        using var note = JsonDocument.Parse(parked[0].Event.CustomMetadata.ToStringUtf8());
        Assert.Equal(["added", "reason"], note.RootElement.EnumerateObject().Select(property => property.Name));

        await _client.Groups.ReplayParkedAsync(
            new() { Options = new() { GroupName = "g", StreamIdentifier = RawClient.Name("s"), NoLimit = RawClient.Nothing } }, cancellationToken: Ct);
        var replayed = await RawClient.TakeAsync(call.ResponseStream, 3);
        Assert.Equal("0/0 1/0 2/0", Line(replayed));
        Assert.All(replayed, answer => Assert.Equal("$persistentsubscription-s::g-parked", answer.Event.Link.StreamIdentifier.StreamName.ToStringUtf8()));
        await AckAsync(call, [.. replayed]);
        await _groups.UntilAsync("g", info => info is { ParkedMessageCount: 0, TotalInFlightMessages: 0 });
    }

    [Fact]
    public async Task A_refusal_parks_retries_or_skips()
    {
        await _groups.CreateAsync("g");
        using var call = await _groups.JoinAsync("g", "s::g", buffer: 1);
        await NackAsync(call, Answer.Park, "0/0");
        await NackAsync(call, Answer.Retry, "1/0");
        await NackAsync(call, Answer.Skip, "1/1");
        await NackAsync(call, Answer.Unknown, "2/0");
        await _groups.UntilAsync("g", info => info is { ParkedMessageCount: 1, TotalInFlightMessages: 0 });
        Assert.Contains("why not", (await _client.ReadAsync(Reads.OfStream("$persistentsubscription-s::g-parked")))[0].Event.Event.CustomMetadata.ToStringUtf8(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_consumer_left_goes_to_the_next()
    {
        await _groups.CreateAsync("g");
        using (var first = await _groups.JoinAsync("g", "s::g"))
        {
            await RawClient.TakeAsync(first.ResponseStream, 3);
        }

        await _groups.UntilAsync("g", info => info.Connections.Count == 0);
        using var second = await _groups.JoinAsync("g", "s::g");
        Assert.Equal("0/1 1/1 2/1", Line(await RawClient.TakeAsync(second.ResponseStream, 3)));
    }

    [Theory]
    [InlineData("RoundRobin", "s0 t0 s2", "s1 t1 t2")]
    [InlineData("DispatchToSingle", "s0 s1 t0 t1 s2 t2", "")]
    [InlineData("Pinned", "s0 s1 s2", "t0 t1 t2")]
    public async Task Who_gets_an_event_is_the_strategys_choice(string strategy, string one, string other)
    {
        var settings = RawGroups.Standard();
        settings.MaxSubscriberCount = 0;
        settings.ConsumerStrategy = strategy;
        await _client.Groups.CreateAsync(new CreateReq
        {
            Options = new()
            {
                GroupName = "g",
                Settings = settings,
                All = new() { End = RawClient.Nothing, Filter = new() { StreamIdentifier = new() { Prefix = { "u-" } }, Max = 32, CheckpointIntervalMultiplier = 1 } },
            },
        }, cancellationToken: Ct);
        using var first = await _groups.JoinAsync("g", "$all::g", stream: null);
        using var second = await _groups.JoinAsync("g", "$all::g", stream: null);
        foreach (var (letter, stream) in "abcdef".Zip("ssttst"))
        {
            await _client.AppendAsync($"u-{stream}", RawClient.Any, letter.ToString());
        }

        await _groups.UntilAsync("g", info => info.TotalItems == 6, stream: null);
        var given = (await _groups.InfoAsync("g", stream: null)).Connections.Select(connection => (int)connection.TotalItems);
        var got = new List<string>();
        foreach (var (call, count) in new[] { first, second }.Zip(given))
        {
            got.Add(string.Join(' ', (await RawClient.TakeAsync(call.ResponseStream, count)).Select(StreamAndRevision)));
        }

        // Which of the two consumers it is does not matter.
        Assert.Equal([one, other], got.OrderByDescending(line => line.Length).ThenBy(line => line, StringComparer.Ordinal));
    }

    [Fact]
    public async Task All_of_it_can_be_read_by_a_group_without_hearing_itself()
    {
        await _client.Groups.CreateAsync(new() { Options = new() { GroupName = "g", Settings = RawGroups.Standard(), All = new() { Start = RawClient.Nothing, NoFilter = RawClient.Nothing } } }, cancellationToken: Ct);
        using var call = await _groups.JoinAsync("g", "$all::g", stream: null);
        var events = await RawClient.TakeAsync(call.ResponseStream, 4);
        Assert.Equal("0/0 0/0 1/0 2/0", Line(events));
        await AckAsync(call, [.. events]);
        await _groups.UntilAsync("g", i => i.TotalInFlightMessages == 0, stream: null);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        var position = events[3].Event.CommitPosition;
        await _groups.UntilAsync("g", i => i.LastCheckpointedEventPosition == $"C:{position}/P:{position}", stream: null);
        await _client.AppendAsync("s", RawClient.Any, "d");
        Assert.Equal("3/0", Line(await RawClient.TakeAsync(call.ResponseStream, 1)));
    }

    private static string Line(IEnumerable<ReadResp> answers) =>
        string.Join(' ', answers.Select(answer => $"{answer.Event.Event.StreamRevision}/{answer.Event.RetryCount}"));

    private static string StreamAndRevision(ReadResp answer) =>
        $"{answer.Event.Event.StreamIdentifier.StreamName.ToStringUtf8()[^1]}{answer.Event.Event.StreamRevision}";

    private static Task AckAsync(Call call, params ReadResp[] events) =>
        call.RequestStream.WriteAsync(new() { Ack = new() { Ids = { events.Select(Original) } } }, Ct);

    private static async Task NackAsync(Call call, Answer action, string next)
    {
        var answer = Assert.Single(await RawClient.TakeAsync(call.ResponseStream, 1));
        Assert.Equal(next, Line([answer]));
        await call.RequestStream.WriteAsync(new() { Nack = new() { Action = action, Reason = "why not", Ids = { Original(answer) } } }, Ct);
    }

    private static UUID Original(ReadResp answer) => (answer.Event.Link ?? answer.Event.Event).Id;
}
