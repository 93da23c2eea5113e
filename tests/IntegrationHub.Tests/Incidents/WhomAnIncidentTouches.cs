using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Tests.Incidents;

public sealed class WhomAnIncidentTouches
{
    private static readonly IncidentScope s_school = new(["network"], ["education"], [], ["Ekskolan"]);
    private static readonly IncidentScope s_city = new(["email"], [], [], []);
    private static readonly IncidentScope s_everything = new([], [], [], []);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("Ekskolan", null, true)]
    [InlineData("ekskolan", "education", true)]
    [InlineData("Ekskolan", "office", false)]
    [InlineData("Almskolan", null, false)]
    public void One_of_a_school_is_heard_by_that_school_before_the_matter_is_known(string? site, string? area, bool heard) =>
        Assert.Equal(heard, s_school.Touches(new Place(area, null, site)));

    [Fact]
    public void A_city_wide_one_is_heard_by_everybody()
    {
        Assert.True(s_city.Touches(Place.Unknown));
        Assert.True(s_city.Touches(new Place("office", "miljö", "Tekniska nämndhuset")));
    }

    [Fact]
    public void Once_the_matter_is_known_one_of_its_service_is_told_also_when_the_place_is_not()
    {
        Assert.True(s_school.Concerns("network", Place.Unknown));
        Assert.False(s_school.Concerns("network", new Place(Site: "Almskolan")));
        Assert.False(s_school.Concerns("email", Place.Unknown));
        Assert.True(s_everything.Concerns("email", Place.Unknown));
        Assert.True(s_city.Concerns("email", new Place(Site: "Almskolan")));
    }

    [Fact]
    public void Organisation_and_site_are_either_or()
    {
        var scope = new IncidentScope([], [], ["utbildning"], ["Ekskolan"]);
        Assert.True(scope.Touches(new Place(Organisation: "utbildning", Site: "Almskolan")));
        Assert.True(scope.Touches(new Place(Organisation: "miljö", Site: "Ekskolan")));
        Assert.False(scope.Touches(new Place(Organisation: "miljö", Site: "Almskolan")));
    }
}
