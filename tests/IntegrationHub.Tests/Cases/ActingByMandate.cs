using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

public sealed class ActingByMandate
{
    private static readonly DateTimeOffset s_later = Start.AddHours(1);
    private static readonly Mandate s_own = new(new PersonId("p-7"), ["utbildning"]);
    private static readonly Mandate s_other = new(new PersonId("p-8"), ["stadsbyggnad"]);
    private static readonly IncidentNumber s_incident = IncidentNumber.FromSequence(1);

    private static OpenCase AtSchool => Open() with { Opened = Open().Opened with { Organisation = "utbildning" } };

    private static EscalateCase Raise(Mandate? by = null) => new(by ?? s_own, "Hela skolan står still.", s_later);

    private static SuspectCommonFault Suspect(Mandate? by = null) => new(by ?? s_own, "Nätet är nere.", s_later);

    [Fact]
    public void The_priority_is_raised_by_one_step_with_who_and_why_and_the_desk_keeps_the_case()
    {
        var raised = Given(AtSchool).When(Raise()).Then<CaseEscalated>(e => Assert.Equal(
            (3, 2, "Hela skolan står still.", s_own.Manager, "utbildning"), (e.From, e.To, e.Reason.Text, e.Manager, e.Organisation)));
        raised.ThenResponsible(Party.Desk("workplace"));
        Assert.Equal(2, raised.State.Priority);
        Assert.Equal((CasePhase.Offered, Given(AtSchool).State.AnswerDue), (raised.State.Phase, raised.State.AnswerDue)); // No lane of its own: nothing else changed.
    }

    [Fact]
    public void It_stops_at_the_highest_and_a_desk_corrects_it_by_the_common_rule()
    {
        var highest = Given(AtSchool, Raise(), Raise()).When(Raise()).ThenRefused("priority-highest");
        Assert.Equal(1, highest.State.Priority);
        Given(AtSchool, Raise(), Raise())
            .When(new SetPriority(new Severity(Effect.One, Urgency.Hindered, Circumstances.None, "En person, kan arbeta vidare."), s_later))
            .Then<PrioritySet>(e => Assert.Equal(3, e.Priority));
    }

    [Fact]
    public void Another_organisations_case_and_one_of_no_known_organisation_are_not_touched()
    {
        Given(AtSchool).When(Raise(s_other)).ThenRefused("other-organisation");
        Given(AtSchool).When(Suspect(s_other)).ThenRefused("other-organisation");
        Given(Open()).When(Raise()).ThenRefused("other-organisation");
    }

    [Fact]
    public void A_case_that_is_solved_or_closed_is_reopened_first()
    {
        var solve = new ResolveCase("workplace", "Ny toner.", s_later);
        Given(AtSchool, solve).When(Raise()).ThenRefused("case-resolved");
        Given(AtSchool, solve, new ConfirmResolution(s_later)).When(Raise()).ThenRefused("case-closed");
    }

    [Fact]
    public void A_suspicion_waits_for_its_judgement_and_the_missed_time_is_noted_once()
    {
        var due = s_later + Mandates.JudgeWithin;
        var waiting = Given(AtSchool).When(Suspect()).Then<CommonFaultSuspected>(e => Assert.Equal(due, e.JudgeDue));
        waiting.When(new MissJudgement(due, due - TimeSpan.FromSeconds(1))).ThenNothing();
        var missed = waiting.When(new MissJudgement(due, due)).Then<SuspicionJudgementMissed>();
        Assert.Equal((due, true), (missed.State.JudgeDue, missed.State.JudgementMissed));
        var judged = Given(AtSchool, Suspect(), new JudgeSuspicion(s_incident, "Det är växeln.", due));
        Assert.Null(judged.State.JudgeDue);
        judged.When(new MissJudgement(due, due)).ThenNothing();
    }

    [Fact]
    public void Nothing_is_judged_that_nobody_suspects_and_a_dismissed_one_may_be_suspected_again()
    {
        Given(AtSchool).When(new JudgeSuspicion(null, "Nej.", s_later)).ThenRefused("no-suspicion");
        Given(AtSchool, Suspect(), new JudgeSuspicion(null, "Bara ett rum.", s_later)).When(Suspect()).Then<CommonFaultSuspected>();
    }

    [Fact]
    public void The_desks_supplier_is_told_of_a_raised_and_a_corrected_priority_but_not_of_the_first()
    {
        var story = new CaseStory().Then("user", AtSchool);
        Assert.Null(Told<PrioritySet>(story));
        story.Then("user", Raise());
        Assert.Equal(new CasePriorityChanged(Number.Value, "2", "Hela skolan står still.", "local-it-manager"), Told<CaseEscalated>(story));
        story.Then("staff:s-1", new SetPriority(new Severity(Effect.City, Urgency.Stopped, Circumstances.None, "Hela staden."), s_later));
        Assert.Equal(new CasePriorityChanged(Number.Value, "1", "Hela staden.", "staff:s-1"), Told<PrioritySet>(story));
        Assert.Null(SupplierNews.For("mobile", story.Until<PrioritySet>(), ServiceCatalogue.Default));
    }

    [Fact]
    public void The_desks_supplier_is_told_of_a_suspicion_and_reminded_when_it_is_overdue()
    {
        var due = s_later + Mandates.JudgeWithin;
        var story = new CaseStory().Then("user", AtSchool).Then("user", Suspect());
        Assert.Equal(new CaseFaultSuspected(Number.Value, "Nätet är nere.", due, Overdue: false), Told<CommonFaultSuspected>(story));
        story.Then("hub", new MissJudgement(due, due));
        Assert.Equal(new CaseFaultSuspected(Number.Value, "Nätet är nere.", due, Overdue: true), Told<SuspicionJudgementMissed>(story));
    }

    private static HubMessage? Told<TEvent>(CaseStory story) => SupplierNews.For("workplace", story.Until<TEvent>(), ServiceCatalogue.Default);
}
