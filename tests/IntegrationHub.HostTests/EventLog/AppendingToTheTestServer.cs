using Google.Protobuf;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.AppendReq.Types.Options;
using Wrong = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.AppendResp.Types.WrongExpectedVersion;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Append as version 23.10.6 was recorded doing it.</summary>
public sealed class AppendingToTheTestServer : IAsyncLifetime
{
    private const int Limit = 1024 * 1024;

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

    // In the recording's words: the stream holds a, b, c, a at 0 to 3 when the middle of the table is reached.
    [Fact]
    public async Task A_repeat_is_told_from_a_conflict_as_recorded()
    {
        Assert.Equal("1", await SaysAsync(RawClient.NoStream, "ab"));
        Assert.Equal("1", await SaysAsync(RawClient.NoStream, "ab"));
        Assert.Equal("1", await SaysAsync(RawClient.Any, "ab"));
        Assert.Equal("0", await SaysAsync(RawClient.NoStream, "a"));
        Assert.Equal("wrong:1", await SaysAsync(RawClient.NoStream, "abc"));
        Assert.Equal("wrong:1", await SaysAsync(RawClient.NoStream, "c"));
        Assert.Equal("1", await SaysAsync(RawClient.Any, "b"));
        Assert.Equal("wrong:1", await SaysAsync(RawClient.Any, "ac"));
        Assert.Equal("3", await SaysAsync(RawClient.Any, "ca"));
        Assert.Equal("0", await SaysAsync(RawClient.Any, "ba"));
        Assert.Equal("0 1 2 3 last:3", Reads.Line(await _client.ReadAsync(Reads.OfStream("s"))));

        Assert.Equal("1", await SaysAsync(RawClient.At(0), "b"));
        Assert.Equal("wrong:3", await SaysAsync(RawClient.At(0), "d"));
        Assert.Equal("wrong:3", await SaysAsync(RawClient.At(1), "d"));
        Assert.Equal("wrong:3", await SaysAsync(RawClient.At(5), "e"));
        Assert.Equal("wrong:3", await SaysAsync(RawClient.At(2), "d"));
        Assert.Equal("4", await SaysAsync(RawClient.StreamExists, "d"));
        Assert.Equal("4", await SaysAsync(RawClient.StreamExists, "d"));
    }

    [Fact]
    public async Task At_the_right_revision_an_id_that_stands_already_is_written_again()
    {
        await SaysAsync(RawClient.NoStream, "a");
        Assert.Equal("1", await SaysAsync(RawClient.At(0), "a"));
        Assert.Equal("0 1 last:1", Reads.Line(await _client.ReadAsync(Reads.OfStream("s"))));
    }

    [Fact]
    public async Task An_id_counts_only_within_its_stream()
    {
        await SaysAsync(RawClient.NoStream, "a");
        Assert.Equal("0", Say(await _client.AppendAsync("other", RawClient.Any, "a")));
    }

    [Theory]
    [InlineData("exists", "wrong:none")]
    [InlineData("0", "wrong:none")]
    [InlineData("any", "0")]
    [InlineData("none", "0")]
    public async Task A_stream_that_is_not_there(string expected, string says) => Assert.Equal(says, await SaysAsync(Expected(expected), "a"));

    [Fact]
    public async Task Without_events_the_revision_is_checked_and_the_log_moves()
    {
        var missing = await _client.AppendAsync("s", RawClient.Any, "");
        Assert.Equal(AppendResp.Types.Success.CurrentRevisionOptionOneofCase.NoStream, missing.Success.CurrentRevisionOptionCase);
        await SaysAsync(RawClient.NoStream, "ab");
        var existing = await _client.AppendAsync("s", RawClient.Any, "");
        Assert.Equal(1UL, existing.Success.CurrentRevision);
        Assert.True(existing.Success.Position.CommitPosition > missing.Success.Position.CommitPosition);
        Assert.Equal("wrong:1", await SaysAsync(RawClient.NoStream, ""));
        Assert.Equal("wrong:1", await SaysAsync(RawClient.At(0), ""));
    }

    [Fact]
    public async Task A_wrong_revision_is_said_twice_once_for_old_clients()
    {
        await SaysAsync(RawClient.NoStream, "ab");
        Assert.Equal(
            new Wrong { CurrentRevision = 1, CurrentRevision2060 = 1, ExpectedNoStream = RawClient.Nothing, ExpectedRevision2060 = ulong.MaxValue },
            (await _client.AppendAsync("s", RawClient.NoStream, "c")).WrongExpectedVersion);
        Assert.Equal(
            new Wrong { CurrentRevision = 1, CurrentRevision2060 = 1, ExpectedAny = RawClient.Nothing, Any2060 = RawClient.Nothing },
            (await _client.AppendAsync("s", RawClient.Any, "ac")).WrongExpectedVersion);
        Assert.Equal(
            new Wrong { CurrentNoStream = RawClient.Nothing, NoStream2060 = RawClient.Nothing, ExpectedRevision = 0, ExpectedRevision2060 = 0 },
            (await _client.AppendAsync("none", RawClient.At(0), "a")).WrongExpectedVersion);
    }

    [Fact]
    public async Task The_position_is_that_of_the_last_event_and_repeats_with_it()
    {
        var first = (await _client.AppendAsync("s", RawClient.NoStream, "ab")).Success.Position;
        Assert.Equal(first.CommitPosition, first.PreparePosition);
        Assert.Equal(first, (await _client.AppendAsync("s", RawClient.NoStream, "ab")).Success.Position);
        var read = await _client.ReadAsync(Reads.OfStream("s"));
        Assert.Equal(first.CommitPosition, read[1].Event.CommitPosition);
        Assert.True(read[0].Event.CommitPosition < first.CommitPosition);
    }

    [Theory]
    [InlineData("type")]
    [InlineData("content-type")]
    public async Task A_missing_key_is_named(string key)
    {
        var proposed = RawClient.Event('a');
        proposed.Metadata.Remove(key);
        var refusal = await RawClient.RefusedAsync(() => _client.AppendAsync("s", RawClient.Any, null, proposed));
        Assert.Equal((StatusCode.InvalidArgument, $"Required Metadata Property '{key}' is missing"), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal("exception=missing-required-metadata-property required-metadata-properties=type,content-type", RawClient.Trailers(refusal));
    }

    [Fact]
    public async Task The_limit_counts_data_only_and_is_named()
    {
        Assert.Equal("0", Say(await _client.AppendAsync("s", RawClient.Any, null, RawClient.Event('a', data: new string('x', Limit)))));
        var refusal = await RawClient.RefusedAsync(() => _client.AppendAsync("s", RawClient.Any, null,
            RawClient.Event('b', data: new string('x', Limit)), RawClient.Event('c', data: "x")));
        Assert.Equal((StatusCode.InvalidArgument, "Maximum Append Size of 1048576 Exceeded."), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal("exception=maximum-append-size-exceeded maximum-append-size=1048576", RawClient.Trailers(refusal));
    }

    [Fact]
    public async Task Nothing_is_written_before_the_half_close()
    {
        using (var call = _client.Streams.Append(cancellationToken: Ct))
        {
            await call.RequestStream.WriteAsync(new AppendReq { Options = new Options { StreamIdentifier = RawClient.Name("s"), Any = RawClient.Nothing } }, Ct);
            await call.RequestStream.WriteAsync(new AppendReq { ProposedMessage = RawClient.Event('a') }, Ct);
            Assert.Equal("missing:s", Reads.Line(await _client.ReadAsync(Reads.OfStream("s"))));
        }

        Assert.Equal("missing:s", Reads.Line(await _client.ReadAsync(Reads.OfStream("s"))));
    }

    [Theory]
    [InlineData("", "T", "00000000-0000-4000-8000-000000000061")]
    [InlineData("s", "", "00000000-0000-4000-8000-000000000061")]
    [InlineData("s", "T", "00000000-0000-0000-0000-000000000000")]
    public async Task What_nobody_foresaw_is_an_unknown_error(string stream, string type, string id)
    {
        var proposed = RawClient.Event('a', type);
        proposed.Id = new UUID { String = id };
        var refusal = await RawClient.RefusedAsync(() => _client.AppendAsync(stream, RawClient.Any, null, proposed));
        Assert.Equal((StatusCode.Unknown, "Exception was thrown by handler."), (refusal.StatusCode, refusal.Status.Detail));
    }

    [Fact]
    public async Task A_revision_must_be_expected_in_some_way()
    {
        var refusal = await RawClient.RefusedAsync(() => _client.AppendAsync("s", new Options(), "a"));
        Assert.Equal(
            (StatusCode.InvalidArgument, "'None' is not a valid EventStore.Client.Streams.AppendReq+Types+Options+ExpectedStreamRevisionOneofCase"),
            (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal("", RawClient.Trailers(refusal));
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("application/octet-stream", "application/octet-stream")]
    [InlineData("text/plain", "application/octet-stream")]
    public async Task Whatever_is_not_json_by_name_reads_back_as_bytes(string written, string read)
    {
        var proposed = RawClient.Event('a', "X", "not json", written);
        proposed.Metadata["mine"] = "dropped";
        proposed.CustomMetadata = ByteString.CopyFromUtf8("kept");
        await _client.AppendAsync("s", RawClient.Any, null, proposed);
        var stored = (await _client.ReadAsync(Reads.OfStream("s")))[0].Event.Event;
        Assert.Equal(["content-type", "created", "type"], stored.Metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((read, "X", "not json", "kept"),
            (stored.Metadata["content-type"], stored.Metadata["type"], stored.Data.ToStringUtf8(), stored.CustomMetadata.ToStringUtf8()));
    }

    private static Options Expected(string name) => name switch
    {
        "exists" => RawClient.StreamExists,
        "any" => RawClient.Any,
        "none" => RawClient.NoStream,
        _ => RawClient.At(ulong.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static string Say(AppendResp answer) => answer.ResultCase == AppendResp.ResultOneofCase.Success
        ? $"{answer.Success.CurrentRevision}"
        : answer.WrongExpectedVersion.CurrentRevisionOptionCase == Wrong.CurrentRevisionOptionOneofCase.CurrentNoStream
            ? "wrong:none" : $"wrong:{answer.WrongExpectedVersion.CurrentRevision}";

    private async Task<string> SaysAsync(Options expected, string letters) => Say(await _client.AppendAsync("s", expected, letters));
}
