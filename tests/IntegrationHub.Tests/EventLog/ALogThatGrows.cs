using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public sealed class ALogThatGrows : IDisposable
{
    private readonly LogFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keeps_its_write_ahead_log_much_shorter_than_itself()
    {
        await using var log = _folder.Open();
        for (var number = 0; number < 300; number++)
        {
            await log.AppendAsync($"case-{number}", ExpectedRevision.None, [LogFolder.Event(number, 100_000)], Ct);
        }

        // 30 MB went through a write-ahead log of 4 MiB and what was added while it was moved.
        Assert.InRange(new FileInfo(_folder.Log + "-wal").Length, 1, 20_000_000);
    }

    [Fact]
    public async Task Is_read_in_pages_bounded_by_bytes_too()
    {
        await using var log = _folder.Open();
        var large = Enumerable.Range(0, 12).Select(number => LogFolder.Event(number, 500_000)).ToList();
        await log.AppendAsync("case-1", ExpectedRevision.None, large, Ct);
        Assert.Equal(large.Select(added => added.Id), await log.ReadStreamAsync("case-1", 0, Ct).Select(read => read.Id).ToListAsync(Ct));
        Assert.Equal(large.Select(added => added.Id), await log.ReadAllAsync(LogPosition.Start, Ct).Select(read => read.Id).ToListAsync(Ct));

        using var reader = LogReader.Open(new LogFile(_folder.Log, TimeSpan.Zero));
        Assert.Equal(3, reader.All(LogPosition.Start.Value, long.MaxValue).Events.Count);
    }

    [Fact]
    public void Remembers_what_was_used_lately_and_never_more_than_twice_the_size()
    {
        var cache = new RecentCache<int, int>(100);
        for (var number = 0; number < 10_000; number++)
        {
            cache.Set(number, number);
            Assert.True(cache.TryGet(0, out _), "what is always used is always there");
            Assert.InRange(cache.Count, 1, 200);
        }

        Assert.True(cache.TryGet(9_950, out var recent));
        Assert.Equal(9_950, recent);
        Assert.False(cache.TryGet(5_000, out _));
    }

    [Fact]
    public async Task Goes_on_with_streams_that_it_has_long_forgotten()
    {
        await using var log = _folder.Open();
        await log.AppendAsync("case-first", ExpectedRevision.None, [LogFolder.Event(1)], Ct);
        await Task.WhenAll(Enumerable.Range(0, 20_000)
            .Select(number => log.AppendAsync($"case-{number}", ExpectedRevision.None, [LogFolder.Event(number)], Ct)));
        Assert.Equal(1, Assert.IsType<Appended>(await log.AppendAsync("case-first", ExpectedRevision.Exactly(0), [LogFolder.Event(2)], Ct)).Revision);
    }
}
