using IntegrationHub.Core.Incidents;
using static IntegrationHub.Tests.Incidents.IncidentScenario;

namespace IntegrationHub.Tests.Incidents;

/// <summary>The hub makes it a major incident, and a person's word stands against it; who leads it, and what the suppliers call it.</summary>
public sealed class WhenSoManyAreHit
{
    private static readonly SetLevel s_raise = new(IncidentLevel.Major, "50 persons have reported it.", Start) { Source = IncidentSource.Correlation };

    [Theory]
    [InlineData(49, 9, false)]
    [InlineData(50, 0, true)]
    [InlineData(0, 10, true)]
    public void It_is_a_major_one_from_so_many_persons_or_sites(int hit, int sites, bool major) =>
        Assert.Equal(major, MajorRule.Usual.Reason(new IncidentScope([], [], [], [.. Enumerable.Range(0, sites).Select(n => $"site {n}")]), hit) is not null);

    [Fact]
    public void The_hub_raises_it() => Given(Declare).When(s_raise).Then<IncidentLevelSet>(e => Assert.Equal(IncidentSource.Correlation, e.Source));

    [Fact]
    public void What_a_person_said_of_its_weight_the_hub_does_not_change() =>
        Given(Declare, s_raise, new SetLevel(IncidentLevel.Ordinary, "They are all of one class.", Start)).When(s_raise).ThenNothing();

    [Fact]
    public void A_role_is_given_and_passed_on() =>
        Given(Declare).When(new GiveRole(IncidentRole.Leader, "Jourhavande driftledare", Start)).Then<IncidentRoleGiven>()
            .When(new GiveRole(IncidentRole.Leader, "Driftchef", Start)).Then<IncidentRoleGiven>(e => Assert.Equal("Driftchef", e.Holder));

    [Fact]
    public void It_bears_the_tickets_of_several_suppliers()
    {
        var linked = Given(Declare, new LinkIncidentTicket("telephony", "INC1", Start)).When(new LinkIncidentTicket("workplace", "A-2", Start)).Then<IncidentTicketLinked>();
        Assert.Equal([("telephony", "INC1"), ("workplace", "A-2")], linked.State.Parties.Tickets);
        linked.When(new UnlinkIncidentTicket("telephony", "INC1", Start)).Then<IncidentTicketUnlinked>().When(new UnlinkIncidentTicket("mobile", "x", Start)).ThenNothing();
    }

    [Fact]
    public void A_desk_that_does_not_work_on_it_gives_no_roles() =>
        Given(Declare).When(new GiveRole(IncidentRole.Leader, "Driftchef", Start) { ByDesk = "mobile" }).ThenRefused("not-involved");
}
