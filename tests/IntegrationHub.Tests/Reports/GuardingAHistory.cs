using IntegrationHub.Core.Reports;

namespace IntegrationHub.Tests.Reports;

/// <summary>What the bounce rule would have answered. Stays are written <c>A B? A</c>: B was asked and never took the case up.</summary>
public sealed class GuardingAHistory
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("A", "")]
    [InlineData("A B C", "Moved Moved")]
    [InlineData("A B A", "Moved ReturnRefused")]
    [InlineData("A B A B A", "Moved ReturnRefused Stayed Joined")]
    [InlineData("A B C D", "Moved Moved ThirdRefused")]
    [InlineData("A B C D A", "Moved Moved ThirdRefused ReturnRefused")]
    [InlineData("A B A C", "Moved ReturnRefused Moved")]
    [InlineData("A B? A", "NotTaken Stayed")]
    [InlineData("A B? C A", "NotTaken Moved ReturnRefused")]
    [InlineData("A B? A B", "NotTaken Stayed Moved")]
    public void Each_move_is_answered_by_the_rule_of_a_live_case(string stays, string answers) =>
        Assert.Equal(answers, string.Join(' ', ReplayGuard.Of(Assert.Single(Of(stays).Cases()))));

    [Fact]
    public void Each_return_has_one_fate()
    {
        var report = GuardReport.Of("vinst", Of("A B A B A", "A B? A", "A B C", "A B C D"));
        Assert.Equal((4, 2, 0.5m, 2, 4), (report.Cases, report.History.ReturnedCases, report.History.ReturnedShare, report.History.AbaCases, report.History.Returns));
        Assert.Equal((2, 1, 1, 2), (report.Guard.CasesTouched, report.Guard.ReturnsRefused, report.Guard.ThirdHandoversRefused, report.Guard.JointResolutions));
        Assert.Equal((1, 2, 1), (report.Guard.ReturnsNeverLeft, report.Guard.ReturnsWhileJoint, report.Guard.ReturnsTurnedJoint));
    }

    [Fact]
    public void What_followed_a_refused_return_is_counted_from_it_on()
    {
        var report = GuardReport.Of("vinst", Of("A B A B")); // A day apart; the first return is the third line.
        Assert.Equal((2, 1.0m), (report.Guard.EventsAfterRefusal, report.Guard.DaysAfterRefusal));
        Assert.Equal((2.0m, 0m), (report.History.TravelDays, report.History.TravelDaysQueued)); // Two stays of a day at A; B solved it.
    }

    [Fact]
    public void Time_in_a_queue_that_nobody_emptied_is_travelling_too() =>
        Assert.Equal((3.0m, 1.0m), (GuardReport.Of("vinst", Of("A B? A C")).History.TravelDays, GuardReport.Of("vinst", Of("A B? A C")).History.TravelDaysQueued));

    [Fact]
    public void A_return_is_avoided_by_routing_where_the_router_would_have_sent_the_case_to_its_solver()
    {
        var (earlier, later) = (Enumerable.Repeat("A S", 20), Enumerable.Repeat("A S A S", 10).Concat(Enumerable.Repeat("A S", 10)));
        var report = GuardReport.Of("vinst", Of([.. earlier, .. later]));
        Assert.Equal((20, 20, 20, 20, 1m, 0m), (report.Routing!.TrainedOn, report.Routing.TriedOn, report.Routing.Sent, report.Routing.SentRight, report.Routing.AtOnceShare, report.Routing.HistoryAtOnceShare));
        Assert.Equal((20, 20, 0, 0, 1m, 1m), (report.Together!.Returns, report.Together.AvoidedByRouting, report.Together.OfThoseSentThereInHistory, report.Together.TurnedJoint, report.Together.AvoidedShare, report.Together.StrictlyAvoidedShare));
    }

    [Fact]
    public void A_return_to_the_solver_that_had_it_at_first_is_told_apart()
    {
        var report = GuardReport.Of("vinst", Of([.. Enumerable.Repeat("S", 20), .. Enumerable.Repeat("S A S", 10), .. Enumerable.Repeat("S", 10)]));
        Assert.Equal((10, 10, 10, 1m, 0m), (report.Together!.Returns, report.Together.AvoidedByRouting, report.Together.OfThoseSentThereInHistory, report.Together.AvoidedShare, report.Together.StrictlyAvoidedShare));
    }

    [Fact]
    public void A_router_that_was_not_right_on_what_it_had_not_seen_sends_nothing_and_the_rule_has_every_return()
    {
        var earlier = Enumerable.Range(0, 20).Select(n => $"A T{n}");
        var report = GuardReport.Of("vinst", Of([.. earlier, .. Enumerable.Repeat("A B A", 20)]));
        Assert.Equal((0, null), (report.Routing!.Sent, report.Routing.Threshold));
        Assert.Equal((20, 0, 20, 0m), (report.Together!.Returns, report.Together.AvoidedByRouting, report.Together.TurnedJoint, report.Together.AvoidedShare));
    }

    [Fact]
    public void A_router_learns_from_the_earlier_half_and_never_from_the_later()
    {
        var report = GuardReport.Of("vinst", Of([.. Enumerable.Repeat("A", 20), .. Enumerable.Repeat("A S", 20)]));
        Assert.Equal((20, 0, 0m), (report.Routing!.TrainedOn, report.Routing.SentRight, report.Routing.AtOnceShare));
        Assert.Equal(20, report.KnownThen!.Routing.TrainedOn);
    }

    [Fact]
    public void What_was_solved_only_after_the_later_half_began_was_not_known_then()
    {
        var history = new FlowHistory();
        history.Add(Line("slow", 0, "A"));
        history.Add(Line("quick", 1, "A", solved: true));
        history.Add(Line("third", 2, "A", solved: true));
        history.Add(Line("fourth", 3, "A", solved: true));
        history.Add(Line("slow", 9, "S", solved: true));
        var report = GuardReport.Of("vinst", history);
        Assert.Equal((2, 1), (report.Routing!.TrainedOn, report.KnownThen!.Routing.TrainedOn));
    }

    [Fact]
    public void Of_nothing_and_of_a_log_without_teams_or_times_is_told_what_there_is()
    {
        Assert.Equal((0, 0m, null), (GuardReport.Of("vinst", new FlowHistory()).Cases, GuardReport.Of("vinst", new FlowHistory()).History.ReturnedShare, GuardReport.Of("vinst", new FlowHistory()).Routing));
        var history = new FlowHistory();
        history.Add(new FlowLine("1", null, null, true, false, new FlowSigns("", "", ""), Reassigned: 3, Reopened: 1));
        history.Add(new FlowLine("1", null, null, true, false, new FlowSigns("", "", ""), Reassigned: 4));
        var report = GuardReport.Of("servicenow", history);
        Assert.Equal((1, 0, null, 4, 1), (report.Cases, report.History.Moves, report.History.TravelDays, report.History.Reassigned, report.History.Reopened));
    }

    /// <summary>Cases begin an hour apart and are at each team for a day; the last team solves.</summary>
    private static FlowHistory Of(params string[] cases)
    {
        var history = new FlowHistory();
        foreach (var (stays, number) in cases.Select((stays, number) => (stays.Split(' '), number)))
        {
            for (var day = 0; day < stays.Length; day++)
            {
                history.Add(new FlowLine(
                    $"{number}", s_start.AddDays(100 * (number / 20)).AddHours(number).AddDays(day), stays[day].TrimEnd('?'), Taken: !stays[day].EndsWith('?'), Solved: day == stays.Length - 1, new FlowSigns("P", "se", "Low")));
            }
        }

        return history;
    }

    private static FlowLine Line(string key, int hour, string team, bool solved = false) =>
        new(key, s_start.AddHours(hour), team, true, solved, new FlowSigns("P", "se", "Low"));
}
