using IntegrationHub.Core.EventLog;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

public sealed class LosingTheLeader() : KurrentScene(new ServerSettings { Nodes = 3 })
{
    [Fact]
    public async Task A_hub_that_was_told_of_a_follower_only_goes_on_to_the_leader()
    {
        var follower = Server.Addresses[2];
        var log = OpenAt($"esdb://{follower.Host}:{follower.Port}?tls=false");
        Assert.IsType<Appended>(await log.AppendAsync("case", ExpectedRevision.None, [Event(0)], Ct));
        await StandsAsync("case", 0, 1);
    }

    [Fact]
    public async Task Appends_wait_out_an_election_and_each_is_written_once()
    {
        const int Each = 30;
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < Each; number++)
            {
                Assert.IsType<Appended>(await Log.AppendAsync($"case-{writer}", ExpectedRevision.Exactly(number - 1), [Event(number)], Ct));
                if (number == Each / 3)
                {
                    third.TrySetResult();
                }
            }
        }, Ct)));

        await third.Task;
        await Server.KillAsync(Server.Leader); // The others still point to the dead one.
        await Server.ElectAsync((Server.Leader + 1) % 3);
        await writing;
        for (var writer = 0; writer < 8; writer++)
        {
            await StandsAsync($"case-{writer}", 0, Each);
        }
    }

    [Fact]
    public async Task A_leader_that_steps_down_alive_is_left_for_the_new_one()
    {
        await Log.AppendAsync("case", ExpectedRevision.None, [Event(0)], Ct);
        await Server.ElectAsync(1);
        Assert.IsType<Appended>(await Log.AppendAsync("case", ExpectedRevision.Exactly(0), [Event(1)], Ct));
        await Server.ElectAsync(2);
        await StandsAsync("case", 0, 2);
    }

    [Fact]
    public async Task A_follower_of_the_log_goes_on_with_the_new_leader_without_gap_or_repeat()
    {
        await AppendAsync(0, 50);
        await using var follower = Log.FollowAsync(LogPosition.Start, Ct).GetAsyncEnumerator(Ct);
        await SeesAsync(follower, 0, 30);
        await Server.LoseLeaderAsync();
        await AppendAsync(50, 50);
        await SeesAsync(follower, 30, 70);
        await Server.ReviveAsync(0, Ct);
        await Server.LoseLeaderAsync();
        await AppendAsync(100, 10);
        await SeesAsync(follower, 100, 10);
    }

    [Fact]
    public async Task A_read_of_everything_goes_on_where_the_node_was_lost()
    {
        await AppendAsync(0, 600, bytes: 20_000); // More than what is under way on the wire.
        await using var reader = Log.ReadAllAsync(LogPosition.Start, Ct).GetAsyncEnumerator(Ct);
        await SeesAsync(reader, 0, 100);
        await Server.LoseLeaderAsync();
        await SeesAsync(reader, 100, 500);
        Assert.False(await reader.MoveNextAsync());
    }

    [Fact]
    public async Task A_stream_is_read_on_both_ways_where_the_node_was_lost()
    {
        await AppendAsync(0, 600, bytes: 20_000);
        await using var forwards = Log.ReadStreamAsync("case", 0, Ct).GetAsyncEnumerator(Ct);
        await using var backwards = Log.ReadStreamBackwardsAsync("case", Ct).GetAsyncEnumerator(Ct);
        await SeesAsync(forwards, 0, 100);
        Assert.True(await backwards.MoveNextAsync());
        await Server.LoseLeaderAsync();
        await SeesAsync(forwards, 100, 500);
        Assert.False(await forwards.MoveNextAsync());
        for (var revision = 598; revision >= 0; revision--)
        {
            Assert.True(await backwards.MoveNextAsync());
            Assert.Equal(revision, backwards.Current.Revision);
        }

        Assert.False(await backwards.MoveNextAsync());
    }
}
