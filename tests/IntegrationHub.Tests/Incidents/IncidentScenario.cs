using System.Collections.Immutable;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Tests.Incidents;

/// <summary>Given what happened, when a command comes, then this follows. Every accepted command is sent twice.</summary>
internal sealed record IncidentScenario(IncidentState State, Decision<IncidentEvent>? Outcome = null)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    public static readonly IncidentNumber Number = IncidentNumber.FromSequence(1);
    public static readonly CaseNumber Case = CaseNumber.FromSequence(1);
    public static readonly IncidentText Text = new("En server är trasig.", "A server is broken.");

    /// <summary>Commands whose repeat is news each time: their command id, not the domain, recognises a repeat.</summary>
    private static readonly ImmutableHashSet<Type> s_additive = [typeof(TellNews), typeof(AgreeImprovement)];

    public static DeclareIncident Declare { get; } = new(
        new IncidentDeclared(
            Number, new IncidentText("E-posten fungerar inte", "Email does not work"), null, new IncidentScope(["email"], [], [], []),
            IncidentLevel.Ordinary, "workplace", ["telephony"], IncidentSource.Hand, [], Start.AddHours(1), Start),
        Start);

    public static IncidentScenario Given(params IncidentCommand[] commands) =>
        new(commands.Aggregate(IncidentState.Empty, (state, command) =>
            IncidentDecider.Decide(state, command) is Accepted<IncidentEvent> yes ? After(state, yes.Events)
            : throw new InvalidOperationException($"The given {command.GetType().Name} was refused.")));

    public IncidentScenario When(IncidentCommand command)
    {
        var outcome = IncidentDecider.Decide(State, command);
        if (outcome is not Accepted<IncidentEvent> yes)
        {
            return this with { Outcome = outcome };
        }

        var after = After(State, yes.Events);
        if (!s_additive.Contains(command.GetType()) && IncidentDecider.Decide(after, command) is Accepted<IncidentEvent> again)
        {
            Assert.Empty(again.Events);
        }

        return new IncidentScenario(after, outcome);
    }

    public IncidentScenario Then<TEvent>(Action<TEvent>? check = null)
        where TEvent : IncidentEvent
    {
        var happened = Assert.IsType<TEvent>(Assert.Single(Assert.IsType<Accepted<IncidentEvent>>(Outcome).Events));
        check?.Invoke(happened);
        return this;
    }

    public IncidentScenario ThenNothing()
    {
        Assert.Empty(Assert.IsType<Accepted<IncidentEvent>>(Outcome).Events);
        return this;
    }

    public IncidentScenario ThenRefused(string code)
    {
        Assert.Equal(code, Assert.IsType<Refused<IncidentEvent>>(Outcome).Code);
        return this;
    }

    public IncidentScenario ThenResponsible(Party party)
    {
        Assert.Equal(party, State.Responsible);
        return this;
    }

    private static IncidentState After(IncidentState state, IReadOnlyList<IncidentEvent> events) => events.Aggregate(state, (s, e) => s.After(e));
}
