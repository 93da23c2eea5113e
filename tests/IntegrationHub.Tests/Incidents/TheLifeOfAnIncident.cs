using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using static IntegrationHub.Tests.Incidents.IncidentScenario;

namespace IntegrationHub.Tests.Incidents;

public sealed class TheLifeOfAnIncident
{
    private static readonly ResolveIncident s_resolve = new(Text, Start.AddHours(2));
    private static readonly JoinCase s_join = new(Case, IncidentSource.Hand, "The same error message.", Start);
    private static readonly LeaveCase s_leave = new(Case, IncidentSource.Hand, "Another fault.", Start);

    [Fact]
    public void Its_desk_has_the_ball_until_it_is_over() =>
        Given(Declare).ThenResponsible(Party.Desk("workplace")).When(s_resolve).Then<IncidentResolved>(e => Assert.Equal("workplace", e.Desk)).ThenResponsible(Party.Nobody);

    [Fact]
    public void What_was_never_declared_is_unknown() => Given().When(new TellNews(Text, null, Start)).ThenRefused("incident-unknown");

    [Fact]
    public void Another_desk_gets_the_ball_and_the_first_may_no_longer_end_it() =>
        Given(Declare).When(new ChangeDesks("telephony", ["workplace"], "The network.", Start)).Then<IncidentDesksChanged>().ThenResponsible(Party.Desk("telephony"))
            .When(s_resolve with { ByDesk = "workplace" }).ThenRefused("not-responsible");

    [Fact]
    public void A_desk_that_works_on_it_tells_news_but_does_not_end_it() =>
        Given(Declare).When(new TellNews(Text, null, Start) { ByDesk = "telephony" }).Then<IncidentTold>().When(s_resolve with { ByDesk = "telephony" }).ThenRefused("not-responsible");

    [Fact]
    public void A_desk_that_does_not_work_on_it_may_do_nothing() =>
        Given(Declare).When(new TellNews(Text, null, Start) { ByDesk = "mobile" }).ThenRefused("not-involved").When(s_join with { ByDesk = "mobile" }).ThenRefused("not-involved");

    [Fact]
    public void News_promises_the_next_within_an_hour_and_of_a_major_one_within_half()
    {
        Given(Declare).When(new TellNews(Text, null, Start)).Then<IncidentTold>(e => Assert.Equal(Start.AddMinutes(60), e.NextNewsDue));
        Given(Declare, new SetLevel(IncidentLevel.Major, "Everybody.", Start)).When(new TellNews(Text, null, Start)).Then<IncidentTold>(e => Assert.Equal(Start.AddMinutes(30), e.NextNewsDue));
        Given(Declare).When(new TellNews(Text, Start.AddHours(5), Start)).Then<IncidentTold>(e => Assert.Equal(Start.AddHours(5), e.NextNewsDue));
    }

    [Fact]
    public void A_promise_that_passed_is_noted_once() =>
        Given(Declare).When(new MissNews(Start.AddHours(1), Start.AddMinutes(61))).Then<IncidentNewsMissed>(e => Assert.Equal("workplace", e.Desk));

    [Fact]
    public void A_promise_that_was_kept_moved_or_is_not_due_is_not_missed()
    {
        Given(Declare, new TellNews(Text, Start.AddHours(3), Start.AddMinutes(50))).When(new MissNews(Start.AddHours(1), Start.AddMinutes(61))).ThenNothing();
        Given(Declare).When(new MissNews(Start.AddHours(1), Start.AddMinutes(59))).ThenNothing();
        Given(Declare, s_resolve).When(new MissNews(Start.AddHours(1), Start.AddHours(3))).ThenNothing();
    }

    [Fact]
    public void A_case_joins_and_leaves_again() =>
        Given(Declare).When(s_join).Then<IncidentCaseJoined>().When(s_leave).Then<IncidentCaseLeft>().When(s_join).Then<IncidentCaseJoined>();

    [Fact]
    public void What_a_person_took_apart_the_hub_does_not_join_again() =>
        Given(Declare, s_join, s_leave).When(s_join with { Source = IncidentSource.Correlation }).ThenRefused("taken-apart");

    [Fact]
    public void What_the_hub_took_apart_it_may_join_again() =>
        Given(Declare, s_join, s_leave with { Source = IncidentSource.Correlation }).When(s_join with { Source = IncidentSource.Correlation }).Then<IncidentCaseJoined>();

    [Fact]
    public void A_case_may_join_one_that_is_over() => Given(Declare, s_resolve).When(s_join).Then<IncidentCaseJoined>();

    [Fact]
    public void One_that_is_over_has_no_news_until_it_is_opened_again() =>
        Given(Declare, s_resolve).When(new TellNews(Text, null, Start)).ThenRefused("incident-over")
            .When(new ReopenIncident(Text, null, Start)).Then<IncidentReopened>().ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void What_is_as_it_was_is_no_news_to_the_log() =>
        Given(Declare).When(new ChangeScope(new IncidentScope(["email"], [], [], []), "Same.", Start)).ThenNothing()
            .When(new SetLevel(IncidentLevel.Ordinary, "Same.", Start)).ThenNothing().When(new ChangeDesks("workplace", ["telephony"], "Same.", Start)).ThenNothing();

    [Fact]
    public void When_no_more_reports_come_its_desk_is_asked_once_until_another_comes() =>
        Given(Declare).When(new QuietIncident(Start.AddHours(4))).Then<IncidentQuieted>(e => Assert.Equal("workplace", e.Desk)).ThenResponsible(Party.Desk("workplace"))
            .When(s_join).Then<IncidentCaseJoined>().When(new QuietIncident(Start.AddHours(9))).Then<IncidentQuieted>()
            .When(s_resolve).Then<IncidentResolved>().When(new QuietIncident(Start.AddHours(10))).ThenNothing();

    [Fact]
    public void Its_scope_is_corrected() =>
        Given(Declare).When(new ChangeScope(new IncidentScope(["email"], [], [], ["Ekskolan"]), "One school.", Start)).Then<IncidentScopeChanged>();
}
