using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

public sealed class HearingOfAnIncident
{
    private static readonly SpokenIncident s_email = new(IncidentNumber.FromSequence(1), "E-posten fungerar inte.", "Email does not work.");
    private static readonly SpokenIncident s_network = new(IncidentNumber.FromSequence(2), "Nätet är nere.", "The network is down.");
    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default);

    [Fact]
    public void Without_any_the_call_begins_as_ever() =>
        Assert.Equal(new Turn(TurnKind.Welcome, "sv"), new CallScene().Turn);

    [Fact]
    public void A_city_wide_one_is_told_before_the_first_question()
    {
        var call = City(s_email).Is(TurnKind.TellIncident);
        Assert.Contains("E-posten fungerar inte. Gäller det dig: tryck 1.", Words(call), StringComparison.Ordinal);
        Assert.StartsWith("Hej, du har kommit", Words(call), StringComparison.Ordinal);
        Assert.Contains("Email does not work", Words(call.Press("8")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData(null, "ja")]
    [InlineData(null, "jag också")]
    [InlineData(null, "me too")]
    public void Me_too_makes_no_case_and_offers_news(string? key, string? words)
    {
        var call = Answer(City(s_email), key, words).Is(TurnKind.OfferNews, Lead.IncidentJoined);
        Assert.Equal(new JoinIncident(s_email.Number), call.Deed<JoinIncident>());
        call.Press("1").Is(TurnKind.Goodbye, Lead.NewsPromised);
        Assert.Equal(s_email.Number, call.Deed<FollowIncident>().Number);
        Assert.DoesNotContain(call.Deeds, deed => deed is MakeCase);
    }

    [Fact]
    public void No_news_is_a_polite_end_and_so_is_silence()
    {
        City(s_email).Press("1").Press("2").Is(TurnKind.Goodbye);
        City(s_email).Press("1").Say("nej tack").Is(TurnKind.Goodbye);
        var silent = City(s_email).Press("1").Silence().Is(TurnKind.OfferNews, Lead.Silence).Silence().Silence().Is(TurnKind.Goodbye);
        Assert.DoesNotContain(silent.Deeds, deed => deed is FollowIncident or MakeCase);
    }

    [Fact]
    public void A_withheld_caller_is_noted_and_not_asked() =>
        City(s_email, phone: null).Press("1").Is(TurnKind.Goodbye, Lead.IncidentJoined);

    [Theory]
    [InlineData("2", null)]
    [InlineData(null, "nej")]
    [InlineData(null, "något annat")]
    public void Something_else_goes_on_with_the_first_question_without_another_hello(string? key, string? words)
    {
        var call = Answer(City(s_email), key, words).Is(TurnKind.Welcome);
        Assert.DoesNotContain("Hej", Words(call), StringComparison.Ordinal);
        Assert.StartsWith("Säg med några ord", Words(call), StringComparison.Ordinal);
    }

    [Fact]
    public void The_matter_said_instead_is_taken_as_it_is() =>
        City(s_email).Say("nej skrivaren är trasig").Is(TurnKind.ReadBack).Press("1").Is(TurnKind.Connect).Deed<MakeCase>();

    [Fact]
    public void A_matter_of_an_incidents_service_hears_of_it_before_the_read_back()
    {
        var call = Service("email", s_email).Is(TurnKind.Welcome).Say("e-posten fungerar inte").Is(TurnKind.TellIncident);
        Assert.DoesNotContain("Hej", Words(call), StringComparison.Ordinal);
        call.Say("nej").Is(TurnKind.ReadBack).Press("1").Is(TurnKind.Connect);
        Service("email", s_email).Say("e-posten fungerar inte").Say("jag kommer inte åt min e-post").Is(TurnKind.TellIncident, Lead.NotUnderstood).Press("1").Is(TurnKind.OfferNews, Lead.IncidentJoined);
    }

    [Fact]
    public void What_was_answered_with_no_is_not_told_again() =>
        City(s_email).With("email", s_email).Press("2").Say("e-posten fungerar inte").Is(TurnKind.ReadBack);

    [Fact]
    public void The_incident_told_in_the_callers_own_words_is_asked_about_once_more() =>
        City(s_email).With("email", s_email).Say("e-posten fungerar inte").Is(TurnKind.TellIncident).Press("1").Is(TurnKind.OfferNews, Lead.IncidentJoined);

    [Fact]
    public void Another_matter_at_the_second_telling_is_read_back() =>
        Service("email", s_email).Say("e-posten fungerar inte").Say("nej skrivaren är trasig").Is(TurnKind.ReadBack);

    [Fact]
    public void Of_several_each_has_its_key_and_the_next_is_something_else()
    {
        City(s_email, s_network).Press("2").Is(TurnKind.OfferNews, Lead.IncidentJoined);
        Assert.Equal(s_network.Number, City(s_email, s_network).Press("2").Deed<JoinIncident>().Number);
        City(s_email, s_network).Press("3").Is(TurnKind.Welcome);
        City(s_email, s_network).Say("ja").Is(TurnKind.TellIncident, Lead.NotUnderstood);
        City(s_email, s_network).Press("7").Is(TurnKind.TellIncident, Lead.WrongKey);
    }

    [Fact]
    public void One_that_ended_meanwhile_is_said_to_be_over_and_the_call_goes_on()
    {
        var call = City(s_email, refuse: true).Press("1").Is(TurnKind.Welcome, Lead.IncidentOver);
        Assert.StartsWith("Den driftstörningen är löst nu.", Words(call), StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_and_an_existing_case_are_one_key_away_and_the_third_failure_brings_a_person()
    {
        City(s_email).Press("0").Is(TurnKind.Connect);
        City(s_email).Press("5").Is(TurnKind.AskCase);
        City(s_email).Silence().Silence().Silence().Is(TurnKind.Connect, Lead.GivenUp);
        City(s_email).Fault().Is(TurnKind.Connect, Lead.Apology);
    }

    private static CallScene Answer(CallScene call, string? key, string? words) => key is not null ? call.Press(key) : call.Say(words!);

    private static CallScene City(params SpokenIncident[] told) => new("+46701234567", incidents: new() { [""] = told });

    private static CallScene City(SpokenIncident told, string? phone) => new(phone, incidents: new() { [""] = [told] });

    private static CallScene City(SpokenIncident told, bool refuse) => new("+46701234567", incidents: new() { [""] = [told] }) { CasesRefuse = refuse };

    private static CallScene Service(string service, SpokenIncident told) => new("+46701234567", incidents: new() { [service] = [told] });

    private static string Words(CallScene call) => string.Join(' ', s_prompts.Of(call.Turn).Select(phrase => phrase.Text));
}
