using IntegrationHub.Core.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

/// <summary>What happens beside the ball: a technician comes, and an expert is asked.</summary>
public sealed class VisitsAndExperts
{
    private static readonly BookVisit s_booked = new("workplace", "V-1", Start.AddHours(2), Start.AddHours(4), Start);

    [Fact]
    public void A_visit_is_booked_moved_and_kept_and_the_ball_stays()
    {
        var scenario = Given(Open(), new AskUser("workplace", "När är ni där?", Start))
            .When(s_booked).Then<VisitBooked>()
            .When(new MoveVisit("workplace", "V-1", Start.AddHours(5), Start.AddHours(6), Start)).Then<VisitMoved>()
            .When(new KeepVisit("workplace", "V-1", Start.AddHours(5))).Then<VisitKept>()
            .ThenResponsible(Party.User);
        Assert.Equal(new Visit("V-1", "workplace", Start.AddHours(5), Start.AddHours(6), VisitStanding.Kept), scenario.State.Visits["V-1"]);
    }

    [Fact]
    public void One_that_nobody_booked_or_that_is_over_is_refused()
    {
        Given(Open()).When(new KeepVisit("workplace", "V-1", Start)).ThenRefused("visit-unknown");
        Given(Open()).When(s_booked with { Until = Start }).ThenRefused("visit-without-time");
        Given(Open()).When(s_booked with { Desk = "mobile" }).ThenRefused("not-given");
        Given(Open(), s_booked, new MissVisit("workplace", "V-1", "Lokalen var låst", Start)).When(s_booked).ThenRefused("visit-over");
    }

    [Fact]
    public void A_visit_may_be_told_of_after_the_case_was_closed_but_not_booked()
    {
        var closed = Given(Open(), s_booked, new ResolveCase("workplace", "Bytte toner", Start), new ConfirmResolution(Start));
        closed.When(new MissVisit("workplace", "V-1", "Behövdes inte", Start)).Then<VisitMissed>().ThenResponsible(Party.Nobody);
        closed.When(s_booked with { Visit = "V-2" }).ThenRefused("case-closed");
    }

    [Fact]
    public void A_question_to_the_account_manager_moves_neither_ball_nor_clock()
    {
        var before = Given(Open());
        var asked = before.When(new AskExpert("workplace", "experts", "workplace", "Vilken drivrutin?", Start)).Then<ExpertAsked>().ThenResponsible(Party.Desk("workplace"));
        Assert.Equal((before.State.Phase, before.State.AnswerDue, before.State.Desk), (asked.State.Phase, asked.State.AnswerDue, asked.State.Desk));
        asked.When(new AnswerExpert("someone-else", "Version 4", Start)).ThenRefused("no-question");
        var answer = new AnswerExpert("experts", "Version 4", Start);
        var answered = Assert.IsType<Core.Accepted<CaseEvent>>(CaseDecider.Decide(asked.State, answer)).Events.Aggregate(asked.State, (state, fact) => state.After(fact));
        Assert.Empty(answered.Experts);
        Given(Open()).When(new AskExpert("mobile", "experts", "workplace", "Vilken drivrutin?", Start)).ThenRefused("not-given");
    }
}
