using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

/// <summary>A caller whose number exactly one person in the directory has.</summary>
public sealed class CallsOfKnownPeople
{
    private static readonly PersonId s_asa = new("p-asa");
    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default);

    [Fact]
    public void Nobody_is_named_before_the_matter_is_read_back_and_right()
    {
        var call = Known("office");
        Assert.All([Said(call), Said(call.Say("Skrivaren är trasig"))], said => Assert.DoesNotContain("Åsa", said, StringComparison.Ordinal));
        Assert.Null(call.Turn.Who);
        call.Press("1").Is(TurnKind.AskWho);
        Assert.Contains("Är det Åsa", Said(call), StringComparison.Ordinal);
        Assert.DoesNotContain("Öst", Said(call), StringComparison.Ordinal);
        Assert.Empty(call.Deeds);
    }

    [Fact]
    public void One_role_needs_no_question()
    {
        var call = ReadBack("office").Press("1").Is(TurnKind.Connect);
        Assert.Equal((WhoSaid.Self, "office", "stadsbyggnad"), (call.Turn.Who!.Said, call.Turn.Who.Role!.Area, call.Turn.Who.Role.Organisation));
        Assert.Equal("printing", call.Deed<MakeCase>().Routing.Service);
    }

    [Theory]
    [InlineData("1", "education")]
    [InlineData("2", "office")]
    public void Roles_in_both_areas_are_one_question(string key, string area)
    {
        var call = ReadBack("education", "office").Press("1").Is(TurnKind.AskRole);
        Assert.Contains("1 för dig som lärare; 2 för dig som handläggare;", Said(call), StringComparison.Ordinal);
        Assert.Empty(call.Deeds);
        Assert.Equal(area, call.Press(key).Is(TurnKind.Connect).Turn.Who!.Role!.Area);
    }

    [Fact]
    public void A_role_may_be_said() =>
        Assert.Equal("office", ReadBack("education", "office").Say("ja det stämmer").Say("som handläggare").Is(TurnKind.Connect).Turn.Who!.Role!.Area);

    [Fact]
    public void Two_roles_in_one_area_are_no_question() => ReadBack("office", "office").Press("1").Is(TurnKind.Connect);

    [Theory]
    [InlineData("nej")]
    [InlineData("3")]
    public void The_wrong_person_gets_the_same_help_and_none_of_the_others_place(string answer)
    {
        var call = ReadBack("education", "office");
        _ = answer == "3" ? call.Press(answer) : call.Say(answer);
        Assert.Equal((WhoSaid.SomebodyElse, (CallerRole?)null), (call.Is(TurnKind.Connect).Turn.Who!.Said, call.Turn.Who!.Role));
        Assert.Equal("printing", call.Deed<MakeCase>().Routing.Service);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("för en elev")]
    public void A_call_for_somebody_else_is_known_as_such(string answer)
    {
        var call = ReadBack("education");
        _ = answer == "2" ? call.Press(answer) : call.Say(answer);
        Assert.Equal(WhoSaid.ForAnother, call.Is(TurnKind.Connect).Turn.Who!.Said);
    }

    [Fact]
    public void Whoever_does_not_answer_is_asked_once_more_and_then_helped_all_the_same()
    {
        var call = ReadBack("education", "office").Silence().Is(TurnKind.AskWho, Lead.Silence).Press("7").Is(TurnKind.Connect);
        Assert.Equal((WhoSaid.Nothing, "printing"), (call.Turn.Who!.Said, call.Deed<MakeCase>().Routing.Service));
    }

    [Fact]
    public void Zero_goes_straight_on_with_the_matter_that_was_read_back() =>
        Assert.Equal("printing", ReadBack("education", "office").Press("0").Is(TurnKind.Connect).Deed<MakeCase>().Routing.Service);

    [Fact]
    public void The_question_comes_in_English_too()
    {
        var call = ReadBack("office").Press("8").Is(TurnKind.AskWho);
        Assert.Contains("Is this Åsa", Said(call), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_the_roles_area_does_not_have_is_read_back_anew_and_nobody_is_asked_again()
    {
        var call = Known("education", "office").Say("Elevdatorn startar inte");
        Assert.Equal("pupil-pc", call.Is(TurnKind.ReadBack).Turn.Routing!.Service);
        call.Press("1").Press("1").Press("2").Is(TurnKind.ReadBack);
        Assert.NotEqual("pupil-pc", call.Turn.Routing!.Service);
        Assert.Empty(call.Deeds);
        Assert.NotEqual("pupil-pc", call.Press("1").Is(TurnKind.Connect).Deed<MakeCase>().Routing.Service);
    }

    [Fact]
    public void A_withheld_number_is_nobody() =>
        new CallScene(phone: null) { Caller = Asa("office") }.Say("Skrivaren är trasig").Press("1").Is(TurnKind.Connect);

    [Fact]
    public void A_person_asked_for_at_once_is_called_without_a_question() =>
        Assert.Null(Known("education", "office").Press("0").Is(TurnKind.Connect).Turn.Who);

    /// <summary>Åsa, with a role in each of these areas.</summary>
    internal static Who Asa(params string[] areas) => new(
        s_asa, new Personal(s_asa, "Åsa"),
        [.. areas.Select(area => area == "office"
            ? new CallerRole("office", new Personal(s_asa, "handläggare"), "stadsbyggnad", "stadshuset")
            : new CallerRole("education", new Personal(s_asa, "lärare"), "utbildning", "norra-skolan"))]);

    private static CallScene Known(params string[] areas) => new() { Caller = Asa(areas) };

    private static CallScene ReadBack(params string[] areas) => Known(areas).Say("Skrivaren är trasig").Is(TurnKind.ReadBack).Press("1").Is(TurnKind.AskWho);

    private static string Said(CallScene call) => string.Join(' ', s_prompts.Of(call.Turn).Select(phrase => phrase.Text));
}
