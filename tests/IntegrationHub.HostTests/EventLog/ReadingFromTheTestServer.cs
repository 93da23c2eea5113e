using Google.Protobuf;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer;
using Microsoft.Extensions.Time.Testing;


namespace IntegrationHub.HostTests.EventLog;

/// <summary>Counted reads as version 23.10.6 was recorded doing them.</summary>
public sealed class ReadingFromTheTestServer : IAsyncLifetime
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(300);

    private readonly FakeTimeProvider _clock = new();
    private KurrentTestServer _server = null!;
    private RawClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KurrentTestServer.StartAsync(new ServerSettings { Clock = _clock, Flush = TimeSpan.Zero }, Ct);
        _client = new RawClient(_server.Addresses[0]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_is_read_both_ways_from_the_revision_on()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "abcde");
        Assert.Equal("0 1 2 3 4 last:4", await LineAsync(Reads.OfStream("s")));
        Assert.Equal("1 2 last:4", await LineAsync(Reads.OfStream("s", 2, from: 1)));
        Assert.Equal("4 3 last:4", await LineAsync(Reads.OfStream("s", 2).Backwards()));
        Assert.Equal("1 0 last:4", await LineAsync(Reads.OfStream("s", 9, from: 1).Backwards()));
        Assert.Equal("first:5 last:4", await LineAsync(Reads.OfStream("s", 9, from: 100)));
        Assert.Equal("last:4", await LineAsync(Reads.OfStream("s", 9, from: 5)));
        Assert.Equal("", await LineAsync(Reads.OfStream("s", 9, from: 100).With(options => options.ControlOption = null)));
    }

    [Fact]
    public async Task Nothing_is_lost_between_pages()
    {
        await _client.AppendAsync("s", RawClient.NoStream, string.Concat(Enumerable.Range(33, 90).Select(letter => (char)letter)));
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 90)) + " last:89", await LineAsync(Reads.OfStream("s")));
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 90).Reverse()) + " last:89", await LineAsync(Reads.OfStream("s").Backwards()));
        Assert.Equal(91, (await _client.ReadAsync(Reads.OfAll())).Count);
        Assert.Equal(91, (await _client.ReadAsync(Reads.OfAll().AtEnd().Backwards())).Count);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_a_message_and_no_error() => Assert.Equal("missing:none", await LineAsync(Reads.OfStream("none")));

    [Theory]
    [InlineData("""{"$maxCount":2}""", "3 4 last:4", "4 3 last:4", "first:3 3 last:4")]
    [InlineData("""{"$tb":4}""", "4 last:4", "4 last:4", "first:4 4 last:4")]
    [InlineData("""{"$tb":5}""", "first:5 last:4", "last:4", "first:5 last:4")]
    [InlineData("no json", "0 1 2 3 4 last:4", "4 3 2 1 0 last:4", "0 last:4")]
    public async Task Metadata_hides_events_at_once(string metadata, string forwards, string backwards, string firstOnly)
    {
        await _client.AppendAsync("s", RawClient.NoStream, "abcde");
        await _client.DescribeAsync("s", """{"$maxCount":1}""");
        await _client.DescribeAsync("s", metadata);
        Assert.Equal(forwards, await LineAsync(Reads.OfStream("s")));
        Assert.Equal(backwards, await LineAsync(Reads.OfStream("s").Backwards()));
        Assert.Equal(firstOnly, await LineAsync(Reads.OfStream("s", 1, from: 0)));
        Assert.Equal("1 last:1", await LineAsync(Reads.OfStream("$$s")));
        Assert.Equal(5, (await _client.ReadAsync(Reads.OfAll().OnTypes("T"))).Count);
    }

    [Fact]
    public async Task Events_grow_old_and_the_stream_goes_on()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "abcd");
        await _client.DescribeAsync("s", """{"$maxAge":1}""");
        Assert.Equal("0 1 2 3 last:3", await LineAsync(Reads.OfStream("s")));
        _clock.Advance(TimeSpan.FromSeconds(1.3));
        Assert.Equal("first:4 last:3", await LineAsync(Reads.OfStream("s")));
        Assert.Equal(4UL, (await _client.AppendAsync("s", RawClient.At(3), "e")).Success.CurrentRevision);
        Assert.Equal("4 last:4", await LineAsync(Reads.OfStream("s", from: 4)));
    }

    [Fact]
    public async Task All_starts_at_a_position_forwards_and_before_it_backwards()
    {
        await _client.AppendAsync("v", RawClient.NoStream, null, RawClient.Event('a', "AA"), RawClient.Event('b', "BB"), RawClient.Event('c', "CC"));
        var position = (await _client.ReadAsync(Reads.OfStream("v")))[1].Event.CommitPosition;
        Assert.Equal(["BB", "CC"], await TypesAsync(Reads.OfAll().At(position)));
        Assert.Equal(["AA"], await TypesAsync(Reads.OfAll(1).At(position).Backwards()));
        Assert.Equal(["$metadata", "AA"], await TypesAsync(Reads.OfAll(2)));
        Assert.Empty(await TypesAsync(Reads.OfAll().At(position * 100)));
        await FailsAsync(Reads.OfAll().At(position + 1), "Unexpected ReadAllResult: Error");
        await FailsAsync(Reads.OfAll().At(position).With(o => o.All.Position.PreparePosition++), "Exception was thrown by handler.");
    }

    [Fact]
    public async Task A_filter_finds_by_type_or_stream()
    {
        await _client.AppendAsync("case-1", RawClient.NoStream, null, RawClient.Event('a', "AA"), RawClient.Event('b', "BB"));
        await _client.AppendAsync("order-1", RawClient.NoStream, null, RawClient.Event('c', "AB"));
        Assert.Equal(["AA", "AB"], await TypesAsync(Reads.OfAll().OnTypes("A", "X")));
        Assert.Equal(["AB", "BB"], await TypesAsync(Reads.OfAll().AtEnd().Backwards().Filtered(new() { EventType = new() { Regex = "B$", Prefix = { "A" } } })));
        Assert.Equal(["AB"], await TypesAsync(Reads.OfAll().Filtered(new() { StreamIdentifier = new() { Regex = "^order-" }, Count = RawClient.Nothing })));
        await FailsAsync(Reads.OfAll().Filtered(new() { StreamIdentifier = new() { Regex = "(" } }), "Exception was thrown by handler.");
    }

    [Fact]
    public async Task A_link_is_followed_once_and_keeps_its_own_position()
    {
        await _client.AppendAsync("v", RawClient.NoStream, null, RawClient.Event('a', "AA"));
        await _client.AppendAsync("gone", RawClient.NoStream, "b");
        await _client.Streams.TombstoneAsync(new() { Options = new() { StreamIdentifier = RawClient.Name("gone"), Any = RawClient.Nothing } }, cancellationToken: Ct);
        await _client.AppendAsync("l", RawClient.NoStream, null, Link('c', "0@v"), Link('d', "77@v"), Link('e', "0@gone"));
        Assert.Equal(["$>", "$>", "$>"], await TypesAsync(Reads.OfStream("l")));
        var read = (await _client.ReadAsync(Reads.OfStream("l").With(options => options.ResolveLinks = true))).ConvertAll(answer => answer.Event);
        Assert.Equal(("v", "l", read[0].Link.CommitPosition),
            (read[0].Event.StreamIdentifier.StreamName.ToStringUtf8(), read[0].Link.StreamIdentifier.StreamName.ToStringUtf8(), read[0].CommitPosition));
        Assert.All(read[1..3], answer => Assert.True(answer is { Event: null, Link: not null }));
    }

    [Fact]
    public async Task Two_ways_to_ask_are_never_answered()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "a");
        Assert.Equal(StatusCode.DeadlineExceeded,
            (await RawClient.RefusedAsync(() => _client.ReadAsync(Reads.OfStream("s").With(o => o.UuidOption = null), within: s_silence))).StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded,
            (await RawClient.RefusedAsync(() => _client.ReadAsync(Reads.OfAll().OnTypes("T").With(o => o.Filter.Max = 0), within: s_silence))).StatusCode);
    }

    [Fact]
    public async Task What_does_not_go_together_is_refused()
    {
        await InvalidAsync(Reads.OfStream("s").With(o => o.ClearFilterOption()), "The combination of (Stream, Count, Forwards, None) is invalid.");
        await InvalidAsync(Reads.OfStream("s").Live().Backwards(), "The combination of (Stream, Subscription, Backwards, NoFilter) is invalid.");
        await FailsAsync(Reads.OfStream("s", 0), "Unexpected ReadStreamResult: Error");
    }

    [Fact]
    public async Task An_id_comes_in_the_form_asked_for()
    {
        var proposed = RawClient.Event('a');
        proposed.Id = new() { String = "8bb54930-1b52-4f61-8170-0e3d49e70896" };
        await _client.AppendAsync("s", RawClient.NoStream, null, proposed);
        Assert.Equal(proposed.Id, (await _client.ReadAsync(Reads.OfStream("s")))[0].Event.Event.Id);
        var structured = (await _client.ReadAsync(Reads.OfStream("s").With(o => o.UuidOption.Structured = RawClient.Nothing)))[0].Event.Event.Id.Structured;
        Assert.Equal((-8379711060687302815, -9119773589029582698), (structured.MostSignificantBits, structured.LeastSignificantBits));
    }

    private static AppendReq.Types.ProposedMessage Link(char letter, string target) =>
        RawClient.Event(letter, "$>", target, "application/octet-stream");

    private async Task<string> LineAsync(ReadReq request) => Reads.Line(await _client.ReadAsync(request));

    private async Task<List<string>> TypesAsync(ReadReq request) =>
        [.. (await _client.ReadAsync(request)).Where(answer => answer.Event is not null).Select(answer => answer.Event.Event.Metadata["type"])];

    private async Task FailsAsync(ReadReq request, string detail)
    {
        var refusal = await RawClient.RefusedAsync(() => _client.ReadAsync(request));
        Assert.Equal((StatusCode.Unknown, detail), (refusal.StatusCode, refusal.Status.Detail));
    }

    private async Task InvalidAsync(ReadReq request, string detail)
    {
        var refusal = await RawClient.RefusedAsync(() => _client.ReadAsync(request));
        Assert.Equal((StatusCode.InvalidArgument, detail), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal("", RawClient.Trailers(refusal));
    }
}
