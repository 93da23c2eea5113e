using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer;
using Hard = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.TombstoneReq.Types.Options;
using Soft = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.DeleteReq.Types.Options;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Delete and Tombstone as version 23.10.6 was recorded doing them.</summary>
public sealed class DeletingOnTheTestServer : IAsyncLifetime
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
    public async Task A_deleted_stream_is_missing_until_it_is_written_to_and_then_goes_on()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "abc");
        await DeleteAsync(new Soft { Any = RawClient.Nothing });
        Assert.Equal("missing:s", await LineAsync("s"));
        await DeleteAsync(new Soft { Any = RawClient.Nothing });
        Assert.Equal(3UL, (await _client.AppendAsync("s", RawClient.NoStream, "d")).Success.CurrentRevision);
        Assert.Equal("3 last:3", await LineAsync("s"));
        var metadata = await _client.ReadAsync(Reads.OfStream("$$s"));
        Assert.Equal("2 last:2", Reads.Line(metadata));
        Assert.Equal("""{"$tb":3}""", metadata[0].Event.Event.Data.ToStringUtf8());
    }

    [Fact]
    public async Task To_a_deleted_stream_only_its_existence_is_denied()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "abc");
        await DeleteAsync(new Soft { Revision = 2 });
        Deleted(await RawClient.RefusedAsync(() => _client.AppendAsync("s", RawClient.StreamExists, "d")));
        Assert.Equal(3UL, (await _client.AppendAsync("s", RawClient.At(2), "d")).Success.CurrentRevision);
    }

    [Fact]
    public async Task A_tombstone_is_for_ever()
    {
        await _client.AppendAsync("s", RawClient.NoStream, "a");
        await WrongAsync(TombstoneAsync(new Hard { Revision = 5 }), 5, 0);
        await TombstoneAsync(new Hard { Any = RawClient.Nothing });
        Deleted(await RawClient.RefusedAsync(() => TombstoneAsync(new Hard { Any = RawClient.Nothing })));
        Deleted(await RawClient.RefusedAsync(() => DeleteAsync(new Soft { Any = RawClient.Nothing })));
        Deleted(await RawClient.RefusedAsync(() => _client.ReadAsync(Reads.OfStream("s"))));
        Deleted(await RawClient.RefusedAsync(() => _client.AppendAsync("s", RawClient.Any, "b")));
        Deleted(await RawClient.RefusedAsync(() => _client.AppendAsync("s", RawClient.NoStream, "a")));
        var all = await _client.ReadAsync(Reads.OfAll(1).AtEnd().Backwards());
        Assert.Equal(("$streamDeleted", (ulong)long.MaxValue), (all[0].Event.Event.Metadata["type"], all[0].Event.Event.StreamRevision));
    }

    [Fact]
    public async Task A_wrong_revision_is_an_error_that_names_both_numbers()
    {
        await WrongAsync(DeleteAsync(new Soft { Any = RawClient.Nothing }), -2, -1);
        await WrongAsync(DeleteAsync(new Soft { StreamExists = RawClient.Nothing }), -4, -1);
        await WrongAsync(DeleteAsync(new Soft { Revision = 0 }), 0, -1);
        await _client.AppendAsync("s", RawClient.NoStream, "abc");
        await WrongAsync(DeleteAsync(new Soft { Revision = 7 }), 7, 2);
        await WrongAsync(DeleteAsync(new Soft { Revision = 1 }), 1, 2);
    }

    private static async Task WrongAsync(Task delete, long expected, long actual)
    {
        var refusal = await RawClient.RefusedAsync(() => delete);
        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Equal($"Delete failed due to WrongExpectedVersion. Stream: s, Expected version: {expected}, Actual version: {actual}", refusal.Status.Detail);
        Assert.Equal($"actual-version={actual} exception=wrong-expected-version expected-version={expected} stream-name=s", RawClient.Trailers(refusal));
    }

    private static void Deleted(RpcException refusal) => Assert.Equal(
        (StatusCode.FailedPrecondition, "Event stream 's' is deleted.", "exception=stream-deleted stream-name=s"),
        (refusal.StatusCode, refusal.Status.Detail, RawClient.Trailers(refusal)));

    private async Task<string> LineAsync(string stream) => Reads.Line(await _client.ReadAsync(Reads.OfStream(stream)));

    private async Task DeleteAsync(Soft options)
    {
        options.StreamIdentifier = RawClient.Name("s");
        await _client.Streams.DeleteAsync(new DeleteReq { Options = options }, cancellationToken: Ct);
    }

    private async Task TombstoneAsync(Hard options)
    {
        options.StreamIdentifier = RawClient.Name("s");
        await _client.Streams.TombstoneAsync(new TombstoneReq { Options = options }, cancellationToken: Ct);
    }
}
