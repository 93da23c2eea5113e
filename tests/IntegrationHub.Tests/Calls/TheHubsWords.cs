using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

public sealed class TheHubsWords
{
    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default);
    private static readonly PersonId s_person = new("p-1");

    public static TheoryData<TurnKind> Kinds => [.. Enum.GetValues<TurnKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Never_name_a_desk_or_a_supplier(TurnKind kind)
    {
        foreach (var turn in Every(kind))
        {
            var said = Text(s_prompts.Of(turn));
            Assert.DoesNotContain(ServiceCatalogue.Default.Desks, desk =>
                said.Contains(desk.Sv, StringComparison.Ordinal) || said.Contains(desk.En, StringComparison.Ordinal));
            Assert.DoesNotContain("leverantör", said, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Differ_by_language_and_are_short(TurnKind kind)
    {
        foreach (var turn in Every(kind).Where(turn => turn.Language == "sv"))
        {
            var (sv, en) = (s_prompts.Of(turn), s_prompts.Of(turn with { Language = "en" }));
            Assert.NotEqual(Text(sv), Text(en));
            Assert.All(sv.Where(phrase => phrase.Text != "For English, press 8."), phrase => Assert.Equal("sv", phrase.Language));
            Assert.All([sv, en], said => Assert.InRange(Text(said).Length, 10, 420));
        }
    }

    [Theory]
    [InlineData(TurnKind.Welcome)]
    [InlineData(TurnKind.Narrow)]
    [InlineData(TurnKind.Describe)]
    [InlineData(TurnKind.ReadBack)]
    [InlineData(TurnKind.TellCase)]
    public void Are_shorter_when_they_come_again(TurnKind kind)
    {
        var turn = Every(kind)[0];
        Assert.True(Text(s_prompts.Of(turn with { Failures = 1 })).Length < Text(s_prompts.Of(turn)).Length);
    }

    [Fact]
    public void Tell_only_the_last_two_figures_of_a_phone_number()
    {
        var said = Text(s_prompts.Of(Every(TurnKind.Promise)[0]));
        Assert.Contains("67", said, StringComparison.Ordinal);
        Assert.DoesNotContain("4567", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_closed_desk_are_the_day_and_the_hour_in_Stockholm()
    {
        var turn = Every(TurnKind.Promise)[0] with { CallFrom = new DateTimeOffset(2026, 11, 26, 6, 0, 0, TimeSpan.Zero) };
        Assert.Contains("ringer upp dig på torsdag den 26 november efter klockan 7", Text(s_prompts.Of(turn with { Language = "sv" })), StringComparison.Ordinal);
        Assert.Contains("call you back on Thursday 26 November after 7:00", Text(s_prompts.Of(turn with { Language = "en" })), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_case_are_its_state_and_not_what_was_said_of_it()
    {
        foreach (var phase in Enum.GetValues<CasePhase>())
        {
            var turn = Every(TurnKind.TellCase)[0] with { Phase = phase, Question = null };
            Assert.DoesNotContain("skrivaren", Text(s_prompts.Of(turn)), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Tell_the_desk_the_case_the_matter_and_what_was_said()
    {
        var said = Text(s_prompts.Whisper(Every(TurnKind.Connect)[0]));
        Assert.Contains(CallScene.New.Value, said, StringComparison.Ordinal);
        Assert.Contains("skrivare eller utskrift", said, StringComparison.Ordinal);
        Assert.Contains("Skrivaren är trasig", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_the_desk_who_calls_and_what_is_already_tried()
    {
        var turn = Every(TurnKind.Connect)[0];
        var said = Text(s_prompts.Whisper(turn with { Who = turn.Who! with { Said = WhoSaid.ForAnother, Role = turn.Who.Roles[0] } }, new Personal(s_person, "Omstart hjälpte inte.")));
        Assert.Contains($"{turn.Who!.FirstName.Text}, {turn.Who.Roles[0].Name!.Text}, ringer åt någon annan.", said, StringComparison.Ordinal);
        Assert.Contains("Redan prövat eller sagt: Omstart hjälpte inte.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("4567", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_whoever_did_not_confirm_the_desk_hears_no_name() =>
        Assert.DoesNotContain(Every(TurnKind.Connect)[0].Who!.FirstName.Text!, Text(s_prompts.Whisper(Every(TurnKind.Connect)[0])), StringComparison.Ordinal);

    [Fact]
    public void Tell_the_second_desk_what_the_first_said()
    {
        var said = Text(s_prompts.Whisper(Every(TurnKind.Connect)[0] with { Handed = new Handed("mobile", new Personal(s_person, "Felet är i kontot.")) }));
        Assert.Contains("Skrivaren är trasig", said, StringComparison.Ordinal);
        Assert.Contains("Mobiltelefoni och surfplattor säger: Felet är i kontot.", said, StringComparison.Ordinal);
    }

    private static List<Turn> Every(TurnKind kind)
    {
        RouteAlternative[] candidates = [new("printing", "workplace", 0.5), new("pc", "workplace", 0.4)];
        var ask = kind == TurnKind.Clarify ? new RoutingQuestion("Vad gäller det? Svara 1 för skrivare; eller 2 för dator.", "What is it about? Answer 1 for printing; or 2 for a computer.", candidates) : null;
        var turn = new Turn(kind, "sv")
        {
            Menu = "computer",
            Words = new Personal(s_person, "Skrivaren är trasig"),
            Routing = new RoutingDecision("printing", "workplace", 0.9, ["words: skrivare"], [], ask),
            Case = CallScene.New,
            Desk = "workplace",
            Phase = CasePhase.Resolved,
            Phone = new Personal(s_person, "+46701234567"),
            Waiting = kind == TurnKind.Wait ? new Waiting(default, 2, 5, 3, default) { Tells = true, Rounds = 1 } : null,
            Who = CallsOfKnownPeople.Asa("education", "office"),
            SelfService = "https://losenord.example.se",
            Incidents = [new SpokenIncident(IncidentNumber.FromSequence(1), "E-posten fungerar inte. Nytt besked senast klockan 10.30.", "Email does not work. More news by 10.30.")],
        };
        return [turn, turn with { Failures = 1, Lead = Lead.Silence }, turn with { Phase = CasePhase.InProgress }, turn with { Language = "en" }];
    }

    private static string Text(IReadOnlyList<Phrase> phrases) => string.Join(' ', phrases.Select(phrase => phrase.Text));
}
