using IntegrationHub.Core;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Problems;

namespace IntegrationHub.Tests.Problems;

public sealed class TheLifeOfAProblem
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly IncidentText s_text = new("Skriv ut igen.", "Print again.");
    private static readonly OpenProblem s_open = new(
        new ProblemOpened("1", s_text, new IncidentScope(["printing"], [], [], ["Ekskolan"]), "workplace", IncidentSource.Correlation, ["Again."], s_now), s_now);

    [Fact]
    public void It_is_opened_once() => Assert.Empty(Yes(After(s_open), s_open));

    [Fact]
    public void Its_owner_tells_the_cause_and_no_other_desk()
    {
        var tell = new TellKnownError("The driver.", s_text, s_now);
        Assert.IsType<KnownErrorFound>(Assert.Single(Yes(After(s_open), tell with { ByDesk = "workplace" })));
        Assert.Equal("not-responsible", No(After(s_open), tell with { ByDesk = "mobile" }));
        Assert.Empty(Yes(After(s_open, tell), tell));
    }

    [Fact]
    public void What_a_person_closed_the_hub_does_not_open_again_and_what_the_hub_closed_it_does()
    {
        var again = new ReopenProblem(IncidentSource.Correlation, "It came back.", s_now);
        Assert.Equal("closed-by-hand", No(After(s_open, new CloseProblem(IncidentSource.Hand, "Done.", s_now)), again));
        Assert.IsType<ProblemReopened>(Assert.Single(Yes(After(s_open, new CloseProblem(IncidentSource.Correlation, "Rare.", s_now)), again)));
        Assert.IsType<ProblemReopened>(Assert.Single(Yes(After(s_open, new CloseProblem(IncidentSource.Hand, "Done.", s_now)), again with { Source = IncidentSource.Hand })));
    }

    [Fact]
    public void What_was_never_opened_is_unknown() => Assert.Equal("problem-unknown", No(new ProblemState(), new ChangeOwner("mobile", "x", s_now)));

    private static ProblemState After(params ProblemCommand[] commands) =>
        commands.Aggregate(new ProblemState(), (state, command) => Yes(state, command).Aggregate(state, (one, fact) => one.After(fact)));

    private static IReadOnlyList<ProblemEvent> Yes(ProblemState state, ProblemCommand command) => Assert.IsType<Accepted<ProblemEvent>>(ProblemDecider.Decide(state, command)).Events;

    private static string No(ProblemState state, ProblemCommand command) => Assert.IsType<Refused<ProblemEvent>>(ProblemDecider.Decide(state, command)).Code;
}
