using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public sealed class TheMemoryLog : EventLogContract
{
    protected override ValueTask<IEventLog> OpenAsync() => new(new MemoryEventLog(Clock));
}

public sealed class TheSqliteLog : EventLogContract
{
    private readonly LogFolder _folder = new();

    protected override ValueTask<IEventLog> OpenAsync() => new(_folder.Open(Clock));

    protected override async ValueTask CloseAsync()
    {
        await ((SqliteEventLog)Log).DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_recorded_bears_the_time_of_the_logs_clock()
    {
        await AddAsync(Stream("case"), 1);
        Assert.Equal(Clock.GetUtcNow(), Assert.Single(await ReadAsync(Stream("case"))).RecordedAt);
    }
}
