using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.HostTests.EventLog;

public abstract class TheKurrentLog(KurrentServers servers) : EventLogContract
{
    protected virtual string Address => servers.Server.ConnectionString;

    protected override ValueTask<IEventLog> OpenAsync() =>
        new(KurrentEventLog.Open(ConnectionString.Read(Address), TimeProvider.System, NullLogger.Instance));

    protected override async ValueTask CloseAsync() => await ((KurrentEventLog)Log).DisposeAsync();

    [Fact]
    public async Task What_is_recorded_bears_the_databases_time()
    {
        var before = TimeProvider.System.GetUtcNow();
        await AddAsync(Stream("case"), 1);
        Assert.InRange(Assert.Single(await ReadAsync(Stream("case"))).RecordedAt, before.AddTicks(-1), TimeProvider.System.GetUtcNow());
    }
}

public sealed class OnOneNode(OneNode server) : TheKurrentLog(server), IClassFixture<OneNode>;

public sealed class OnOneNodeWithTls(OneNodeWithTls server) : TheKurrentLog(server), IClassFixture<OneNodeWithTls>;

public sealed class OnANodeThatKnowsNoBatches(OneOldNode server) : TheKurrentLog(server), IClassFixture<OneOldNode>;

public sealed class OnThreeNodes(ThreeNodes cluster) : TheKurrentLog(cluster), IClassFixture<ThreeNodes>
{
    protected override string Address => cluster.Server.ConnectionStringFor("kurrentdb+discover");
}
