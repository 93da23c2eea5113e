using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Core.EventLog;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

public sealed class FollowingInTrouble() : KurrentScene(new ServerSettings { LiveBuffer = 8 })
{
    [Fact]
    public async Task A_follower_too_slow_for_the_database_is_dropped_by_it_and_misses_nothing()
    {
        await using var follower = Log.FollowAsync(LogPosition.Start, Ct).GetAsyncEnumerator(Ct);
        await AppendAsync(0, 1);
        await SeesAsync(follower, 0, 1);

        // It takes nothing more until everything is written: far more than the wire and the database's buffer hold.
        await AppendAsync(1, 800, bytes: 20_000);
        await SeesAsync(follower, 1, 800);
        await AppendAsync(801, 1);
        await SeesAsync(follower, 801, 1);
    }

    [Fact]
    public async Task A_follower_waits_for_a_killed_server_to_come_back()
    {
        await AppendAsync(0, 2);
        await using var follower = Log.FollowAsync(LogPosition.Start, Ct).GetAsyncEnumerator(Ct);
        await SeesAsync(follower, 0, 2);
        var waiting = follower.MoveNextAsync().AsTask();
        await Server.KillAsync(0);
        Assert.False(waiting.IsCompleted);
        await Server.ReviveAsync(0, Ct);
        await AppendAsync(2, 1);
        Assert.True(await waiting.WaitAsync(Ct));
        Assert.Equal(Event(2).Id, follower.Current.Id);
    }

    [Fact]
    public async Task A_follower_whose_caller_goes_while_the_server_is_gone_ends()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var follower = Log.FollowAsync(LogPosition.Start, gone.Token).GetAsyncEnumerator(gone.Token);
        var waiting = follower.MoveNextAsync().AsTask();
        await Server.KillAsync(0);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Ct));
    }

    [Fact]
    public async Task Closing_the_log_ends_its_followers()
    {
        await AppendAsync(0, 1);
        await using var follower = Log.FollowAsync(LogPosition.Start, Ct).GetAsyncEnumerator(Ct);
        await SeesAsync(follower, 0, 1);
        var waiting = follower.MoveNextAsync().AsTask();
        await Log.DisposeAsync();
        Assert.Equal("closed", (await Assert.ThrowsAsync<EventLogException>(() => waiting.WaitAsync(Ct))).Code);
    }

    [Fact]
    public async Task What_the_database_writes_for_itself_is_not_followed_and_not_read()
    {
        var group = Log.Group("test", new GroupSettings { FromStart = true });
        await AppendAsync(0, 3);
        await foreach (var delivery in group.ReadAsync(Ct).Take(3))
        {
            await delivery.ParkAsync("a system event comes of it", Ct);
        }

        await AppendAsync(3, 1);
        Assert.Equal([0, 1, 2, 3], await Log.ReadAllAsync(LogPosition.Start, Ct).Select(read => (int)read.Revision).ToListAsync(Ct));
        Assert.Equal([0, 1, 2, 3], await Log.FollowAsync(LogPosition.Start, Ct).Take(4).Select(read => (int)read.Revision).ToListAsync(Ct));
    }
}
