using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public sealed class ManyWritersAtOnce : IDisposable
{
    private readonly LogFolder _folder = new();
    private readonly ManualResetEventSlim _go = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _go.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Share_their_commits()
    {
        await using var log = OpenPaused();
        var appends = Enumerable.Range(0, 64)
            .Select(number => log.AppendAsync($"case-{number}", ExpectedRevision.None, [LogFolder.Event(number)], Ct)).ToList();
        Assert.All(appends, append => Assert.False(append.IsCompleted));
        _go.Set();
        await Task.WhenAll(appends);

        Assert.Equal(64, log.Appends);
        Assert.InRange(log.Commits, 1, 64 / 4);
    }

    [Fact]
    public async Task See_each_other_within_one_commit()
    {
        await using var log = OpenPaused();
        var first = log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(1)], Ct);
        var same = log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(1)], Ct);
        var rival = log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(2)], Ct);
        var next = log.AppendAsync("case-1", ExpectedRevision.Exactly(0), [LogFolder.Event(3)], Ct);
        _go.Set();

        Assert.Equal(new Appended(0, new LogPosition(1), Repeated: false), await first);
        Assert.Equal(new Appended(0, new LogPosition(1), Repeated: true), await same);
        Assert.Equal(new WrongRevision(0), await rival);
        Assert.Equal(new Appended(1, new LogPosition(2), Repeated: false), await next);
        Assert.Equal(1, log.Commits);
    }

    [Fact]
    public async Task Lose_nothing_but_what_was_cancelled_before_it_was_picked_up()
    {
        await using var log = OpenPaused();
        using var gone = new CancellationTokenSource();
        var withdrawn = log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(1)], gone.Token);
        var kept = log.AppendAsync("case-2", ExpectedRevision.None, [LogFolder.Event(2)], Ct);
        await gone.CancelAsync();
        _go.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        await kept;
        Assert.Equal(["case-2"], await log.ReadAllAsync(LogPosition.Start, Ct).Select(read => read.Stream).ToListAsync(Ct));
    }

    [Fact]
    public async Task Are_all_answered_before_the_log_closes()
    {
        var log = OpenPaused();
        var appends = Enumerable.Range(0, 8)
            .Select(number => log.AppendAsync($"case-{number}", ExpectedRevision.None, [LogFolder.Event(number)], Ct)).ToList();
        var closing = log.DisposeAsync();
        _go.Set();
        await closing;
        Assert.All(await Task.WhenAll(appends), result => Assert.IsType<Appended>(result));

        var closed = await Assert.ThrowsAsync<EventLogException>(() => log.AppendAsync("case-1", ExpectedRevision.Any, [LogFolder.Event(99)], Ct));
        Assert.Equal("closed", closed.Code);
        closed = await Assert.ThrowsAsync<EventLogException>(async () => await log.FollowAsync(LogPosition.Start, Ct).FirstAsync(Ct));
        Assert.Equal("closed", closed.Code);
    }

    private SqliteEventLog OpenPaused() => _folder.Open(new LogSeams { BeforeGroup = _ => _go.Wait(Ct) });
}
