using IntegrationHub.Core.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

public sealed class HandingOver
{
    private static readonly CaseCommand s_accepted = new AcceptCase("workplace", "WP-1", Start);

    private static ProposeHandover Propose(string from, string to) => new(from, to, "Felet är i nätet", Start);

    [Fact]
    public void The_ball_stays_until_the_other_desk_accepts() =>
        Given(Open(), s_accepted).When(Propose("workplace", "telephony")).Then<HandoverProposed>().ThenResponsible(Party.Desk("workplace"))
            .When(new AcceptHandover("telephony", Start)).Then<HandoverAccepted>().ThenResponsible(Party.Desk("telephony"));

    [Fact]
    public void A_declined_handover_leaves_the_ball_where_it_was() =>
        Given(Open(), s_accepted, Propose("workplace", "telephony"))
            .When(new DeclineHandover("telephony", "Nätet är helt", Start)).Then<HandoverDeclined>().ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void Silence_is_noted_and_leaves_the_ball_where_it_was() =>
        Given(Open(), s_accepted, Propose("workplace", "telephony"))
            .When(new MissAnswer(Start.AddDays(1))).Then<SupplierAnswerMissed>(e => Assert.Equal("telephony", e.Desk))
            .Then<HandoverDeclined>().ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void A_case_cannot_be_bounced_back() =>
        Given(Open(), s_accepted, Propose("workplace", "telephony"), new AcceptHandover("telephony", Start))
            .When(Propose("telephony", "workplace")).Then<JointResolutionOpened>(e => Assert.Equal("handover-returns", e.Rule))
            .ThenResponsible(Party.Desk("telephony"));

    [Fact]
    public void A_third_handover_becomes_joint_resolution() =>
        Given(Open(), s_accepted, Propose("workplace", "telephony"), new AcceptHandover("telephony", Start),
                Propose("telephony", "mobile"), new AcceptHandover("mobile", Start))
            .When(Propose("mobile", "central-systems")).Then<JointResolutionOpened>(e => Assert.Equal("handover-third", e.Rule))
            .ThenResponsible(Party.Desk("mobile"));

    [Fact]
    public void Only_the_responsible_desk_may_propose() =>
        Given(Open(), s_accepted).When(Propose("mobile", "telephony")).ThenRefused("not-responsible");

    [Fact]
    public void A_desk_that_was_not_asked_cannot_take_the_case() =>
        Given(Open(), s_accepted).When(new AcceptHandover("mobile", Start)).ThenRefused("no-handover");
}
