using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public abstract partial class EventLogContract
{
    [Fact]
    public async Task A_stream_that_does_not_exist_is_begun_with_none()
    {
        var stream = Stream("case");
        var appended = Assert.IsType<Appended>(await Log.AppendAsync(stream, ExpectedRevision.None, Events(1, 2), Ct));
        Assert.Equal((1, false), (appended.Revision, appended.Repeated));
        Assert.Equal(appended.Position, (await ReadAsync(stream))[^1].Position);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(long.MaxValue)]
    public async Task An_exact_revision_other_than_the_last_is_wrong(long revision)
    {
        var stream = Stream("case");
        await AddAsync(stream, 1, 2);
        var result = await Log.AppendAsync(stream, ExpectedRevision.Exactly(revision), Events(9), Ct);
        Assert.Equal(new WrongRevision(1), result);
        Assert.Equal(Ids(1, 2), Ids(await ReadAsync(stream)));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(-2, true)]
    [InlineData(-4, false)]
    [InlineData(0, false)]
    public async Task A_stream_that_does_not_exist_meets_none_and_any_only(long expected, bool fits)
    {
        var result = await Log.AppendAsync(Stream("case"), new ExpectedRevision(expected), Events(1), Ct);
        Assert.Equal(fits, result is Appended { Revision: 0, Repeated: false });
        Assert.Equal(!fits, result == new WrongRevision(-1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-2)]
    [InlineData(-4)]
    public async Task A_stream_goes_on_with_its_last_revision_any_or_exists(long expected)
    {
        var stream = Stream("case");
        var first = await AddAsync(stream, 1, 2);
        var second = Assert.IsType<Appended>(await Log.AppendAsync(stream, new ExpectedRevision(expected), Events(3), Ct));
        Assert.Equal((2, false), (second.Revision, second.Repeated));
        Assert.True(second.Position > first.Position);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(-5)]
    public void Only_revisions_and_the_named_values_can_be_expected(long value) =>
        Assert.Equal(value < -1, Record.Exception(() => { _ = Log.AppendAsync(Stream("case"), new(value), Events(1), Ct); }) is ArgumentException);

    [Fact]
    public async Task Of_32_writers_that_expect_the_same_revision_one_wins_and_nobody_half_wins()
    {
        var stream = Stream("case");
        await AddAsync(stream, 1);
        var results = await Task.WhenAll(Enumerable.Range(1, 32).Select(writer => Task.Run(
            () => Log.AppendAsync(stream, ExpectedRevision.Exactly(0), Events((writer * 10) + 1, (writer * 10) + 2), Ct), Ct)));

        Assert.Single(results.OfType<Appended>());
        Assert.All(results.OfType<WrongRevision>(), wrong => Assert.Equal(2, wrong.Actual));
        var winner = Array.FindIndex(results, result => result is Appended) + 1;
        Assert.Equal(Ids(1, (winner * 10) + 1, (winner * 10) + 2), Ids(await ReadAsync(stream)));
    }

    [Fact]
    public async Task Writers_on_many_streams_do_not_disturb_each_other()
    {
        var streams = Enumerable.Range(0, 16).Select(number => Stream($"many-{number}")).ToList();
        await Task.WhenAll(streams.Select(stream => Task.Run(async () =>
        {
            for (var number = 0; number < 10; number++)
            {
                Assert.IsType<Appended>(await Log.AppendAsync(stream, ExpectedRevision.Exactly(number - 1), Events(number), Ct));
            }
        }, Ct)));

        foreach (var stream in streams)
        {
            Assert.Equal(Enumerable.Range(0, 10).Select(number => (long)number), (await ReadAsync(stream)).Select(read => read.Revision));
        }
    }

    [Fact]
    public async Task An_append_cancelled_before_it_is_sent_writes_nothing()
    {
        var stream = Stream("case");
        var sending = Log.AppendAsync(stream, ExpectedRevision.Any, Events(1), new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await AddAsync(Stream("other"), 1);
        Assert.Empty(await ReadAsync(stream));
    }

    [Fact]
    public async Task After_an_unknown_outcome_the_same_append_tells_the_truth()
    {
        for (var round = 0; round < 20; round++)
        {
            var stream = Stream($"unknown-{round}");
            using var gone = new CancellationTokenSource();
            var sending = Task.Run(() => Log.AppendAsync(stream, ExpectedRevision.None, Events(1, 2), gone.Token), Ct);
            await gone.CancelAsync();
            var known = await Record.ExceptionAsync(() => sending) is null;

            var again = Assert.IsType<Appended>(await Log.AppendAsync(stream, ExpectedRevision.None, Events(1, 2), Ct));
            Assert.True(again.Repeated || !known);
            Assert.Equal(Ids(1, 2), Ids(await ReadAsync(stream)));
        }
    }
}
