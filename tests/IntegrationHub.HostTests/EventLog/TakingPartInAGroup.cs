using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Core.EventLog;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

public sealed class TakingPartInAGroup() : KurrentScene(new ServerSettings { Nodes = 3 })
{
    private static readonly GroupSettings s_fromStart = new() { FromStart = true };

    [Fact]
    public async Task What_is_done_does_not_come_again_and_the_group_goes_on_from_there()
    {
        await AppendAsync(0, 3);
        Assert.Equal([0, 1, 2], await TakeAsync(s_fromStart, 3, delivery => delivery.AckAsync(Ct)));
        await AppendAsync(3, 2);
        Assert.Equal([3, 4], (await TakeAsync(s_fromStart, 2, delivery => delivery.AckAsync(Ct))).Order()); // What the first consumer left untouched may come last.
    }

    [Fact]
    public async Task A_group_that_does_not_begin_at_the_start_sees_only_what_comes()
    {
        await AppendAsync(0, 2);
        var group = Log.Group("late", new GroupSettings());
        await group.EnsureAsync(Ct);
        await group.EnsureAsync(Ct);
        await AppendAsync(2, 1);
        Assert.Equal(2, (await group.ReadAsync(Ct).FirstAsync(Ct)).Recorded.Revision);
    }

    [Fact]
    public async Task What_could_not_be_done_comes_again_with_its_count_and_is_parked_in_the_end()
    {
        await AppendAsync(0, 1);
        var group = Log.Group("test", s_fromStart with { MaxRetries = 2 });
        var counts = new List<int>();
        await foreach (var delivery in group.ReadAsync(Ct))
        {
            counts.Add(delivery.Retries);
            await delivery.RetryAsync("the desk does not answer", Ct);
            if (counts.Count == 3)
            {
                break;
            }
        }

        Assert.Equal([0, 1, 2], counts);
        await EventuallyAsync(async () => (await group.InfoAsync(Ct)).Parked == 1);
    }

    [Fact]
    public async Task What_is_parked_waits_and_comes_again_when_it_is_replayed()
    {
        await AppendAsync(0, 3);
        var group = Log.Group("test", s_fromStart);
        Assert.Equal([0, 1, 2], await TakeAsync(
            s_fromStart, 3, d => d.Recorded.Revision == 1 ? d.ParkAsync("unknown desk", Ct) : d.AckAsync(Ct)));
        await EventuallyAsync(async () => (await group.InfoAsync(Ct)).Parked == 1);

        await group.ReplayParkedAsync(Ct);
        await foreach (var delivery in group.ReadAsync(Ct))
        {
            Assert.Equal(("case", 1, Event(1).Id, 0), (delivery.Recorded.Stream, delivery.Recorded.Revision, delivery.Recorded.Id, delivery.Retries));
            Assert.True(await delivery.AckAsync(Ct));
            break;
        }

        await EventuallyAsync(async () => (await group.InfoAsync(Ct)).Parked == 0);
    }

    [Fact]
    public async Task What_is_skipped_does_not_come_again()
    {
        await AppendAsync(0, 2);
        Assert.Equal([0, 1], await TakeAsync(s_fromStart, 2, delivery => delivery.SkipAsync("nothing to do", Ct)));
        Assert.Equal(0, (await Log.Group("test", s_fromStart).InfoAsync(Ct)).Parked);
        await AppendAsync(2, 1);
        Assert.Equal([2], await TakeAsync(s_fromStart, 1, delivery => delivery.AckAsync(Ct)));
    }

    [Fact]
    public async Task A_consumer_goes_on_with_the_new_leader_and_gets_again_what_it_had_in_hand()
    {
        await AppendAsync(0, 5);
        var seen = new List<long>();
        await foreach (var delivery in Log.Group("test", s_fromStart).ReadAsync(Ct))
        {
            seen.Add(delivery.Recorded.Revision);
            if (seen.Count == 2)
            {
                await Server.LoseLeaderAsync();
            }

            await delivery.AckAsync(Ct);
            if (seen.Distinct().Count() == 5)
            {
                break;
            }
        }

        Assert.Equal([0, 1, 2, 3, 4], seen.Distinct());
        Assert.Contains(1, seen.Skip(2));
    }

    [Fact]
    public async Task One_consumer_more_than_the_group_may_have_is_refused()
    {
        await AppendAsync(0, 1);
        var group = Log.Group("test", s_fromStart with { MaxConsumers = 1 });
        await using var first = group.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await first.MoveNextAsync());
        var fault = await Assert.ThrowsAsync<EventLogException>(() => group.ReadAsync(Ct).FirstAsync(Ct).AsTask());
        Assert.Equal("busy", fault.Code);
        Assert.Equal(1, (await group.InfoAsync(Ct)).Consumers);
    }

    [Fact]
    public async Task A_group_that_is_deleted_ends_its_consumers_and_deleting_it_again_is_nothing()
    {
        await AppendAsync(0, 1);
        var group = Log.Group("test", s_fromStart);
        await using var consumer = group.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await consumer.MoveNextAsync());
        await group.DeleteAsync(Ct);
        Assert.Equal("closed", (await Assert.ThrowsAsync<EventLogException>(() => consumer.MoveNextAsync().AsTask())).Code);
        await group.DeleteAsync(Ct);
    }

    private async Task<List<long>> TakeAsync(GroupSettings settings, int count, Func<Delivery, Task<bool>> answer)
    {
        var seen = new List<long>();
        await foreach (var delivery in Log.Group("test", settings).ReadAsync(Ct))
        {
            seen.Add(delivery.Recorded.Revision);
            Assert.True(await answer(delivery));
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }

    /// <summary>Asks until it is so: an answer is sent, and what it brings about comes a moment later.</summary>
    private async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            Ct.ThrowIfCancellationRequested();
        }
    }
}
