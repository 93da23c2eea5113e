using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Subscriptions as version 23.10.6 was recorded doing them.</summary>
public sealed class SubscribingToTheTestServer : IAsyncLifetime
{
    private KurrentTestServer _server = null!;
    private RawClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KurrentTestServer.StartAsync(new ServerSettings(), Ct);
        _client = new RawClient(_server.Addresses[0]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task History_comes_first_then_caught_up_then_what_happens()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "abc");
        using var call = Subscribe(Reads.OfStream("s").Live());
        Assert.Equal("confirmed 0 1 2 caught-up", await TakeAsync(call, 5));
        await _client.AppendAsync("s", RawClient.At(2), "d");
        Assert.Equal("3", await TakeAsync(call, 1));
    }

    [Fact]
    public async Task A_revision_is_where_the_reader_already_was()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "abcde");
        using var after = Subscribe(Reads.OfStream("s", from: 2).Live());
        Assert.Equal("confirmed 3 4 caught-up", await TakeAsync(after, 4));
        using var end = Subscribe(Reads.OfStream("s").Live().AtEnd());
        Assert.Equal("confirmed caught-up", await TakeAsync(end, 2));
        await _client.AppendAsync("s", RawClient.Any, "f");
        Assert.Equal("5", await TakeAsync(end, 1));
    }

    [Fact]
    public async Task A_missing_stream_is_waited_for_without_a_word()
    {
        using var call = Subscribe(Reads.OfStream("s").Live());
        Assert.Equal("confirmed", await TakeAsync(call, 1));
        await _client.AppendAsync("s", RawClient.NoStream, "a");
        Assert.Equal("0 caught-up", await TakeAsync(call, 2));
    }

    [Fact]
    public async Task A_tombstone_ends_it_at_once_or_when_it_comes()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "a");
        using var before = Subscribe(Reads.OfStream("s").Live());
        await TakeAsync(before, 3);
        await _client.Streams.TombstoneAsync(new() { Options = new() { StreamIdentifier = RawClient.Name("s"), Any = RawClient.Nothing } }, cancellationToken: Ct);
        using var after = Subscribe(Reads.OfStream("s").Live());
        foreach (var call in (AsyncServerStreamingCall<ReadResp>[])[before, after])
        {
            var refusal = await RawClient.RefusedAsync(() => RawClient.TakeAsync(call.ResponseStream, 2));
            Assert.Equal((StatusCode.FailedPrecondition, "exception=stream-deleted stream-name=s"), (refusal.StatusCode, RawClient.Trailers(refusal)));
        }
    }

    [Fact]
    public async Task All_goes_on_after_the_position()
    {
        await _client.AppendAsync("v", RawClient.NoStream, null, RawClient.Event('a', "AA"), RawClient.Event('b', "BB"), RawClient.Event('c', "CC"));
        var position = (await _client.ReadAsync(Reads.OfStream("v")))[1].Event.CommitPosition;
        using var after = Subscribe(Reads.OfAll().At(position).Live());
        Assert.Equal("confirmed 2 caught-up", await TakeAsync(after, 3));
        using var start = Subscribe(Reads.OfAll().Live());
        Assert.Equal("confirmed 0 0 1 2 caught-up", await TakeAsync(start, 6));
        using var end = Subscribe(Reads.OfAll().Live().AtEnd());
        Assert.Equal("confirmed caught-up", await TakeAsync(end, 2));
        await _client.AppendAsync("v", RawClient.Any, "d");
        Assert.Equal("3", await TakeAsync(after, 1));
        Assert.Equal("3", await TakeAsync(end, 1));
    }

    [Fact]
    public async Task A_filter_brings_checkpoints_as_often_as_asked_and_one_before_caught_up()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "abcdefgh");
        await _client.AppendAsync("x", RawClient.NoStream, null, [.. "abcdefgh".Select(letter => RawClient.Event(letter, "X"))]);
        using var call = Subscribe(Reads.OfAll().Live().Filtered(new() { EventType = new() { Prefix = { "T" } }, Max = 4, CheckpointIntervalMultiplier = 2 }));

        // 17 events, of which the first is the server's own: pages of four, a checkpoint after every second page.
        var answers = await RawClient.TakeAsync(call.ResponseStream, 13);
        Assert.Equal("confirmed 0 1 2 3 4 5 6 checkpoint 7 checkpoint checkpoint caught-up", Reads.Line(answers));
        Assert.Equal(answers[7].Event.CommitPosition, answers[8].Checkpoint.CommitPosition);
        Assert.True(answers[10].Checkpoint.CommitPosition > answers[9].Event.CommitPosition);
    }

    [Fact]
    public async Task From_the_end_there_is_nothing_to_check_off()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "ab");
        using var call = Subscribe(Reads.OfAll().Live().AtEnd().OnTypes("T"));
        Assert.Equal("confirmed caught-up", await TakeAsync(call, 2));
        await _client.AppendAsync("s", RawClient.Any, "c");
        Assert.Equal("2", await TakeAsync(call, 1));
    }

    [Fact]
    public async Task Who_does_not_read_is_dropped_when_live()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "a");
        using var call = Subscribe(Reads.OfStream("s").Live());
        await TakeAsync(call, 3);

        // More than any window in between takes while the reader stands still.
        for (var i = 0; i < 80; i++)
        {
            await _client.AppendAsync("s", RawClient.Any, null, new AppendReq.Types.ProposedMessage(RawClient.Event('a', data: new string('x', 256 * 1024)))
            {
                Id = new() { String = $"00000000-0000-4000-8000-{i:d12}" },
            });
        }

        var refusal = await RawClient.RefusedAsync(() => RawClient.TakeAsync(call.ResponseStream, 81));
        Assert.Equal(
            (StatusCode.Aborted, "Operation timed out: Consumer too slow to handle event while live. Client resubscription required."),
            (refusal.StatusCode, refusal.Status.Detail));
    }

    private static async Task<string> TakeAsync(AsyncServerStreamingCall<ReadResp> call, int count) =>
        Reads.Line(await RawClient.TakeAsync(call.ResponseStream, count));

    private AsyncServerStreamingCall<ReadResp> Subscribe(ReadReq request) => _client.Streams.Read(request, cancellationToken: Ct);
}
