using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public abstract partial class EventLogContract
{
    [Fact]
    public async Task A_follower_reads_what_is_there_and_then_what_is_added()
    {
        var start = await Log.HeadAsync(Ct);
        await AddAsync(Stream("case"), 1, 2);
        await using var follower = Log.FollowAsync(start, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal(Event(1).Id, await NextAsync(follower));
        Assert.Equal(Event(2).Id, await NextAsync(follower));

        var waiting = NextAsync(follower);
        await AddAsync(Stream("other"), 3);
        Assert.Equal(Event(3).Id, await waiting);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_follower_does_not_miss_what_is_added_while_it_thinks()
    {
        var start = await Log.HeadAsync(Ct);
        await AddAsync(Stream("case"), 1);
        await using var follower = Log.FollowAsync(start, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal(Event(1).Id, await NextAsync(follower));
        await AddAsync(Stream("case"), 2);
        Assert.Equal(Event(2).Id, await NextAsync(follower).WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_follower_begins_after_the_position_it_names()
    {
        await AddAsync(Stream("case"), 1);
        var second = await AddAsync(Stream("case"), 2);
        await using var follower = Log.FollowAsync(second.Position, Ct).GetAsyncEnumerator(Ct);
        var waiting = NextAsync(follower);
        await AddAsync(Stream("case"), 3);
        Assert.Equal(Event(3).Id, await waiting);
    }

    [Fact]
    public async Task Followers_see_every_event_of_many_writers_once_and_in_order()
    {
        const int Writers = 8, Each = 40;
        var start = await Log.HeadAsync(Ct);
        var early = Log.FollowAsync(start, Ct).Take(Writers * Each).ToListAsync(Ct).AsTask();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < Each; number += 2)
            {
                await AddAsync(Stream($"writer-{writer}"), (writer * 1000) + number, (writer * 1000) + number + 1);
            }
        }, Ct)));
        var late = Log.FollowAsync(start, Ct).Take(Writers * Each).ToListAsync(Ct).AsTask();

        await writing;
        var all = await Log.ReadAllAsync(start, Ct).ToListAsync(Ct);
        Assert.Equal(Writers * Each, all.Count);
        foreach (var followed in (List<RecordedEvent>[])[await early, await late])
        {
            Assert.Equal(all.Select(read => (read.Position, read.Id)), followed.Select(read => (read.Position, read.Id)));
        }
    }

    [Fact]
    public async Task Following_ends_when_it_is_cancelled()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var follower = Log.FollowAsync(await Log.HeadAsync(Ct), stopping.Token).GetAsyncEnumerator(Ct);
        var waiting = NextAsync(follower);
        Assert.False(waiting.IsCompleted);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static async Task<Guid> NextAsync(IAsyncEnumerator<RecordedEvent> follower)
    {
        Assert.True(await follower.MoveNextAsync());
        return follower.Current.Id;
    }
}
