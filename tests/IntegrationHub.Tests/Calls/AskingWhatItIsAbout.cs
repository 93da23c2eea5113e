using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Tests.Calls;

public sealed class AskingWhatItIsAbout
{
    private readonly CallScene _call = new();

    [Fact]
    public void Keys_alone_lead_to_the_desk_and_nothing_is_dialled_before_the_yes()
    {
        _call.Press("1").Is(TurnKind.Narrow).Press("3").Is(TurnKind.Describe).Silence().Is(TurnKind.ReadBack);
        Assert.Equal("printing", _call.Turn.Routing!.Service);
        Assert.Empty(_call.Deeds);
        _call.Press("1").Is(TurnKind.Connect);
        var made = _call.Deed<MakeCase>();
        Assert.Equal(("printing", "workplace", CaseKind.Fault), (made.Routing.Service, made.Routing.Desk, made.Kind));
        Assert.Equal((CallScene.New, "workplace"), (_call.Turn.Case, _call.Turn.Desk));
    }

    [Fact]
    public void Own_words_are_enough_and_a_spoken_yes_confirms() =>
        Assert.Equal("Skrivaren på plan 3 är trasig", _call.Say("Skrivaren på plan 3 är trasig").Is(TurnKind.ReadBack).Say("ja det stämmer").Is(TurnKind.Connect).Turn.Words!.Text);

    [Fact]
    public void Words_below_a_key_are_the_description_and_are_not_asked_for_again() =>
        _call.Press("4").Is(TurnKind.Narrow).Say("mobiltelefonen startar inte").Is(TurnKind.ReadBack);

    [Fact]
    public void A_key_with_several_services_asks_one_question_and_then_reads_back_the_best_guess()
    {
        _call.Press("1").Press("1").Silence().Is(TurnKind.Clarify);
        _call.Press("2").Is(TurnKind.ReadBack);
        Assert.Equal("smartcard", _call.Turn.Routing!.Service);
        Assert.Null(_call.Turn.Routing.Ask);
    }

    [Fact]
    public void The_question_takes_words_too() =>
        Assert.Equal("smartcard", _call.Press("1").Press("1").Silence().Say("tjänstekortet").Is(TurnKind.ReadBack).Turn.Routing!.Service);

    [Fact]
    public void A_key_that_the_question_does_not_have_asks_again() =>
        _call.Press("1").Press("1").Silence().Press("7").Is(TurnKind.Clarify, Lead.WrongKey);

    [Theory]
    [InlineData("7")]
    [InlineData("9")]
    [InlineData("*")]
    [InlineData("12")]
    public void Other_keys_ask_again(string key) => _call.Press(key).Is(TurnKind.Welcome, Lead.WrongKey);

    [Fact]
    public void Three_silences_bring_a_person_with_a_case_in_hand()
    {
        _call.Silence().Is(TurnKind.Welcome, Lead.Silence).Silence().Is(TurnKind.Welcome, Lead.Silence);
        Assert.Empty(_call.Deeds);
        _call.Silence().Is(TurnKind.Connect, Lead.GivenUp);
        var made = _call.Deed<MakeCase>();
        Assert.Equal((CaseKind.Question, (string?)null, "workplace"), (made.Kind, made.Routing.Service, made.Routing.Desk));
    }

    [Fact]
    public void Failures_count_in_a_row_only() =>
        _call.Silence().Silence().Press("1").Silence().Silence().Is(TurnKind.Narrow, Lead.Silence).Silence().Is(TurnKind.Connect, Lead.GivenUp);

    [Fact]
    public void Low_confidence_is_asked_again_and_the_words_are_not_kept() =>
        Assert.Null(_call.Say("skrivaren är trasig", 0.39).Is(TurnKind.Welcome, Lead.Unsure).Turn.Words);

    [Theory]
    [InlineData(0.4)]
    [InlineData(null)]
    public void A_confidence_that_is_not_told_is_not_low(double? confidence) => _call.Say("skrivaren är trasig", confidence).Is(TurnKind.ReadBack);

    [Fact]
    public void Words_that_tell_nothing_are_asked_again_and_kept_as_said() =>
        Assert.Equal("bla bla", _call.Say("bla bla").Is(TurnKind.Welcome, Lead.NotUnderstood).Turn.Words!.Text);

    [Theory]
    [InlineData("2")]
    [InlineData("nej")]
    [InlineData("nej det är fel")]
    public void A_no_asks_anew(string answer) =>
        Answer(_call.Say("skrivaren är trasig"), answer).Is(TurnKind.Welcome, Lead.Denied);

    [Fact]
    public void A_no_with_the_right_matter_is_read_back_at_once()
    {
        _call.Say("skrivaren är trasig").Say("nej det gäller ett lösenord som jag har glömt").Is(TurnKind.ReadBack);
        Assert.Equal("password", _call.Turn.Routing!.Service);
    }

    [Fact]
    public void The_third_no_brings_a_person() =>
        _call.Say("skrivaren är trasig").Press("2").Say("skrivaren är trasig").Press("2").Say("skrivaren är trasig").Press("2").Is(TurnKind.Connect, Lead.GivenUp);

    [Theory]
    [InlineData("0")]
    [InlineData("en människa tack")]
    [InlineData("jag vill prata med en person")]
    public void A_person_is_one_key_or_one_wish_away(string wish) => Answer(_call, wish).Is(TurnKind.Connect);

    [Fact]
    public void A_matter_about_a_person_is_no_wish_for_one() =>
        _call.Say("vi har fått en ny person som behöver ett lösenord").Is(TurnKind.ReadBack);

    [Theory]
    [InlineData("8")]
    [InlineData("English please")]
    public void English_is_one_key_away_and_stays(string wish) =>
        Assert.Equal("en", Answer(_call, wish).Is(TurnKind.Welcome).Press("1").Press("8").Press("8").Turn.Language);

    [Fact]
    public void What_is_not_ours_is_read_back_and_goes_to_a_person()
    {
        _call.Say("min privata dator hemma är trasig").Is(TurnKind.ReadBack).Press("1").Is(TurnKind.Connect);
        Assert.Equal(((string?)null, "workplace"), (_call.Deed<MakeCase>().Routing.Service, _call.Turn.Desk));
    }

    private static CallScene Answer(CallScene call, string answer) => char.IsAsciiDigit(answer[0]) ? call.Press(answer) : call.Say(answer);
}
