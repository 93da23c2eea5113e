using IntegrationHub.Core.EventLog;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>The events stand, and the hub is not told.</summary>
public sealed class LosingAnswers() : KurrentScene(new ServerSettings { Nodes = 3 })
{
    [Theory]
    [InlineData(LostAnswer.ConnectionBreaks, -1)]
    [InlineData(LostAnswer.ConnectionBreaks, -2)]
    [InlineData(LostAnswer.TimesOut, -1)]
    [InlineData(LostAnswer.TimesOut, -2)]
    [InlineData(LostAnswer.LeaderLost, -1)]
    [InlineData(LostAnswer.LeaderLost, -2)]
    public async Task An_append_whose_answer_is_lost_is_written_once_and_answered(LostAnswer how, long expected)
    {
        await Log.AppendAsync("other", ExpectedRevision.Any, [Event(0)], Ct);
        Server.Faults.LoseAnswers(how);
        var appended = Assert.IsType<Appended>(await Log.AppendAsync("case", new(expected), [Event(0), Event(1)], Ct));
        Assert.Equal((1, false), (appended.Revision, appended.Repeated));
        await StandsAsync("case", 0, 2);
    }

    [Theory]
    [InlineData(LostAnswer.ConnectionBreaks)]
    [InlineData(LostAnswer.TimesOut)]
    [InlineData(LostAnswer.LeaderLost)]
    public async Task Of_many_appends_under_way_none_is_lost_and_none_is_doubled(LostAnswer how)
    {
        const int Writers = 16, Each = 20;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < Each; number++)
            {
                if (writer == 0 && number % 5 == 2)
                {
                    Server.Faults.LoseAnswers(how);
                }

                var result = await Log.AppendAsync($"case-{writer}", ExpectedRevision.Exactly(number - 1), [Event(number)], Ct);
                Assert.Equal(number, Assert.IsType<Appended>(result).Revision);
            }
        }, Ct)));

        for (var writer = 0; writer < Writers; writer++)
        {
            await StandsAsync($"case-{writer}", 0, Each);
        }
    }

    [Fact]
    public async Task When_nobody_answers_any_more_the_outcome_is_unknown_and_the_same_append_finds_it_later()
    {
        var impatient = Open("&defaultDeadline=1000&maxDiscoverAttempts=1", TimeSpan.FromMilliseconds(1_500));
        await impatient.AppendAsync("other", ExpectedRevision.Any, [Event(0)], Ct);
        Server.Faults.Slowness = TimeSpan.FromHours(1);
        var fault = await Assert.ThrowsAsync<EventLogException>(() => impatient.AppendAsync("case", ExpectedRevision.None, [Event(0)], Ct));
        Assert.Equal("outcome-unknown", fault.Code);

        Server.Faults.Slowness = TimeSpan.Zero;
        var again = Assert.IsType<Appended>(await impatient.AppendAsync("case", ExpectedRevision.None, [Event(0)], Ct));
        Assert.Equal((0, true), (again.Revision, again.Repeated));
        await StandsAsync("case", 0, 1);
    }

    [Fact]
    public async Task An_append_that_never_reached_a_node_was_not_written_and_says_so()
    {
        var impatient = Open("&maxDiscoverAttempts=1", TimeSpan.FromMilliseconds(100));
        for (var node = 0; node < 3; node++)
        {
            await Server.KillAsync(node);
        }

        var fault = await Assert.ThrowsAsync<EventLogException>(() => impatient.AppendAsync("case", ExpectedRevision.None, [Event(0)], Ct));
        Assert.Equal("unavailable", fault.Code);
        Assert.Contains("EventLog:ConnectionString", fault.Message, StringComparison.Ordinal);
    }
}
