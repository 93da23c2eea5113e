using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Routing;

public sealed class RoutingAMatter
{
    private static readonly Router s_router = new(ServiceCatalogue.Default);

    [Theory]
    [InlineData("")]
    [InlineData("Hej, jag behöver hjälp")]
    [InlineData("🙂")]
    [InlineData("12345")]
    [InlineData("<script>alert(1)</script>")]
    public void What_says_nothing_is_asked_about_and_not_guessed(string text)
    {
        var decision = s_router.Route(new Matter(text));
        Assert.NotNull(decision.Ask);
        Assert.InRange(decision.Ask.Candidates.Count, 2, 4);
    }

    [Fact]
    public void A_huge_text_is_read_only_at_its_beginning() =>
        Assert.Equal("printing", s_router.Route(new Matter("Skrivaren är trasig. " + new string('x', 1_000_000))).Service);

    [Fact]
    public void A_service_that_was_named_wins() =>
        Assert.Equal(("wifi", 1.0), (s_router.Route(new Matter("Skrivaren är trasig", Service: "wifi")).Service, s_router.Route(new Matter("x", Service: "wifi")).Confidence));

    [Fact]
    public void The_area_leaves_out_what_it_does_not_have() =>
        Assert.NotEqual("pupil-pc", s_router.Route(new Matter("Elevdatorn är trasig", Area: "office")).Service, StringComparer.Ordinal);

    [Fact]
    public void Keys_alone_route() => Assert.All(
        KeypadMenu.Default.Choices.SelectMany(choice => choice.Choices),
        choice => Assert.NotNull(s_router.Route(new Matter("", Menu: choice.Id)).Desk));

    [Fact]
    public void The_answer_to_the_question_decides()
    {
        var asked = s_router.Route(new Matter("telefonen fungerar inte"));
        Assert.NotNull(asked.Ask);
        Assert.Equal(asked.Ask.Candidates[1].Desk, s_router.Answer(asked.Ask, "2", new Matter("telefonen fungerar inte")).Desk);
        Assert.Equal("mobile", s_router.Answer(asked.Ask, "mobilen", new Matter("telefonen fungerar inte")).Desk);
    }

    [Theory]
    [InlineData("The printer is broken and I cannot print", "en")]
    [InlineData("Skrivaren är trasig och jag kan inte skriva ut", "sv")]
    [InlineData("", "sv")]
    public void The_language_is_heard(string text, string language) => Assert.Equal(language, Router.LanguageOf(text));

    [Theory]
    [InlineData("Wifi är nere, hela klassen sitter mitt i en lektion och ingenting fungerar", Effect.Group, Urgency.Stopped, Circumstances.Lesson)]
    [InlineData("Nattpersonalen på äldreboendet kommer inte in i journalen", Effect.One, Urgency.Stopped, Circumstances.NightCare)]
    [InlineData("Jag undrar över min faktura", Effect.One, Urgency.Hindered, Circumstances.None)]
    public void How_serious_it_is_follows_from_the_words(string text, Effect effect, Urgency urgency, Circumstances circumstances)
    {
        var severity = Severity.Of(EffectReader.Read(text));
        Assert.Equal((effect, urgency, circumstances), (severity.Effect, severity.Urgency, severity.Circumstances));
    }

    [Fact]
    public void A_faulty_catalogue_names_every_fault()
    {
        var fault = Assert.Throws<CatalogueException>(() => ServiceCatalogue.Parse(
            """{"desks":[{"id":"a","sv":"A","en":"A","supplier":"a"}],"services":[{"id":"x","desk":"b","sv":"","en":"X","area":["office"],"supplier":"a"},{"id":"x","desk":"a","sv":"X","en":"X","area":["office"],"supplier":"a"}]}"""));
        Assert.True(fault.Faults.Count >= 3, fault.Message);
    }
}
