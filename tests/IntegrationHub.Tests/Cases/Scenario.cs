using System.Collections.Immutable;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Cases;

/// <summary>Given what happened, when a command comes, then this follows. Every accepted command is sent twice.</summary>
internal sealed record Scenario(CaseState State, Decision<CaseEvent>? Outcome = null)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    public static readonly CaseNumber Number = CaseNumber.FromSequence(1);

    /// <summary>Commands whose repeat is news each time: their command id, not the domain, recognises a repeat.</summary>
    private static readonly ImmutableHashSet<Type> s_additive =
        [typeof(AddNote), typeof(AddAttachment), typeof(TellProgress), typeof(AskUser), typeof(BookCallBack), typeof(EscalateCase), typeof(JudgeSuspicion), typeof(TakeUpAgain), typeof(AskExpert)];

    public static OpenCase Open(string? desk = "workplace", RoutingQuestion? ask = null) => new(
        new CaseOpened(Number, CaseKind.Fault, new Personal(new PersonId("p-1"), "Skrivaren är trasig"),
            new Reporter(new PersonId("p-1")), "phone", "sv", null, null, null, "call-1", Start),
        new Severity(Effect.One, Urgency.Hindered, Circumstances.None, "One person, hindered."),
        new RoutingDecision("printing", desk, 0.9, ["The words say printer."], [], ask), "workplace", Start);

    public static Scenario Given(params CaseCommand[] commands) =>
        new(commands.Aggregate(CaseState.Empty, (state, command) =>
            CaseDecider.Decide(state, command) is Accepted<CaseEvent> yes ? After(state, yes.Events)
            : throw new InvalidOperationException($"The given {command.GetType().Name} was refused: {CaseDecider.Decide(state, command)}")));

    public Scenario When(CaseCommand command)
    {
        var outcome = CaseDecider.Decide(State, command);
        if (outcome is not Accepted<CaseEvent> yes)
        {
            return this with { Outcome = outcome };
        }

        var after = After(State, yes.Events);
        if (!s_additive.Contains(command.GetType()) && CaseDecider.Decide(after, command) is Accepted<CaseEvent> again)
        {
            Assert.Empty(again.Events);
        }

        return new Scenario(after, outcome);
    }

    public Scenario Then<TEvent>(Action<TEvent>? check = null)
        where TEvent : CaseEvent
    {
        var yes = Assert.IsType<Accepted<CaseEvent>>(Outcome);
        check?.Invoke(Assert.IsType<TEvent>(yes.Events.Last(e => e is TEvent)));
        Assert.Contains(yes.Events, e => e is TEvent);
        return this;
    }

    public Scenario ThenNothing()
    {
        Assert.Empty(Assert.IsType<Accepted<CaseEvent>>(Outcome).Events);
        return this;
    }

    public Scenario ThenRefused(string code)
    {
        Assert.Equal(code, Assert.IsType<Refused<CaseEvent>>(Outcome).Code);
        return this;
    }

    public Scenario ThenResponsible(Party party)
    {
        Assert.Equal(party, State.Responsible);
        return this;
    }

    private static CaseState After(CaseState state, IReadOnlyList<CaseEvent> events) => events.Aggregate(state, (s, e) => s.After(e));
}
