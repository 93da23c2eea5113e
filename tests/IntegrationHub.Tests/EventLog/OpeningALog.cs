using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.EventLog;

public sealed class OpeningALog : IDisposable
{
    private readonly LogFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Shows_everything_that_was_acknowledged_before_it_was_closed()
    {
        await using (var log = _folder.Open())
        {
            await FillAsync(log, 40);
        }

        Assert.False(File.Exists(_folder.Log + "-wal"));
        await using var again = _folder.Open();
        await IsWholeAsync(again, 40);
    }

    [Fact]
    public async Task Shows_everything_that_was_acknowledged_before_the_hub_was_killed()
    {
        await using var log = _folder.Open();
        await FillAsync(log, 40);
        using var killed = _folder.Copy();
        await using var again = killed.Open();
        await IsWholeAsync(again, 40);
    }

    [Fact]
    public async Task Survives_a_last_commit_that_was_torn_by_a_power_cut()
    {
        await using var log = _folder.Open();
        await FillAsync(log, 5);
        using var killed = _folder.Copy();
        await using (var torn = new FileStream(killed.Log + "-wal", FileMode.Open))
        {
            torn.SetLength(torn.Length - 100);
        }

        await using var again = killed.Open();
        Assert.Equal(new LogPosition(4), await again.HeadAsync(Ct));
    }

    [Fact]
    public async Task Is_durable_by_setting_not_by_luck()
    {
        var settings = new List<long>();
        await using var log = _folder.Open(new LogSeams { BeforeGroup = connection => settings.Add(LogFolder.Ask(connection, "PRAGMA synchronous")) });
        await FillAsync(log, 1);
        Assert.Equal([2L], settings);
    }

    [Fact]
    public async Task Is_refused_while_another_hub_has_it()
    {
        await using (var log = _folder.Open())
        {
            Fails("locked");
        }

        await using var next = _folder.Open();
        await FillAsync(next, 1);
    }

    [Fact]
    public async Task Is_not_refused_because_of_a_lock_file_that_a_killed_hub_left()
    {
        await File.WriteAllTextAsync(_folder.Log + ".lock", "", Ct);
        await using var log = _folder.Open();
        await FillAsync(log, 1);
    }

    [Fact]
    public void Is_refused_when_the_folder_is_missing()
    {
        var fault = Assert.Throws<EventLogException>(() => SqliteEventLog.Open(Path.Combine(_folder.Folder, "none", "hub.log"), TimeProvider.System));
        Assert.Equal("unavailable", fault.Code);
    }

    [Fact]
    public async Task Is_refused_when_a_newer_hub_wrote_it()
    {
        await _folder.Open().DisposeAsync();
        using (var connection = _folder.Connect())
        {
            LogFolder.Execute(connection, "PRAGMA user_version=2");
        }

        Fails("newer-schema");
    }

    [Fact]
    public async Task For_reading_works_beside_the_hub_and_follows_it()
    {
        var clock = new FakeTimeProvider();
        await using var log = _folder.Open();
        await FillAsync(log, 2);
        await using var report = SqliteEventLog.OpenReadOnly(_folder.Log, clock);
        await IsWholeAsync(report, 2);
        var refused = await Assert.ThrowsAsync<EventLogException>(() => report.AppendAsync("case-1", ExpectedRevision.Any, [LogFolder.Event(9)], Ct));
        Assert.Equal("locked", refused.Code);

        await using var follower = report.FollowAsync(await report.HeadAsync(Ct), Ct).GetAsyncEnumerator(Ct);
        var news = follower.MoveNextAsync();
        await log.AppendAsync("case-news", ExpectedRevision.None, [LogFolder.Event(7)], Ct);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await news);
        Assert.Equal("case-news", follower.Current.Stream);
    }

    [Fact]
    public async Task For_reading_works_after_the_hub_was_closed_or_killed()
    {
        await using (var log = _folder.Open())
        {
            await FillAsync(log, 3);
            using var killed = _folder.Copy();
            await using var salvage = SqliteEventLog.OpenReadOnly(killed.Log, TimeProvider.System);
            await IsWholeAsync(salvage, 3);
        }

        await using var report = SqliteEventLog.OpenReadOnly(_folder.Log, TimeProvider.System);
        await IsWholeAsync(report, 3);
    }

    private static async Task FillAsync(SqliteEventLog log, int events)
    {
        for (var number = 0; number < events; number++)
        {
            Assert.IsType<Appended>(await log.AppendAsync($"case-{number % 3}", ExpectedRevision.Any, [LogFolder.Event(number, 500)], Ct));
        }
    }

    private static async Task IsWholeAsync(SqliteEventLog log, int events)
    {
        var all = await log.ReadAllAsync(LogPosition.Start, Ct).ToListAsync(Ct);
        Assert.Equal(Enumerable.Range(0, events).Select(number => LogFolder.Event(number).Id), all.Select(read => read.Id));
    }

    private void Fails(string code) => Assert.Equal(code, Assert.Throws<EventLogException>(() => _folder.Open()).Code);
}
