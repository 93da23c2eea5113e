using IntegrationHub.Core.EventLog;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

public sealed class WritingBesideAnotherHub() : KurrentScene(new ServerSettings { RememberedIds = 1 })
{
    [Theory]
    [InlineData(-1)]
    [InlineData(-2)]
    public async Task What_another_hub_wrote_under_the_same_ids_is_a_repeat_also_a_moment_ago(long expected)
    {
        var other = Open();
        await other.AppendAsync("warm", ExpectedRevision.Any, [Event(9)], Ct);
        var first = Assert.IsType<Appended>(await Log.AppendAsync("contact", new(expected), [Event(1)], Ct));
        var second = await other.AppendAsync("contact", new(expected), [Event(1) with { Data = "another number"u8.ToArray() }], Ct);
        Assert.Equal(first with { Repeated = true }, second);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-2)]
    public async Task Of_two_hubs_that_take_the_same_contact_at_once_one_knows_that_it_was_not_the_first(long expected)
    {
        var other = Open();
        await other.AppendAsync("warm", ExpectedRevision.Any, [Event(9)], Ct);
        for (var round = 0; round < 50; round++)
        {
            var stream = $"contact-{round}";
            var results = await Task.WhenAll(
                Task.Run(() => Log.AppendAsync(stream, new(expected), [Event(1) with { Data = "one"u8.ToArray() }], Ct), Ct),
                Task.Run(() => other.AppendAsync(stream, new(expected), [Event(1) with { Data = "two"u8.ToArray() }], Ct), Ct));
            var winner = Assert.Single(results.Cast<Appended>(), result => !result.Repeated);
            var standing = await Log.ReadStreamAsync(stream, 0, Ct).SingleAsync(Ct);
            Assert.Equal(winner == results[0] ? "one"u8 : "two"u8, standing.Data.Span);
        }
    }

    [Fact]
    public async Task A_repeat_is_known_when_hub_and_database_have_long_forgotten_it()
    {
        await AppendAsync(0, 40);
        Assert.Equal((0, true), Answer(await Open().AppendAsync("case", ExpectedRevision.Any, [Event(0)], Ct)));
        Assert.Equal(new WrongRevision(39), await Open().AppendAsync("case", ExpectedRevision.Any, [Event(99), Event(3)], Ct));
        Assert.Equal((20, true), Answer(await Open().AppendAsync("case", ExpectedRevision.Exactly(19), [Event(20)], Ct)));
        await StandsAsync("case", 0, 40);
    }

    [Fact]
    public async Task Two_hubs_that_append_to_any_revision_of_one_stream_both_get_on()
    {
        var other = Open();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => Task.Run(
            async () => Assert.IsType<Appended>(
                await (number % 2 == 0 ? Log : other).AppendAsync("shared", ExpectedRevision.Any, [Event(number)], Ct)), Ct)));
        var ids = await Log.ReadStreamAsync("shared", 0, Ct).Select(read => read.Id).ToListAsync(Ct);
        Assert.Equal(Enumerable.Range(0, 60).Select(number => Event(number).Id).Order(), ids.Order());
    }

    private static (long, bool) Answer(AppendResult result) => (((Appended)result).Revision, ((Appended)result).Repeated);
}
