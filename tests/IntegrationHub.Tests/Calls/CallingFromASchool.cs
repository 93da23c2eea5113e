using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

public sealed class CallingFromASchool
{
    private static readonly AreaRules s_areas = new(
    [
        Rule("education", "education", menu: ["computer-sign-in", "computer-device", "phone-wifi", "systems-pupils"]),
        Rule("preschool", "education", sites: ["fsk-*"], menu: ["mobile-tablet"]),
        Rule("pupils", "education", roles: ["elev"], desk: "mobile"),
    ]);

    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default) { Areas = s_areas };

    [Fact]
    public void An_education_caller_has_the_areas_matters_on_the_keys_and_the_fixed_keys_stay()
    {
        var call = Call(Role("education", "lärare", "grund-norra"));
        Assert.Equal("education", call.Turn.Rule);
        var said = string.Join(' ', s_prompts.Of(call.Turn).Select(phrase => phrase.Text));
        Assert.Contains("1 för lösenord, tjänstekort eller konto; ", said, StringComparison.Ordinal);
        Assert.Contains("5 för ett ärende som du redan har, eller 0 för en person.", said, StringComparison.Ordinal);
        call.Press("3").Is(TurnKind.Describe).Silence().Is(TurnKind.ReadBack);
        Assert.Equal("wifi", call.Turn.Routing?.Service);
        Call(Role("education", "lärare", "grund-norra")).Press("5").Is(TurnKind.AskCase);
        Call(Role("education", "lärare", "grund-norra")).Press("0").Is(TurnKind.Connect);
    }

    [Fact]
    public void Whoever_is_not_known_has_the_common_ones()
    {
        var call = Call();
        Assert.Null(call.Turn.Rule);
        Assert.Equal("computer", call.Press("1").Is(TurnKind.Narrow).Turn.Menu);
    }

    [Fact]
    public void The_most_particular_rule_holds_and_a_key_without_a_matter_asks_again()
    {
        var call = Call(Role("education", "barnskötare", "FSK-solrosen"));
        Assert.Equal("preschool", call.Turn.Rule);
        call.Press("2").Is(TurnKind.Welcome, Lead.WrongKey).Press("1").Is(TurnKind.Describe);
        Assert.Equal("mobile-tablet", call.Turn.Menu);
    }

    [Fact]
    public void A_pupils_person_is_the_pupils_desk() =>
        Assert.Equal("mobile", Call(Role("education", "Elev", "gy-södra")).Press("0").Is(TurnKind.Connect).Turn.Desk);

    [Fact]
    public void Roles_under_different_rules_have_the_common_way_until_it_is_said_which_one_it_is()
    {
        var (teacher, elected) = (Role("education", "lärare", "grund-norra"), Role("office", "förtroendevald", "stadshuset"));
        var call = new CallScene(areas: s_areas, roles: [teacher, elected]) { Caller = CallsOfKnownPeople.Asa("education", "office") };
        Assert.Null(call.Turn.Rule);
        call.Say("skrivaren är trasig").Press("1").Is(TurnKind.AskWho).Press("1").Is(TurnKind.AskRole).Press("1").Is(TurnKind.Connect);
        Assert.Equal("education", call.Turn.Rule);
    }

    private static CallScene Call(params CallerRole[] roles) => new(areas: s_areas, roles: roles);

    private static CallerRole Role(string area, string name, string site) => new(area, new Personal(new PersonId("p-1"), name), "utbildning", site);

    private static AreaRule Rule(string id, string area, string[]? roles = null, string[]? sites = null, string[]? menu = null, string? desk = null) => new(
        id, area, roles ?? [], sites ?? [], menu is null ? null : [.. menu.Select((choice, index) => KeypadMenu.Default.Find(choice)! with { Key = index + 1 })],
        OpeningHours.Always, desk);
}
