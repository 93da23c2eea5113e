using IntegrationHub.Core.EventLog;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

public sealed class BeingRefused() : KurrentScene(new ServerSettings
{
    MaxAppendSize = 5000,
    Users = new Dictionary<string, string>(StringComparer.Ordinal) { ["admin"] = "changeit" },
})
{
    private string Host => $"{Server.Addresses[0].Host}:{Server.Addresses[0].Port}?tls=false";

    [Theory]
    [InlineData("esdb://admin:wrong@", "user:password")]
    [InlineData("esdb://", "$admins")]
    public async Task An_account_that_may_not_is_told_which_setting_to_correct(string address, string advice)
    {
        var log = OpenAt(address + Host);
        foreach (var fault in (Exception?[])
        [
            await Record.ExceptionAsync(() => log.AppendAsync("case", ExpectedRevision.None, [Event(0)], Ct)),
            await Record.ExceptionAsync(() => log.ReadStreamAsync("case", 0, Ct).CountAsync(Ct).AsTask()),
            await Record.ExceptionAsync(() => log.FollowAsync(LogPosition.Start, Ct).CountAsync(Ct).AsTask()),
            await Record.ExceptionAsync(() => log.HeadAsync(Ct)),
        ])
        {
            Assert.Equal("unavailable", Assert.IsType<EventLogException>(fault).Code);
            Assert.Contains(advice, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_than_the_database_takes_at_once_is_refused_with_what_it_takes()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(
            () => Log.AppendAsync("case", ExpectedRevision.None, [Event(0, bytes: 3000), Event(1, bytes: 3000)], Ct));
        Assert.Contains("5000", fault.Message, StringComparison.Ordinal);
        await StandsAsync("case", 0, 0);
        Assert.IsType<Appended>(await Log.AppendAsync("case", ExpectedRevision.None, [Event(0, bytes: 3000)], Ct));
    }

    [Theory]
    [InlineData("$case", "thing-happened.v1")]
    [InlineData("case", "$thing")]
    public async Task Names_that_the_database_keeps_for_itself_are_refused(string stream, string type)
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(
            () => Log.AppendAsync(stream, ExpectedRevision.Any, [Event(0) with { Type = type }], Ct));
        Assert.Contains("$", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_of_another_log_is_found_out()
    {
        await AppendAsync(0, 3);
        var (first, last) = (await Log.ReadAllAsync(LogPosition.Start, Ct).FirstAsync(Ct), await Log.HeadAsync(Ct));
        var between = new LogPosition((first.Position.Value + last.Value) / 2 is var middle && middle % 2 == 0 ? middle + 1 : middle);
        var fault = await Assert.ThrowsAsync<EventLogException>(() => Log.ReadAllAsync(between, Ct).CountAsync(Ct).AsTask());
        Assert.Equal("damaged", fault.Code);
    }

    [Fact]
    public async Task A_stream_deleted_behind_the_hubs_back_is_damage()
    {
        await AppendAsync(0, 1);
        await TombstoneAsync("case");
        foreach (var fault in (Exception?[])
        [
            await Record.ExceptionAsync(() => Log.AppendAsync("case", ExpectedRevision.Exactly(0), [Event(1)], Ct)),
            await Record.ExceptionAsync(() => Log.ReadStreamAsync("case", 0, Ct).CountAsync(Ct).AsTask()),
        ])
        {
            Assert.Equal("damaged", Assert.IsType<EventLogException>(fault).Code);
            Assert.Contains("case", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_closed_log_takes_and_gives_nothing()
    {
        await AppendAsync(0, 1);
        await Log.DisposeAsync();
        foreach (var fault in (Exception?[])
        [
            await Record.ExceptionAsync(() => Log.AppendAsync("case", ExpectedRevision.Any, [Event(1)], Ct)),
            await Record.ExceptionAsync(() => Log.ReadStreamAsync("case", 0, Ct).CountAsync(Ct).AsTask()),
            await Record.ExceptionAsync(() => Log.HeadAsync(Ct)),
        ])
        {
            Assert.Equal("closed", Assert.IsType<EventLogException>(fault).Code);
        }
    }

    private async Task TombstoneAsync(string stream)
    {
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(Server.Addresses[0]);
        var streams = new Adapters.EventLog.Kurrent.Protos.Streams.Streams.StreamsClient(channel);
        await streams.TombstoneAsync(
            new()
            {
                Options = new() { StreamIdentifier = new() { StreamName = Google.Protobuf.ByteString.CopyFromUtf8(stream) }, Any = new() },
            },
            new Grpc.Core.Metadata { { "authorization", "Basic " + Convert.ToBase64String("admin:changeit"u8) } }, cancellationToken: Ct);
    }
}
