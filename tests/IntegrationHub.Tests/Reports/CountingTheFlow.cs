using IntegrationHub.Core.Reports;

namespace IntegrationHub.Tests.Reports;

public sealed class CountingTheFlow
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Follows_the_published_definitions()
    {
        var figures = Of(
            ("1", "A A B A", null),        // A-B-A: one bounce, returned, two handovers
            ("2", "A B 2nd C A", null),    // returned without a bounce
            ("3", "B A B A", null),        // two bounces between the same pair
            ("4", "C C", "Wait - User")).Figures();
        Assert.Equal((4, 14), (figures.Cases, figures.Events));
        Assert.Equal((2.0m, 2.5m, 3), (figures.HandoversMean, figures.HandoversMedian, figures.HandoversMax));
        Assert.Equal((1, 2, 3, 3), (figures.CasesWithoutHandover, figures.PingPongCases, figures.Bounces, figures.ReturnedCases));
        Assert.Equal<object>(["A", "B", 3], figures.WorstPair);
        Assert.Equal<object>(["B", "A", 3], figures.TopHandover);
        Assert.Equal((3, 1), (figures.FirstLineCases, figures.WaitUserCases));
        Assert.Equal([1.0m, 0m, 3.0m, 3.0m], figures.ThroughputMedianDays);
    }

    [Fact]
    public void Of_nothing_is_nothing()
    {
        var figures = new FlowReport().Figures();
        Assert.Equal((0, 0m, 0), (figures.Cases, figures.HandoversMean, figures.Bounces));
        Assert.Empty(figures.WorstPair);
    }

    [Fact]
    public void By_team_tells_what_each_gave_and_took()
    {
        var team = Of(("1", "A B A", null), ("2", "A C", null)).ByTeam().First(group => group.Name == "A");
        Assert.Equal((2, 3, 2, 1), (team.Cases, team.Events, team.HandedOver, team.TakenOver));
    }

    /// <summary>Each event a day after the one before; "2nd" belongs to the team's name before it.</summary>
    private static FlowReport Of(params (string Case, string Teams, string? Substatus)[] cases)
    {
        var report = new FlowReport();
        foreach (var (key, teams, substatus) in cases)
        {
            foreach (var (team, day) in teams.Replace(" 2nd", "_2nd", StringComparison.Ordinal).Split(' ').Select((team, day) => (team.Replace('_', ' '), day)))
            {
                report.Add(key, team, "line", substatus, s_start.AddDays(day));
            }
        }

        return report;
    }
}
