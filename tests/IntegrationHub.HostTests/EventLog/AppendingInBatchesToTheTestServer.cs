using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Rpc;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer;
using Microsoft.Extensions.Time.Testing;
using Empty = Google.Protobuf.WellKnownTypes.Empty;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.BatchAppendReq.Types.Options;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>BatchAppend as version 23.10.6 was recorded doing it. The clock stands still, so a flush ends when the test says so.</summary>
public sealed class AppendingInBatchesToTheTestServer : IAsyncLifetime
{
    private static readonly TimeSpan s_flush = TimeSpan.FromMilliseconds(2);
    private static readonly Empty s_nothing = new();

    private readonly FakeTimeProvider _clock = new();
    private KurrentTestServer _server = null!;
    private RawClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KurrentTestServer.StartAsync(new ServerSettings { Clock = _clock, Flush = s_flush }, Ct);
        _client = new RawClient(_server.Addresses[0]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_overtakes_the_success_asked_for_before_it()
    {
        using var call = _client.Streams.BatchAppend(cancellationToken: Ct);
        await SendAsync(call, '1', "s", new Options { NoStream = s_nothing }, "ab");
        await SendAsync(call, '2', "s", new Options { NoStream = s_nothing }, "c");
        var wrong = await NextAsync(call);
        Assert.Equal((RawClient.Id('2'), Code.AlreadyExists, "WrongExpectedVersion"), (wrong.CorrelationId, wrong.Error.Code, wrong.Error.Message));
        Assert.Equal("08013200", Details<WrongExpectedVersion>(wrong));
        _clock.Advance(s_flush);
        var success = await NextAsync(call);
        Assert.Equal((RawClient.Id('1'), 1UL), (success.CorrelationId, success.Success.CurrentRevision));
        Assert.Equal(Options.ExpectedStreamPositionOneofCase.None, (Options.ExpectedStreamPositionOneofCase)success.ExpectedStreamPositionCase);
    }

    [Fact]
    public async Task After_an_early_half_close_one_answer_comes_and_all_writes_stand()
    {
        using var call = _client.Streams.BatchAppend(cancellationToken: Ct);
        foreach (var letter in "1234")
        {
            await SendAsync(call, letter, "s" + letter, new Options { NoStream = s_nothing }, "a");
        }

        await call.RequestStream.CompleteAsync();
        await WrittenAsync("s1", "s2", "s3", "s4");

        // The half-close follows the writes at once; a call of its own behind it on the same connection shows that it has come.
        await _client.Gossip.ReadAsync(RawClient.Nothing, cancellationToken: Ct);
        _clock.Advance(s_flush);
        Assert.Single(await RawClient.TakeAsync(call.ResponseStream, 4));
    }

    [Fact]
    public async Task With_nothing_pending_the_call_does_not_end_by_a_half_close()
    {
        using var call = _client.Streams.BatchAppend(cancellationToken: Ct);
        await SendAsync(call, '1', "s", new Options { NoStream = s_nothing }, "a");
        await WrittenAsync("s");
        _clock.Advance(s_flush);
        await NextAsync(call);
        await call.RequestStream.CompleteAsync();
        var end = call.ResponseStream.MoveNext(Ct);
        Assert.NotSame(end, await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Ct)));
    }

    [Fact]
    public async Task An_append_may_come_in_parts_and_is_one_write()
    {
        using var call = _client.Streams.BatchAppend(cancellationToken: Ct);
        await SendAsync(call, '1', "s", new Options { Any = s_nothing }, "ab", isFinal: false);
        await SendAsync(call, '9', null, null, "x");
        await SendAsync(call, '1', null, null, "c");
        await WrittenAsync("s");
        _clock.Advance(s_flush);
        var answer = await NextAsync(call);
        Assert.Equal((RawClient.Id('1'), 2UL), (answer.CorrelationId, answer.Success.CurrentRevision));
    }

    [Theory]
    [InlineData(null, 2000)]
    [InlineData(500, 500)]
    [InlineData(5000, 2000)]
    public async Task What_is_not_finished_in_time_is_dropped(int? deadline, int after)
    {
        using var call = _client.Streams.BatchAppend(cancellationToken: Ct);
        var options = new Options { Any = s_nothing };
        if (deadline is { } milliseconds)
        {
            options.Deadline = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(milliseconds));
        }

        await SendAsync(call, '1', "s", options, "a", isFinal: false);
        await SendAsync(call, '2', "t", new Options { StreamExists = s_nothing }, "a");
        await NextAsync(call);
        _clock.Advance(TimeSpan.FromMilliseconds(after - 1));
        await SendAsync(call, '3', "t", new Options { StreamExists = s_nothing }, "a");
        Assert.Equal(RawClient.Id('3'), (await NextAsync(call)).CorrelationId);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var late = await NextAsync(call);
        Assert.Equal((RawClient.Id('1'), Code.DeadlineExceeded, "Timeout"), (late.CorrelationId, late.Error.Code, late.Error.Message));
        await SendAsync(call, '1', null, null, "b");
        Assert.Equal("missing:s", Reads.Line(await _client.ReadAsync(Reads.OfStream("s"))));
    }

    [Fact]
    public async Task Each_failure_has_its_code_and_the_call_goes_on()
    {
        await _client.Streams.TombstoneAsync(
            new() { Options = new() { StreamIdentifier = RawClient.Name("gone"), Any = RawClient.Nothing } }, cancellationToken: Ct).ResponseAsync.AfterAsync(_clock, s_flush);
        using var call = _client.Streams.BatchAppend(cancellationToken: Ct);
        await SendAsync(call, '1', "gone", new Options { Any = s_nothing }, "a");
        var deleted = await NextAsync(call);
        Assert.Equal((Code.NotFound, "StreamDeleted", "0a061a04676f6e65"), (deleted.Error.Code, deleted.Error.Message, Details<StreamDeleted>(deleted)));

        await SendAsync(call, '2', "none", new Options { StreamExists = s_nothing }, "a");
        var missing = await NextAsync(call);
        Assert.Equal((Code.AlreadyExists, "12002a00"), (missing.Error.Code, Details<WrongExpectedVersion>(missing)));

        await SendAsync(call, '3', "s", new Options { Any = s_nothing, Deadline = new Duration() }, "a");
        var late = await NextAsync(call);
        Assert.Equal((Code.DeadlineExceeded, "Timeout", ""), (late.Error.Code, late.Error.Message, Details<Adapters.EventLog.Kurrent.Protos.Timeout>(late)));

        var large = Request('4', "s", new Options { Any = s_nothing }, "a", isFinal: true);
        large.ProposedMessages[0].Data = ByteString.CopyFrom(new byte[1024 * 1024 + 1]);
        await call.RequestStream.WriteAsync(large, Ct);
        var refused = await NextAsync(call);
        Assert.Equal((Code.InvalidArgument, "08808040"), (refused.Error.Code, Details<MaximumAppendSizeExceeded>(refused)));

        var typeless = Request('5', "s", new Options { Any = s_nothing }, "a", isFinal: true);
        typeless.ProposedMessages[0].Metadata.Remove("type");
        await call.RequestStream.WriteAsync(typeless, Ct);
        var bad = await NextAsync(call);
        Assert.Equal((Code.InvalidArgument, "BadRequest"), (bad.Error.Code, bad.Error.Message));
        Assert.Equal("The given key was not present in the dictionary.", bad.Error.Details.Unpack<BadRequest>().Message);
    }

    private static BatchAppendReq Request(char correlation, string? stream, Options? options, string letters, bool isFinal)
    {
        if (options is not null)
        {
            options.StreamIdentifier = RawClient.Name(stream!);
        }

        var request = new BatchAppendReq { CorrelationId = RawClient.Id(correlation), Options = options, IsFinal = isFinal };
        request.ProposedMessages.Add(letters.Select(letter => RawClient.Event(letter)).Select(proposed =>
            new BatchAppendReq.Types.ProposedMessage { Id = proposed.Id, Data = proposed.Data, Metadata = { proposed.Metadata } }));
        return request;
    }

    private static Task SendAsync(
        AsyncDuplexStreamingCall<BatchAppendReq, BatchAppendResp> call, char correlation, string? stream, Options? options, string letters, bool isFinal = true) =>
        call.RequestStream.WriteAsync(Request(correlation, stream, options, letters, isFinal), Ct);

    private static async Task<BatchAppendResp> NextAsync(AsyncDuplexStreamingCall<BatchAppendReq, BatchAppendResp> call) =>
        Assert.Single(await RawClient.TakeAsync(call.ResponseStream, 1));

    private static string Details<T>(BatchAppendResp answer)
        where T : IMessage<T>, new()
    {
        Assert.Equal("type.googleapis.com/event_store.client." + typeof(T).Name, answer.Error.Details.TypeUrl);
        return Convert.ToHexStringLower(answer.Error.Details.Value.Span);
    }

    // Readers see a write before its flush, so a test can wait for it.
    private async Task WrittenAsync(params string[] streams)
    {
        foreach (var stream in streams)
        {
            using var subscription = _client.Streams.Read(Reads.OfStream(stream).Live(), cancellationToken: Ct);
            await RawClient.TakeAsync(subscription.ResponseStream, 2);
        }
    }
}
