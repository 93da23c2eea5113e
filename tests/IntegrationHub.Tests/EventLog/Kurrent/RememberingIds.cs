using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog.Kurrent;

public sealed class RememberingIds
{
    [Fact]
    public void An_id_that_stands_there_twice_counts_where_it_stands_first()
    {
        var ids = new StreamIds();
        ids.Wrote(Events(1, 2), new Appended(1, new LogPosition(20), Repeated: false));
        ids.Wrote(Events(1), new Appended(2, new LogPosition(30), Repeated: false));
        Assert.Equal((0, null), ids[Event(1).Id]);
        Assert.Equal((1, new LogPosition(20)), ids[Event(2).Id]);
        Assert.Equal(2, ids.Last);
    }

    [Fact]
    public void The_stream_not_used_for_longest_is_forgotten_first()
    {
        var known = new KnownIds(most: 4);
        foreach (var name in (string[])["one", "two", "one", "three"])
        {
            Learn(known, name, 2);
        }

        Assert.Equal(2, known.Of("one").Count);
        Assert.Equal(2, known.Of("three").Count);
        Assert.Equal(0, known.Of("two").Count);
    }

    [Fact]
    public void The_stream_in_hand_may_be_larger_than_the_memory()
    {
        var known = new KnownIds(most: 4);
        Learn(known, "long", 9);
        Assert.Equal(9, known.Of("long").Count);
        Learn(known, "short", 1);
        Assert.Equal(0, known.Of("long").Count);
    }

    private static void Learn(KnownIds known, string stream, int count)
    {
        var ids = known.Of(stream);
        ids.Wrote(Events([.. Enumerable.Range(0, count)]), new Appended(count - 1, new LogPosition(count), Repeated: false));
        known.Learnt(ids);
    }

    private static NewEvent[] Events(params int[] numbers) => [.. numbers.Select(Event)];

    private static NewEvent Event(int number) => LogFolder.Event(number);
}
