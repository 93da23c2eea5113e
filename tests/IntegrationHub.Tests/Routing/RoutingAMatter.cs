using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Routing;

public sealed class RoutingAMatter
{
    private static readonly Router s_router = new(ServiceCatalogue.Default);

    [Fact]
    public void What_people_say_reaches_the_right_desk_or_is_rightly_asked()
    {
        var said = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Routing", "utterances.csv")).Skip(1)
            .Select(line => line.Split(';', 2)).Select(parts => (Service: parts[0], Decision: s_router.Route(new Matter(parts[1])), Text: parts[1])).ToList();
        int Count(Func<(string Service, RoutingDecision Decision, string Text), bool> right)
        {
            foreach (var wrong in said.Where(one => !right(one)))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{wrong.Service}: {wrong.Text} -> {wrong.Decision}");
            }

            return said.Count(right);
        }

        var service = Count(one => one.Decision.Service == one.Service);
        var desk = Count(one => one.Decision.Desk == ServiceCatalogue.Default.Find(one.Service)?.Desk && one.Decision.Service is not null);
        var rightOrAsked = Count(one => one.Decision.Service == one.Service
            || (one.Decision.Ask?.Candidates.Any(candidate => candidate.Service == one.Service) ?? false));
        TestContext.Current.TestOutputHelper?.WriteLine($"service {service}, desk {desk}, right or asked {rightOrAsked} of {said.Count}");
        Assert.True(service >= said.Count * 0.85, $"service {service} of {said.Count}");
        Assert.True(desk >= said.Count * 0.92, $"desk {desk} of {said.Count}");
        Assert.True(rightOrAsked >= said.Count * 0.92, $"right or asked {rightOrAsked} of {said.Count}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hej, jag behöver hjälp")]
    [InlineData("🙂")]
    [InlineData("12345")]
    [InlineData("<script>alert(1)</script>")]
    public void What_says_nothing_is_asked_about_and_not_guessed(string text)
    {
        var decision = s_router.Route(new Matter(text));
        Assert.Null(decision.Desk);
        Assert.Equal(4, decision.Ask!.Candidates.Select(candidate => candidate.Desk).Distinct(StringComparer.Ordinal).Count());
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
    public void A_keypad_choice_alone_routes() => Assert.Equal("tablet", s_router.Route(new Matter("", Menu: "tablet")).Service);

    [Fact]
    public void The_answer_to_the_question_decides()
    {
        var asked = s_router.Route(new Matter("telefonen fungerar inte"));
        Assert.NotNull(asked.Ask);
        var second = asked.Ask.Candidates[1];
        Assert.Equal(second.Service, s_router.Answer(asked.Ask, "2", new Matter("telefonen fungerar inte")).Service);
        Assert.Equal("mobile", s_router.Answer(asked.Ask, "mobilen", new Matter("telefonen fungerar inte")).Desk);
    }

    [Fact]
    public void A_decision_says_why_and_what_else_it_could_have_been()
    {
        var decision = s_router.Route(new Matter("Skrivaren har papperstrassel, datorn är hel"));
        Assert.Contains("skrivare", decision.Reasons[0], StringComparison.Ordinal);
        Assert.Contains(decision.Alternatives, alternative => alternative.Service == "pc");
    }

    [Theory]
    [InlineData("The printer is broken and I cannot print", "en")]
    [InlineData("Skrivaren är trasig och jag kan inte skriva ut", "sv")]
    [InlineData("", "sv")]
    public void The_language_is_heard(string text, string language) => Assert.Equal(language, Router.LanguageOf(text));

    [Theory]
    [InlineData("Wifi är nere, hela klassen sitter mitt i en lektion och ingenting fungerar", Effect.Group, Urgency.Stopped, Circumstances.Lesson)]
    [InlineData("Nattpersonalen på äldreboendet kommer inte in i journalen", Effect.One, Urgency.Stopped, Circumstances.NightCare)]
    [InlineData("Jag undrar över min faktura", Effect.One, Urgency.Working, Circumstances.None)]
    public void How_serious_it_is_follows_from_the_words(string text, Effect effect, Urgency urgency, Circumstances circumstances)
    {
        var severity = SeverityReader.Read(text);
        Assert.Equal((effect, urgency, circumstances), (severity.Effect, severity.Urgency, severity.Circumstances));
    }

    [Fact]
    public void A_faulty_catalogue_names_every_fault()
    {
        var fault = Assert.Throws<CatalogueException>(() => ServiceCatalogue.Parse(
            """{"desks":[{"id":"a","sv":"A","en":"A","supplier":"a"}],"services":[{"id":"x","desk":"b","sv":"","en":"X","area":["office"],"supplier":"a"},{"id":"x","desk":"a","sv":"X","en":"X","area":[],"supplier":"a"}]}"""));
        Assert.Equal(4, fault.Faults.Count);
    }
}
