using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Routing;

public sealed class RoutingToAnAddedService
{
    [Theory]
    [InlineData("Vår infoskärm har slocknat")]
    [InlineData("Den digitala skylten visar fel text")]
    [InlineData("The digital sign in the lobby is dark")]
    public void It_is_known_by_its_names_and_words_as_soon_as_it_is_added(string said)
    {
        var catalogue = ServiceCatalogue.Default.Copy();
        var router = new Router(catalogue);
        Assert.NotEqual("digital-signage", router.Route(new Matter(said)).Service);

        catalogue.Add(
            [new Desk("signs", "Skyltar och skärmar", "Signs and screens", "signs")],
            [new Service("digital-signage", "signs", "Digitala skyltar", "Digital signs", ["office"], "signs", ["informationsskärm", "infoskärm", "digital skylt", "digitala skylten", "digital sign"])]);
        var decision = router.Route(new Matter(said));
        Assert.Equal(("digital-signage", "signs", null), (decision.Service, decision.Desk, decision.Ask));
        Assert.Null(ServiceCatalogue.Default.FindDesk("signs"));
    }
}
