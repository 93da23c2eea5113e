using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

public sealed class TheLifeOfACase
{
    private static readonly CaseCommand s_accepted = new AcceptCase("workplace", "WP-1", Start);
    private static readonly CaseCommand s_resolved = new ResolveCase("workplace", "Bytte toner.", Start);

    [Fact]
    public void A_routed_case_is_the_desks_from_the_start() =>
        Given().When(Open()).Then<CaseRouted>(e => Assert.Equal(Start.AddHours(4), e.AnswerDue)).ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void Under_the_threshold_the_user_is_asked_one_question_and_has_the_ball() =>
        Given().When(Open(ask: new RoutingQuestion("Gäller det mobilen?", "Is it the mobile?", [])))
            .Then<RoutingQuestionAsked>().ThenResponsible(Party.User);

    [Fact]
    public void The_answer_to_the_routing_question_routes_the_case() =>
        Given(Open(ask: new RoutingQuestion("Gäller det mobilen?", "Is it the mobile?", [])))
            .When(new AnswerRoutingQuestion("ja", new RoutingDecision("mobile-phone", "mobile", 0.9, [], [], null), "mobile", Start))
            .Then<CaseRouted>().ThenResponsible(Party.Desk("mobile"));

    [Fact]
    public void A_declined_case_goes_to_the_integrator_and_not_back_to_the_user() =>
        Given(Open()).When(new DeclineCase("workplace", "Inte vår", Start)).Then<CaseDeclined>().ThenResponsible(Party.Integrator);

    [Fact]
    public void A_desk_that_accepted_cannot_decline_afterwards() =>
        Given(Open(), s_accepted).When(new DeclineCase("workplace", "Ändå inte", Start)).ThenRefused("case-accepted");

    [Fact]
    public void A_desk_without_the_ball_cannot_resolve() =>
        Given(Open(), s_accepted).When(new ResolveCase("mobile", "Klart", Start)).ThenRefused("not-responsible")
            .ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void A_question_gives_the_user_the_ball_and_the_answer_gives_it_back() =>
        Given(Open(), s_accepted).When(new AskUser("workplace", "Vilken skrivare?", Start)).ThenResponsible(Party.User)
            .When(new AnswerDesk("Den på plan 3", Start)).Then<UserAnswered>().ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void Resolved_is_not_closed() =>
        Given(Open(), s_accepted).When(s_resolved).Then<CaseResolved>().ThenResponsible(Party.User);

    [Fact]
    public void Only_the_users_confirmation_closes() =>
        Given(Open(), s_accepted, s_resolved).When(new ConfirmResolution(Start)).Then<CaseClosed>().ThenResponsible(Party.Nobody);

    [Fact]
    public void What_is_not_resolved_cannot_be_confirmed() =>
        Given(Open(), s_accepted).When(new ConfirmResolution(Start)).ThenRefused("not-resolved");

    [Fact]
    public void Two_reminders_come_before_a_case_is_closed_unconfirmed()
    {
        var resolved = Given(Open(), s_accepted, s_resolved);
        resolved.When(new PressForConfirmation(Start.AddDays(1))).ThenNothing();
        resolved.When(new PressForConfirmation(Start.AddDays(2))).Then<ConfirmationReminded>(e => Assert.Equal(1, e.Round))
            .When(new PressForConfirmation(Start.AddDays(5))).Then<ConfirmationReminded>(e => Assert.Equal(2, e.Round))
            .When(new PressForConfirmation(Start.AddDays(9))).ThenNothing()
            .When(new PressForConfirmation(Start.AddDays(10))).Then<CaseClosedUnconfirmed>(e => Assert.Equal(2, e.Reminders));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_user_who_is_not_helped_reopens_and_the_desk_has_the_ball_again(bool closed)
    {
        CaseCommand[] before = closed ? [Open(), s_accepted, s_resolved, new ConfirmResolution(Start)] : [Open(), s_accepted, s_resolved];
        Given(before).When(new ReopenCase("Den krånglar igen", Start)).Then<CaseReopened>().ThenResponsible(Party.Desk("workplace"));
    }

    [Fact]
    public void A_missed_answer_is_noted_once() =>
        Given(Open()).When(new MissAnswer(Start.AddHours(3))).ThenNothing()
            .When(new MissAnswer(Start.AddHours(4))).Then<SupplierAnswerMissed>().ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void A_promised_call_that_was_not_made_is_noted() =>
        Given(Open(), new BookCallBack("+46701234567", "busy", Start, Start.AddMinutes(30), Start))
            .When(new MissCallBack(Start.AddMinutes(31))).Then<CallBackMissed>();

    [Fact]
    public void A_case_that_does_not_exist_is_unknown() => Given().When(new ConfirmResolution(Start)).ThenRefused("case-unknown");

    [Fact]
    public void A_closed_case_takes_a_note_but_no_work() =>
        Given(Open(), s_accepted, s_resolved, new ConfirmResolution(Start))
            .When(new TellProgress("workplace", "Jobbar", Start)).ThenRefused("case-closed");
}
