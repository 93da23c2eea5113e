using IntegrationHub.Core;
using IntegrationHub.Core.Routing;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Routing;

/// <summary>A service gets another desk and supplier, from a date and in a part of the city.</summary>
public sealed class ChangingTheOwnerOfAService
{
    private static readonly DateTimeOffset s_now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Place s_school = new("education", "Utbildningsförvaltningen", "Skola 7");
    private readonly ServiceCatalogue _catalogue = ServiceCatalogue.Default.Copy();
    private int _decisions;

    [Fact]
    public void Before_its_date_and_elsewhere_everything_is_as_it_was()
    {
        Decide("mobile", new Place("education"), from: 10);
        Assert.Equal("workplace", DeskAt(s_school, 9));
        Assert.Equal("workplace", DeskAt(new Place("office"), 10));
        Assert.Equal("workplace", DeskAt(Place.Everywhere, 10));
        Assert.Equal("mobile", DeskAt(s_school, 10));
    }

    [Fact]
    public void The_narrowest_place_wins_a_site_before_an_organisation_before_an_area()
    {
        Decide("central-systems", Place.Everywhere, from: 0);
        Assert.Equal("central-systems", DeskAt(s_school, 1));
        Decide("mobile", new Place(Area: "education"), from: 0);
        Assert.Equal("mobile", DeskAt(s_school, 1));
        Decide("telephony", new Place(Organisation: "Utbildningsförvaltningen"), from: 0);
        Assert.Equal("telephony", DeskAt(s_school, 1));
        Decide("workplace", new Place(Site: "Skola 7"), from: 0);
        Assert.Equal("workplace", DeskAt(s_school, 1));
        Assert.Equal("telephony", DeskAt(s_school with { Site = "Skola 8" }, 1));
    }

    [Fact]
    public void One_until_further_notice_ends_when_the_next_begins_and_one_with_an_end_gives_the_service_back()
    {
        Decide("mobile", Place.Everywhere, from: 0);
        Decide("telephony", Place.Everywhere, from: 10, until: 20);
        Assert.Equal(["workplace", "mobile", "mobile", "telephony", "telephony", "workplace"], new[] { -1, 0, 9, 10, 19, 20 }.Select(day => DeskAt(s_school, day)));
    }

    [Theory]
    [InlineData(0, null, "owner-overlaps")]
    [InlineData(12, null, "owner-overlaps")]
    [InlineData(5, 15, "owner-overlaps")]
    [InlineData(12, 13, "owner-overlaps")]
    [InlineData(20, null, null)]
    [InlineData(5, 10, null)]
    [InlineData(-1, null, "owner-in-past")]
    [InlineData(8, 8, "owner-without-time")]
    public void Two_decisions_for_one_place_and_time_are_refused(int from, int? until, string? code)
    {
        Decide("mobile", new Place("office"), from: 0);
        Decide("telephony", new Place("office"), from: 10, until: 20);
        var decision = OwnershipRules.Decide(_catalogue, Wanted("central-systems", new Place("office"), from, until, OpenCases.Finish));
        Assert.Equal(code, (decision as Refused<ServiceOwnerEvent>)?.Code);
    }

    [Fact]
    public void The_same_decision_again_changes_nothing_and_another_under_its_id_is_refused()
    {
        var wanted = Wanted("mobile", Place.Everywhere, 0, null, OpenCases.Finish);
        _catalogue.Owners.Take(wanted);
        Assert.Empty(Assert.IsType<Accepted<ServiceOwnerEvent>>(OwnershipRules.Decide(_catalogue, wanted with { At = s_now.AddMinutes(1), From = s_now.AddMinutes(1) })).Events);
        Assert.Equal("key-reused", Assert.IsType<Refused<ServiceOwnerEvent>>(OwnershipRules.Decide(_catalogue, wanted with { Desk = "telephony" })).Code);
    }

    [Fact]
    public void Where_the_desk_stays_nobody_hands_over_to_itself()
    {
        var same = Wanted("workplace", Place.Everywhere, 1, null, OpenCases.HandOver) with { Supplier = "print" };
        Assert.Equal("owner-same-desk", Assert.IsType<Refused<ServiceOwnerEvent>>(OwnershipRules.Decide(_catalogue, same)).Code);
        Assert.IsType<Accepted<ServiceOwnerEvent>>(OwnershipRules.Decide(_catalogue, same with { OpenCases = OpenCases.Finish }));
    }

    [Fact]
    public void A_decision_that_has_not_begun_can_be_taken_back()
    {
        var first = Decide("mobile", Place.Everywhere, from: 0);
        var second = Decide("telephony", Place.Everywhere, from: 10);
        Assert.Equal("owner-began", Assert.IsType<Refused<ServiceOwnerEvent>>(OwnershipRules.Withdraw(_catalogue, "printing", first, "Misstag", s_now)).Code);
        _catalogue.Owners.Take(Assert.IsType<Accepted<ServiceOwnerEvent>>(OwnershipRules.Withdraw(_catalogue, "printing", second, "Misstag", s_now)).Events.Single());
        Assert.Equal("mobile", DeskAt(s_school, 30));
    }

    [Fact]
    public void The_router_asks_who_has_it_there_and_now()
    {
        Decide("mobile", new Place("education"), from: 10);
        var clock = new FakeTimeProvider(s_now);
        var router = new Router(_catalogue, clock: clock);
        var matter = new Matter("skrivaren är trasig", Area: "education");
        Assert.Equal("workplace", router.Route(matter).Desk);
        clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(("printing", "mobile"), (router.Route(matter).Service, router.Route(matter).Desk));
        Assert.Equal("workplace", router.Route(matter with { Area = "office" }).Desk);
    }

    [Fact]
    public void One_desk_works_for_several_suppliers_and_one_supplier_has_several_desks()
    {
        _catalogue.Add([new Desk("workplace-schools", "Skolornas servicedesk", "School desk", "workplace")], [new Service("drones", "mobile", "Drönare", "Drones", ["office"], "drone-supplier")]);
        Decide("workplace", Place.Everywhere, from: 0, supplier: "print-supplier");
        Assert.Equal(2, _catalogue.Desks.Count(desk => desk.Supplier == "workplace"));
        Assert.True(_catalogue.Serves("workplace", "print-supplier"));
        Assert.True(_catalogue.Serves("mobile", "drone-supplier"));
        Assert.False(_catalogue.Serves("mobile", "print-supplier"));
        Assert.Equal(new Owner("workplace", "print-supplier"), _catalogue.OwnerOf("printing", s_school, s_now));
    }

    private string Decide(string desk, Place where, int from, int? until = null, string? supplier = null)
    {
        var wanted = Wanted(desk, where, from, until, OpenCases.Finish);
        var decided = Assert.IsType<Accepted<ServiceOwnerEvent>>(OwnershipRules.Decide(_catalogue, wanted with { Supplier = supplier ?? desk })).Events.Single();
        _catalogue.Owners.Take(decided);
        return decided.Decision;
    }

    private ServiceOwnerDecided Wanted(string desk, Place where, int from, int? until, OpenCases openCases) => new(
        $"d{_decisions++}", "printing", desk, desk, where, s_now.AddDays(from), until is { } end ? s_now.AddDays(end) : null, openCases, "Våg", s_now);

    private string DeskAt(Place place, int day) => _catalogue.OwnerOf("printing", place, s_now.AddDays(day))!.Desk;
}
