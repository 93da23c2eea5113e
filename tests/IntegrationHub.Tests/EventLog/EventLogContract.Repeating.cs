using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public abstract partial class EventLogContract
{
    [Theory]
    [InlineData(-1)]
    [InlineData(-2)]
    public async Task The_same_append_again_writes_nothing_and_answers_as_before(long expected)
    {
        var stream = Stream("case");
        var first = Assert.IsType<Appended>(await Log.AppendAsync(stream, new(expected), Events(1, 2), Ct));
        await AddAsync(stream, 3);
        var head = await Log.HeadAsync(Ct);

        Assert.Equal(first with { Repeated = true }, await Log.AppendAsync(stream, new(expected), Events(1, 2), Ct));
        Assert.Equal(head, await Log.HeadAsync(Ct));
        Assert.Equal(Ids(1, 2, 3), Ids(await ReadAsync(stream)));
    }

    [Fact]
    public async Task An_exact_append_is_recognised_also_in_the_middle_of_the_stream()
    {
        var stream = Stream("case");
        await AddAsync(stream, 1);
        var second = Assert.IsType<Appended>(await Log.AppendAsync(stream, ExpectedRevision.Exactly(0), Events(2, 3), Ct));
        await AddAsync(stream, 4, 5);
        Assert.Equal(second with { Repeated = true }, await Log.AppendAsync(stream, ExpectedRevision.Exactly(0), Events(2, 3), Ct));
    }

    [Fact]
    public async Task The_first_events_of_an_exact_append_are_a_repeat_too()
    {
        var stream = Stream("case");
        await AddAsync(stream, 1, 2);
        var again = Assert.IsType<Appended>(await Log.AppendAsync(stream, ExpectedRevision.None, Events(1), Ct));
        Assert.Equal((0, true), (again.Revision, again.Repeated));
    }

    [Theory]
    [InlineData(-1, new[] { 1, 2, 3, 4 })]
    [InlineData(-1, new[] { 2, 1 })]
    [InlineData(-1, new[] { 1, 9 })]
    [InlineData(-1, new[] { 9, 2 })]
    [InlineData(0, new[] { 1 })]
    [InlineData(1, new[] { 2 })]
    [InlineData(5, new[] { 1 })]
    public async Task An_exact_append_that_stands_there_otherwise_is_wrong(long expected, int[] numbers)
    {
        var stream = Stream("case");
        await AddAsync(stream, 1, 2, 3);
        Assert.Equal(new WrongRevision(2), await Log.AppendAsync(stream, new(expected), Events(numbers), Ct));
        Assert.Equal(Ids(1, 2, 3), Ids(await ReadAsync(stream)));
    }

    [Fact]
    public async Task At_the_exact_end_of_the_stream_nothing_is_taken_for_a_repeat()
    {
        var stream = Stream("case");
        await AddAsync(stream, 1);
        Assert.False(Assert.IsType<Appended>(await Log.AppendAsync(stream, ExpectedRevision.Exactly(0), Events(1), Ct)).Repeated);
        Assert.Equal(Ids(1, 1), Ids(await ReadAsync(stream)));
    }

    [Theory]
    [InlineData(-2, new[] { 3 }, 2)]
    [InlineData(-2, new[] { 3, 1 }, 0)]
    [InlineData(-4, new[] { 1, 2, 3 }, 2)]
    [InlineData(-4, new[] { 2 }, 1)]
    public async Task With_any_or_exists_known_ids_are_a_repeat_in_any_order(long expected, int[] numbers, long revision)
    {
        var stream = Stream("case");
        await AddAsync(stream, 1, 2, 3);
        var again = Assert.IsType<Appended>(await Log.AppendAsync(stream, new(expected), Events(numbers), Ct));
        Assert.Equal((revision, true), (again.Revision, again.Repeated));
        Assert.Equal((await ReadAsync(stream))[(int)revision].Position, again.Position);
    }

    [Theory]
    [InlineData(-2, new[] { 2, 9 })]
    [InlineData(-2, new[] { 9, 2 })]
    [InlineData(-4, new[] { 2, 9 })]
    [InlineData(-4, new[] { 9, 1, 2 })]
    public async Task With_any_or_exists_a_batch_known_in_part_is_wrong(long expected, int[] numbers)
    {
        var stream = Stream("case");
        await AddAsync(stream, 1, 2);
        Assert.Equal(new WrongRevision(1), await Log.AppendAsync(stream, new(expected), Events(numbers), Ct));
        Assert.Equal(Ids(1, 2), Ids(await ReadAsync(stream)));
    }

    [Theory]
    [InlineData(0, new[] { 8, 8 })]
    [InlineData(-2, new[] { 8, 9, 8 })]
    [InlineData(-2, new[] { 1, 1 })]
    [InlineData(-4, new[] { 8, 8 })]
    public async Task A_batch_with_an_id_twice_is_wrong(long expected, int[] numbers)
    {
        var stream = Stream("case");
        await AddAsync(stream, 1);
        Assert.Equal(new WrongRevision(0), await Log.AppendAsync(stream, new(expected), Events(numbers), Ct));
        Assert.Equal(new WrongRevision(-1), await Log.AppendAsync(Stream("new"), ExpectedRevision.None, Events(8, 8), Ct));
        Assert.Single(await ReadAsync(stream));
    }

    [Fact]
    public async Task The_same_id_in_another_stream_is_another_event()
    {
        await AddAsync(Stream("one"), 1);
        Assert.False((await AddAsync(Stream("two"), 1)).Repeated);
        await AddAsync(Stream("two"), 2);
        Assert.False((await AddAsync(Stream("one"), 2)).Repeated);
    }
}
