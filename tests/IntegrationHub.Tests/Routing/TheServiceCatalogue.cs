using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Routing;

public sealed class TheServiceCatalogue
{
    private const string Workplace = """{"id":"workplace","sv":"Arbetsplats","en":"Workplace","supplier":"w"}""";
    private const string Pc = """{"id":"pc","desk":"workplace","sv":"Dator","en":"Computer","area":["office"],"supplier":"w"}""";

    [Fact]
    public void The_sample_is_whole()
    {
        Assert.Equal(4, ServiceCatalogue.Default.Desks.Count);
        Assert.Equal(31, ServiceCatalogue.Default.Services.Count);
        Assert.Equal("telephony", ServiceCatalogue.Default.FindService("wifi")?.Desk);
        Assert.Null(ServiceCatalogue.Default.FindService("no-such"));
        Assert.Equal("Arbetsplats", ServiceCatalogue.Default.FindDesk("workplace")?.Sv);
    }

    [Fact]
    public void Every_fault_is_listed_at_once_with_what_to_do()
    {
        var json = $$$"""
            {"desks":[{{{Workplace}}},{{{Workplace}}}],"services":[{{{Pc}}},{{{Pc}}},
            {"id":"wifi","desk":"nowhere","sv":" ","en":"Wifi","area":["moon"],"supplier":"t"},
            {"id":"not-ours","desk":"workplace","sv":"Annat","en":"Other","area":["office"],"supplier":"t"}]}
            """;
        var refused = Assert.Throws<CatalogueException>(() => ServiceCatalogue.Parse(json));
        Assert.Equal(6, refused.Faults.Count);
        Assert.All(refused.Faults, fault => Assert.Contains(fault, refused.Message, StringComparison.Ordinal));
        Assert.Contains(refused.Faults, fault => fault.Contains("\"nowhere\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"desks":[null],"services":[null]}""")]
    [InlineData("""{"desks":[{}],"services":[{}]}""")]
    [InlineData("""{"desks":"x"}""")]
    public void What_is_no_catalogue_is_refused_in_the_same_way(string json) =>
        Assert.NotEmpty(Assert.Throws<CatalogueException>(() => ServiceCatalogue.Parse(json)).Faults);

    [Fact]
    public void A_service_that_the_words_do_not_know_is_known_by_its_name()
    {
        var catalogue = ServiceCatalogue.Parse($$"""
            {"desks":[{{Workplace}}],"services":[{{Pc}},
            {"id":"drones","desk":"workplace","sv":"Drönare","en":"Drones","area":["office"],"supplier":"w"}]}
            """);
        var decision = new Router(catalogue).Route(new Matter("vår drönare lyfter inte"));
        Assert.Equal("drones", decision.Service);
    }
}
