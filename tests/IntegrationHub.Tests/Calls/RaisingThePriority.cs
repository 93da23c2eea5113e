using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

public sealed class RaisingThePriority
{
    private static readonly CaseNumber s_case = CaseNumber.FromSequence(7);
    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default);

    private static CallScene Told(bool manager = true, bool locked = false) => new CallScene
    {
        Cases = { [s_case] = new Found(s_case, CasePhase.InProgress, "mobile", null, manager) },
        PinIsLocked = locked,
    }.Press("5").Press(s_case.Value).Is(TurnKind.TellCase);

    [Fact]
    public void A_local_it_manager_is_asked_for_the_pin_and_then_why()
    {
        var call = Told().Press("4").Is(TurnKind.AskPin).Press("482913").Is(TurnKind.AskMandate).Press("2").Is(TurnKind.Goodbye, Lead.Escalated);
        Assert.Equal(new Escalate(s_case, null, 2), call.Deed<Escalate>());
        var said = Told().Say("höj prioriteten").Is(TurnKind.AskPin).Press("482913").Say("Ingen lärare kommer in").Is(TurnKind.Goodbye, Lead.Escalated);
        Assert.Equal("Ingen lärare kommer in", said.Deed<Escalate>().Words?.Text);
    }

    [Fact]
    public void A_suspected_common_fault_is_told_in_words() => Assert.Equal(
        "Nätet är nere på hela skolan",
        Told().Press("4").Press("482913").Press("4").Is(TurnKind.AskSuspicion).Say("Nätet är nere på hela skolan").Is(TurnKind.Goodbye, Lead.SuspicionNoted)
            .Deed<SuspectFault>().Words.Text);

    [Fact]
    public void Nobody_else_is_offered_it_nor_gets_there() =>
        Told(manager: false).Press("4").Is(TurnKind.TellCase, Lead.WrongKey).Say("jag vill eskalera").Is(TurnKind.TellCase, Lead.NotUnderstood);

    [Fact]
    public void A_wrong_pin_is_asked_for_again_and_after_the_third_a_person_answers_as_for_everybody()
    {
        var call = Told().Press("4").Press("111111").Is(TurnKind.AskPin, Lead.PinWrong).Press("12").Is(TurnKind.AskPin, Lead.PinWrong)
            .Press("222222").Is(TurnKind.Connect, Lead.GivenUp);
        Assert.DoesNotContain(call.Deeds, deed => deed is Escalate);
    }

    [Fact]
    public void A_blocked_pin_leads_back_to_the_case_without_the_choice()
    {
        var call = Told(locked: true).Press("4").Press("482913").Is(TurnKind.TellCase, Lead.PinLocked);
        Assert.DoesNotContain(s_prompts.Of(call.Turn), phrase => phrase.Text.Contains("prioritet", StringComparison.Ordinal));
        call.Press("4").Is(TurnKind.TellCase, Lead.WrongKey);
    }

    [Fact]
    public void Whoever_has_a_mandate_is_connected_to_the_same_desk_in_the_same_way_as_everybody()
    {
        Turn ToPerson(bool manager) => Told(manager).Press("0").Is(TurnKind.Connect).Turn with { MayEscalate = null };
        Assert.Equal(ToPerson(manager: false), ToPerson(manager: true));
    }

    [Theory]
    [InlineData("482913")]
    [InlineData("48291")]
    public void No_figure_of_a_pin_is_kept(string keyed)
    {
        var person = new PersonId("p-1");
        var heard = new Heard(Keys: new Personal(person, keyed), Speech: new Personal(person, "fyra åtta två"));
        var kept = Secrets.Kept(new Turn(TurnKind.AskPin, "sv"), heard);
        Assert.Equal((Secrets.Mask, Secrets.Mask), (kept.Keys?.Text, kept.Speech?.Text));
        Assert.Same(heard, Secrets.Kept(new Turn(TurnKind.AskCase, "sv"), heard));
    }
}
