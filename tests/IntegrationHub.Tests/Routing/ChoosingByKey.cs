using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Routing;

public sealed class ChoosingByKey
{
    private static readonly Router s_router = new(ServiceCatalogue.Default);

    public static TheoryData<string> LastKeys { get; } =
        [.. KeypadMenu.Default.Choices.SelectMany(choice => choice.Choices).Select(choice => choice.Id)];

    [Fact]
    public void The_first_question_has_four_keys_and_the_next_at_most_six()
    {
        Assert.Equal([1, 2, 3, 4], KeypadMenu.Default.Choices.Select(choice => choice.Key));
        Assert.All(KeypadMenu.Default.Choices, choice => Assert.InRange(choice.Choices.Count, 2, 6));
    }

    [Fact]
    public void Every_service_is_reached_by_one_key_path()
    {
        var reached = KeypadMenu.Default.Choices.SelectMany(choice => choice.Choices).SelectMany(choice => choice.Services);
        Assert.Equal(
            ServiceCatalogue.Default.Services.Select(service => service.Id).Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(LastKeys))]
    public void Two_keys_without_speech_route_or_ask_between_what_the_key_holds(string id)
    {
        var choice = KeypadMenu.Default.Find(id)!;
        var decision = s_router.Route(new Matter("", Menu: id));
        Assert.Contains(decision.Service!, choice.Services, StringComparer.Ordinal);
        if (choice.Services.Count == 1)
        {
            Assert.Null(decision.Ask);
            return;
        }

        Assert.Equal(choice.Services, decision.Ask!.Candidates.Select(candidate => candidate.Service), StringComparer.Ordinal);
        var answered = s_router.Answer(decision.Ask, "2", new Matter("", Menu: id));
        Assert.Equal((choice.Services[1], null), (answered.Service, answered.Ask));
    }

    [Fact]
    public void The_first_key_alone_asks_for_what_is_below_it()
    {
        var decision = s_router.Route(new Matter("", Menu: "phone"));
        Assert.Contains("fasta telefonen", decision.Ask!.Sv, StringComparison.Ordinal);
        Assert.All(decision.Ask.Candidates, candidate => Assert.Equal("telephony", candidate.Desk));
    }

    [Fact]
    public void A_key_settles_what_the_words_leave_open() =>
        Assert.Equal("desk-phone", s_router.Route(new Matter("telefonen ringer inte", Menu: "phone")).Service);

    [Fact]
    public void Clear_words_outweigh_a_wrong_first_key() =>
        Assert.Equal("printing", s_router.Route(new Matter("skrivaren skriver inte ut", Menu: "mobile")).Service);

    [Fact]
    public void A_key_that_the_menu_does_not_have_is_left_out() =>
        Assert.Equal("printing", s_router.Route(new Matter("skrivaren skriver inte ut", Menu: "nine")).Service);
}
