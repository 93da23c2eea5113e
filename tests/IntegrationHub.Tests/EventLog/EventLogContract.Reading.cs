using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public abstract partial class EventLogContract
{
    [Fact]
    public async Task A_stream_that_does_not_exist_is_empty()
    {
        Assert.Empty(await ReadAsync(Stream("none")));
        Assert.Empty(await Log.ReadStreamBackwardsAsync(Stream("none"), Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task An_event_is_read_as_it_was_written()
    {
        var stream = Stream("case");
        var written = Event(1) with { Metadata = default };
        await Log.AppendAsync(stream, ExpectedRevision.None, [written], Ct);
        var read = Assert.Single(await ReadAsync(stream));
        Assert.Equal((stream, 0, written.Id, written.Type), (read.Stream, read.Revision, read.Id, read.Type));
        Assert.True(written.Data.Span.SequenceEqual(read.Data.Span));
        Assert.True(read.Metadata.IsEmpty);
        Assert.Equal(TimeSpan.Zero, read.RecordedAt.Offset);
    }

    [Theory]
    [InlineData(0, new[] { 1, 2, 3 })]
    [InlineData(1, new[] { 2, 3 })]
    [InlineData(3, new int[0])]
    [InlineData(9, new int[0])]
    public async Task A_stream_is_read_from_the_revision_wanted(long from, int[] numbers)
    {
        var stream = Stream("case");
        await AddAsync(stream, 1, 2, 3);
        Assert.Equal(Ids(numbers), Ids(await ReadAsync(stream, from)));
    }

    [Fact]
    public async Task A_long_stream_is_read_whole_both_ways()
    {
        var stream = Stream("case");
        var numbers = Enumerable.Range(0, 1500).ToArray();
        await AddAsync(stream, numbers[..1000]);
        await AddAsync(stream, numbers[1000..]);
        Assert.Equal(Ids(numbers), Ids(await ReadAsync(stream)));
        Assert.Equal(Ids(numbers).Reverse(), Ids(await Log.ReadStreamBackwardsAsync(stream, Ct).ToListAsync(Ct)));
    }

    [Fact]
    public async Task The_last_event_alone_is_the_first_one_backwards()
    {
        var stream = Stream("case");
        await AddAsync(stream, 1, 2);
        Assert.Equal(Event(2).Id, (await Log.ReadStreamBackwardsAsync(stream, Ct).FirstAsync(Ct)).Id);
    }

    [Fact]
    public async Task Everything_is_read_in_the_order_it_was_written()
    {
        var start = await Log.HeadAsync(Ct);
        await AddAsync(Stream("one"), 1);
        var second = await AddAsync(Stream("two"), 2, 3);
        await AddAsync(Stream("one"), 4);

        var all = await Log.ReadAllAsync(start, Ct).ToListAsync(Ct);
        Assert.Equal(Ids(1, 2, 3, 4), Ids(all));
        Assert.Equal(all.OrderBy(read => read.Position), all);
        Assert.Equal([Event(4).Id], Ids(await Log.ReadAllAsync(second.Position, Ct).ToListAsync(Ct)));
        Assert.Equal(await Log.HeadAsync(Ct), all[^1].Position);
        Assert.Empty(await Log.ReadAllAsync(all[^1].Position, Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task Reading_everything_ends_where_the_end_was_when_it_began()
    {
        var start = await Log.HeadAsync(Ct);
        await AddAsync(Stream("case"), [.. Enumerable.Range(0, 1000)]);
        var seen = 0;
        await foreach (var read in Log.ReadAllAsync(start, Ct))
        {
            if (seen++ % 250 == 0)
            {
                await AddAsync(Stream("case"), 5000 + seen);
            }
        }

        Assert.Equal(1000, seen);
    }

    [Fact]
    public async Task Reading_ends_when_it_is_cancelled()
    {
        await AddAsync(Stream("case"), 1, 2, 3);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Log.ReadAllAsync(LogPosition.Start, cancelled).CountAsync(Ct));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Log.ReadStreamAsync(Stream("case"), 0, cancelled).CountAsync(Ct));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Log.ReadStreamBackwardsAsync(Stream("case"), cancelled).CountAsync(Ct));
    }
}
