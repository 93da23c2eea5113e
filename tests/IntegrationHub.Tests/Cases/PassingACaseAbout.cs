using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

/// <summary>A supplier that passes a case about in its own system, a case that comes back by another way, and questions that fall away.</summary>
public sealed class PassingACaseAbout
{
    private static readonly CaseCommand s_accepted = new AcceptCase("workplace", "WP-1", Start);

    private static RouteCase Route(string desk) => new(new RoutingDecision("printing", desk, 0.9, ["Next."], [], null), desk, Start);

    private static ReportFromSupplier At(string team, int message) => new(
        new SupplierReported(
            "workplace", $"m{message}", "supplier.ticket.progressed.v1", "WP-1", "workplace", null, null, null, null,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = team }, null, null, Start),
        new TellProgress("workplace", "Vi söker", Start), Start)
    {
        Team = new SupplierTeam("workplace", team),
    };

    [Fact]
    public void A_ticket_that_returns_to_a_team_within_the_suppliers_system_becomes_joint_resolution() =>
        Given(Open(), s_accepted, At("first", 1), At("second", 2)).When(At("first", 3))
            .Then<SupplierReported>(e => Assert.Null(e.Refused)).Then<ProgressTold>()
            .Then<JointResolutionOpened>(e => Assert.Equal(("workplace", "first", "handover-returns"), (e.Responsible, e.With, e.Rule)))
            .ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void A_third_move_within_the_suppliers_system_becomes_joint_resolution() =>
        Given(Open(), s_accepted, At("first", 1), At("second", 2), At("third", 3)).When(At("fourth", 4))
            .Then<JointResolutionOpened>(e => Assert.Equal("handover-third", e.Rule));

    [Fact]
    public void Two_moves_within_the_suppliers_system_are_its_own_matter_and_so_is_staying_with_a_team()
    {
        var state = Given(Open(), s_accepted, At("first", 1), At("first", 2), At("second", 3), At("third", 4)).State;
        Assert.Empty(state.Joint);
        Assert.Equal(("third", 2), (state.Teams["workplace"].Now, state.Teams["workplace"].Moves));
    }

    [Fact]
    public void A_team_that_joined_is_joined_once() =>
        Assert.Single(Given(Open(), s_accepted, At("first", 1), At("second", 2), At("first", 3), At("second", 4), At("first", 5)).State.Joint, "first");

    [Fact]
    public void A_case_given_back_to_a_desk_that_declined_it_comes_with_joint_resolution() =>
        Given(Open(), new DeclineCase("workplace", "Nätet", Start), Route("telephony"), new DeclineCase("telephony", "Skrivaren", Start))
            .When(Route("workplace")).Then<CaseRouted>()
            .Then<JointResolutionOpened>(e => Assert.Equal(("workplace", "telephony", "handover-returns"), (e.Responsible, e.With, e.Rule)))
            .ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void A_desk_that_declined_is_not_given_the_case_again_while_no_other_had_it() =>
        Given(Open(), new DeclineCase("workplace", "Nätet", Start)).When(Route("workplace")).ThenRefused("handover-returns");

    [Fact]
    public void A_case_reopened_at_an_owner_that_had_it_before_comes_with_joint_resolution() =>
        Given(Open(), s_accepted, new ProposeHandover("workplace", "telephony", "Nätet", Start), new AcceptHandover("telephony", Start), new ResolveCase("telephony", "Klart", Start))
            .When(new ReopenCase("Nej", Start) { Successor = new Owner("workplace", "workplace") })
            .Then<JointResolutionOpened>(e => Assert.Equal(("workplace", "telephony"), (e.Responsible, e.With)));

    [Fact]
    public void A_desk_that_proposes_what_the_rule_refuses_has_taken_the_case_and_cannot_decline_it_any_more() =>
        Given(Open(), new DeclineCase("workplace", "Nätet", Start), Route("telephony"), new ProposeHandover("telephony", "workplace", "Skrivaren", Start))
            .When(new DeclineCase("telephony", "Ändå inte", Start)).ThenRefused("case-accepted");

    [Fact]
    public void A_question_to_take_over_is_answered_when_the_case_is_resolved_meanwhile() =>
        Given(Open(), s_accepted, new ProposeHandover("workplace", "telephony", "Nätet", Start))
            .When(new ResolveCase("workplace", "Klart", Start)).Then<HandoverDeclined>(e => Assert.Equal("telephony", e.To)).Then<CaseResolved>();

    [Fact]
    public void What_was_tried_goes_with_the_question_and_with_joint_resolution() =>
        Given(Open(), s_accepted).When(new ProposeHandover("workplace", "telephony", "Nätet", Start) { Tried = "Bytt kabel" })
            .Then<HandoverProposed>(e => Assert.Equal("Bytt kabel", e.Tried?.Shown))
            .When(new AcceptHandover("telephony", Start)).When(new ProposeHandover("telephony", "workplace", "Skrivaren", Start) { Tried = "Mätt nätet" })
            .Then<JointResolutionOpened>(e => Assert.Equal("Mätt nätet", e.Tried?.Shown));
}
