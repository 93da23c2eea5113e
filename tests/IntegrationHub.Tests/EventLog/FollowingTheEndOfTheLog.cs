using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public sealed class FollowingTheEndOfTheLog : IDisposable
{
    private readonly LogFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_follower_that_falls_behind_more_than_is_kept_in_memory_misses_nothing()
    {
        const int Batches = 10, Each = 1_000;
        await using var log = _folder.Open();
        await using var follower = log.FollowAsync(LogPosition.Start, Ct).GetAsyncEnumerator(Ct);
        await AddAsync(log, 0, 1);
        Assert.True(await follower.MoveNextAsync());
        for (var batch = 0; batch < Batches; batch++)
        {
            await AddAsync(log, 1 + (batch * Each), Each);
        }

        List<Guid> seen = [follower.Current.Id];
        while (seen.Count <= Batches * Each)
        {
            Assert.True(await follower.MoveNextAsync());
            seen.Add(follower.Current.Id);
        }

        Assert.Equal(Enumerable.Range(0, 1 + (Batches * Each)).Select(number => LogFolder.Event(number).Id), seen);
    }

    [Fact]
    public async Task Whoever_begins_where_memory_ends_and_the_file_goes_on_gets_the_next_event()
    {
        await using var log = _folder.Open();
        for (var batch = 0; batch < 10; batch++)
        {
            await AddAsync(log, batch * 1_000, 1_000);
        }

        var all = await log.ReadAllAsync(LogPosition.Start, Ct).ToListAsync(Ct);
        for (var i = 1; i < all.Count; i += i is > 1_700 and < 1_900 ? 1 : 50) // Memory holds the last 8,192.
        {
            Assert.Equal(all[i].Position, (await log.FollowAsync(all[i - 1].Position, Ct).FirstAsync(Ct)).Position);
        }
    }

    [Fact]
    public async Task What_is_followed_is_what_a_reader_of_the_file_reads()
    {
        await using var log = _folder.Open();
        await AddAsync(log, 0, 3);
        await using var follower = log.FollowAsync(LogPosition.Start, Ct).GetAsyncEnumerator(Ct);
        await foreach (var read in log.ReadAllAsync(LogPosition.Start, Ct))
        {
            Assert.True(await follower.MoveNextAsync());
            var followed = follower.Current;
            Assert.Equal(
                (read.Stream, read.Revision, read.Position, read.Id, read.Type, read.RecordedAt),
                (followed.Stream, followed.Revision, followed.Position, followed.Id, followed.Type, followed.RecordedAt));
            Assert.Equal(read.Data.ToArray(), followed.Data.ToArray());
            Assert.Equal(read.Metadata.ToArray(), followed.Metadata.ToArray());
        }
    }

    [Fact]
    public async Task The_memory_of_an_append_is_the_callers_again_once_it_is_answered()
    {
        await using var log = _folder.Open();
        var data = "11111"u8.ToArray();
        await log.AppendAsync("thing", ExpectedRevision.Any, [LogFolder.Event(1) with { Data = data }], Ct);
        data.AsSpan().Fill((byte)'9');
        var followed = await log.FollowAsync(LogPosition.Start, Ct).FirstAsync(Ct);
        Assert.Equal("11111"u8.ToArray(), followed.Data.ToArray());
    }

    private static Task<AppendResult> AddAsync(SqliteEventLog log, int from, int count) =>
        log.AppendAsync("thing", ExpectedRevision.Any, [.. Enumerable.Range(from, count).Select(number => LogFolder.Event(number))], Ct);
}
