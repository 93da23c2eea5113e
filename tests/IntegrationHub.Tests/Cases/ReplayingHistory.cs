using IntegrationHub.Core.Cases;

namespace IntegrationHub.Tests.Cases;

public sealed class ReplayingHistory
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_tidy_history_breaks_no_rule_and_the_ball_follows_the_teams()
    {
        var (state, broken, events) = Replay(
            "Queued/Awaiting Assignment A", "Accepted/In Progress A", "Accepted/Wait - User A", "Accepted/In Progress A",
            "Queued/Awaiting Assignment B", "Accepted/In Progress B", "Completed/Resolved B");
        Assert.Empty(broken);
        Assert.Equal((CasePhase.Resolved, "B", 1), (state.Phase, state.Desk, state.Handovers));
        Assert.Equal(7, events.OfType<SupplierReported>().Count());
        Assert.Single(events.OfType<UserAsked>());
        Assert.Single(events.OfType<QuestionWithdrawn>());
    }

    [Theory]
    [InlineData("handover-returns", "Accepted/In Progress A", "Queued/x B", "Accepted/x B", "Queued/x A")]
    [InlineData("handover-third", "Accepted/x A", "Queued/x B", "Accepted/x B", "Queued/x C", "Accepted/x C", "Queued/x D")]
    [InlineData("no-handover", "Accepted/x A", "Accepted/x B")]
    [InlineData("handover-open", "Accepted/x A", "Queued/x B", "Queued/x C")]
    [InlineData("case-resolved", "Accepted/x A", "Completed/Resolved A", "Accepted/x A")]
    [InlineData("close-without-confirmation", "Accepted/x A", "Completed/Resolved A", "Completed/Closed A")]
    [InlineData("cancelled-by-desk", "Accepted/x A", "Completed/Cancelled A")]
    public void What_a_live_case_would_have_refused_is_counted_by_rule_and_recorded_all_the_same(string rule, params string[] rows)
    {
        var (state, broken, events) = Replay(rows);
        Assert.Equal([rule], broken);
        Assert.Equal(rule, Assert.Single(events.OfType<HistoryRecorded>()).Rule);
        Assert.Equal(rows[^1].Split(' ')[^1], state.Desk);
        Assert.Equal(rows.Length, events.OfType<SupplierReported>().Count());
    }

    [Fact]
    public void Work_after_closure_gives_the_team_the_ball_again()
    {
        var (state, broken, _) = Replay("Accepted/x A", "Completed/Closed A", "Accepted/x A");
        Assert.Equal(["close-without-confirmation", "case-closed"], broken);
        Assert.Equal(Party.Desk("A"), state.Responsible);
    }

    [Fact]
    public void A_team_that_takes_its_own_offer_back_keeps_the_case()
    {
        var (state, broken, events) = Replay("Accepted/x A", "Queued/x B", "Accepted/x A");
        Assert.Empty(broken);
        Assert.Single(events.OfType<HandoverDeclined>());
        Assert.Equal((Party.Desk("A"), 0), (state.Responsible, state.Handovers));
    }

    [Fact]
    public void Unknown_words_and_empty_columns_are_kept_as_they_stand()
    {
        var (state, broken, events) = Replay("Accepted/x A", "Unmatched/Whatever A");
        var last = events.OfType<SupplierReported>().Last();
        Assert.Empty(broken);
        Assert.Equal(("Unmatched", "Whatever", ""), (last.Status, last.Substatus, last.Details!["role"]));
        Assert.Equal(CasePhase.InProgress, state.Phase);
    }

    /// <summary>Rows are written <c>Status/Substatus Team</c>, an hour apart.</summary>
    private static (CaseState State, List<string> Broken, List<CaseEvent> Events) Replay(params string[] rows)
    {
        var (state, broken, events) = (CaseState.Empty, new List<string>(), new List<CaseEvent>());
        foreach (var (row, index) in rows.Select((row, index) => (row, index)))
        {
            var (words, team) = (row[..row.LastIndexOf(' ')].Split('/'), row[(row.LastIndexOf(' ') + 1)..]);
            var step = CaseReplay.Replay(state, CaseNumber.FromSequence(1), new HistoryRow(
                "vinst", "1-1", index, s_start.AddHours(index), words[0], words[1], team, "agent",
                new Dictionary<string, string> { ["product"] = "P", ["impact"] = "Low", ["role"] = "" }));
            state = step.After;
            broken.AddRange(step.Broken);
            events.AddRange(step.Events);
        }

        return (state, broken, events);
    }
}
