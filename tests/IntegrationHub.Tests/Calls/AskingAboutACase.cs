using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Calls;

public sealed class AskingAboutACase
{
    private static readonly CaseNumber s_number = CaseNumber.FromSequence(7);

    [Theory]
    [InlineData("10000073")]
    [InlineData("1000 0073")]
    public void A_number_is_keyed_in(string keys) => With(CasePhase.InProgress).Press("5").Is(TurnKind.AskCase).Press(keys).Is(TurnKind.TellCase);

    [Theory]
    [InlineData("1000 0073")]
    [InlineData("ett noll noll noll noll noll sju tre")]
    [InlineData("one zero zero zero zero zero seven three")]
    public void A_number_is_said(string words) => With(CasePhase.InProgress).Press("5").Say(words).Is(TurnKind.TellCase);

    [Fact]
    public void A_number_said_at_the_first_question_needs_no_key() => With(CasePhase.Resolved).Say("det gäller ärende 10000073").Is(TurnKind.TellCase);

    [Fact]
    public void Three_wrong_numbers_bring_a_person()
    {
        var call = With(CasePhase.InProgress).Press("5").Press("10000074").Is(TurnKind.AskCase, Lead.CaseUnknown).Press(CaseNumber.FromSequence(99).Value).Is(TurnKind.AskCase, Lead.CaseUnknown);
        call.Silence().Is(TurnKind.Connect, Lead.GivenUp);
    }

    [Theory]
    [InlineData("1", Lead.Confirmed, typeof(ConfirmCase))]
    [InlineData("ja det fungerar", Lead.Confirmed, typeof(ConfirmCase))]
    [InlineData("2", Lead.Reopened, typeof(OpenAgain))]
    [InlineData("nej det fungerar inte", Lead.Reopened, typeof(OpenAgain))]
    public void A_solved_case_is_confirmed_or_opened_again(string answer, Lead lead, Type deed)
    {
        var call = Told(CasePhase.Resolved);
        (char.IsAsciiDigit(answer[0]) ? call.Press(answer) : call.Say(answer)).Is(TurnKind.Goodbye, lead);
        Assert.IsType(deed, call.Deeds[^1]);
    }

    [Theory]
    [InlineData(CasePhase.Offered, "1")]
    [InlineData(CasePhase.InProgress, "1")]
    [InlineData(CasePhase.InProgress, "2")]
    [InlineData(CasePhase.Closed, "1")]
    public void What_the_phase_does_not_allow_asks_again(CasePhase phase, string key) => Told(phase).Press(key).Is(TurnKind.TellCase, Lead.WrongKey);

    [Fact]
    public void A_closed_case_is_opened_again() => Told(CasePhase.Closed).Press("2").Is(TurnKind.Goodbye, Lead.Reopened);

    [Fact]
    public void Words_are_added() =>
        Assert.False(Told(CasePhase.InProgress).Press("3").Is(TurnKind.AskWords).Say("nu är det två skrivare").Is(TurnKind.Goodbye, Lead.PassedOn).Deed<PassOn>().Answers);

    [Fact]
    public void Words_that_sound_like_a_wish_are_still_added() => Told(CasePhase.InProgress).Press("3").Say("en person").Is(TurnKind.Goodbye, Lead.PassedOn);

    [Fact]
    public void The_desks_question_is_answered()
    {
        var call = Told(CasePhase.AwaitingUser, new Personal(new PersonId("p-1"), "Vilken skrivare?"));
        Assert.Equal("Vilken skrivare?", call.Turn.Question!.Text);
        Assert.True(call.Press("3").Say("den svarta").Deed<PassOn>().Answers);
    }

    [Fact]
    public void What_the_case_refuses_tells_how_it_stands_now()
    {
        var call = new CallScene { CasesRefuse = true, Cases = { [s_number] = new Found(s_number, CasePhase.Resolved, "mobile", null) } };
        call.Press("5").Press(s_number.Value).Press("1").Is(TurnKind.TellCase);
    }

    [Fact]
    public void A_person_gets_the_call_with_the_case_it_is_about()
    {
        var call = Told(CasePhase.InProgress).Press("0").Is(TurnKind.Connect);
        Assert.Equal((s_number, "mobile"), (call.Turn.Case, call.Turn.Desk));
        Assert.DoesNotContain(call.Deeds, deed => deed is MakeCase);
    }

    [Fact]
    public void About_a_closed_case_a_person_gets_a_new_one() =>
        Assert.Equal(CallScene.New, Told(CasePhase.Closed).Press("0").Is(TurnKind.Connect).Turn.Case);

    private static CallScene With(CasePhase phase, Personal? question = null) =>
        new() { Cases = { [s_number] = new Found(s_number, phase, "mobile", question) } };

    private static CallScene Told(CasePhase phase, Personal? question = null) => With(phase, question).Press("5").Press(s_number.Value).Is(TurnKind.TellCase);
}
