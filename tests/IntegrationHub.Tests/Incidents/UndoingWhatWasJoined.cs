using CsCheck;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Tests.Incidents;

/// <summary>Joining and leaving are normal, each an event; what is undone by hand, backwards, is as it was.</summary>
public sealed class UndoingWhatWasJoined
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private static readonly IncidentState s_declared = IncidentState.Empty.After(new IncidentDeclared(
        IncidentNumber.FromSequence(1), new IncidentText("Nere", "Down"), null, new IncidentScope([], [], [], []), IncidentLevel.Ordinary, "workplace", [],
        IncidentSource.Hand, [], s_now.AddHours(1), s_now));

    [Fact]
    public void Undo_restores_whatever_happened_before() => Wishes().Array[0, 20].Select(Wishes().Array[0, 20]).Sample((before, wishes) =>
    {
        var (state, _) = Done(s_declared, before);
        var (changed, events) = Done(state, wishes);
        foreach (var fact in events.AsEnumerable().Reverse())
        {
            changed = Done(changed, [fact is IncidentCaseJoined joined
                ? new LeaveCase(joined.Case, IncidentSource.Hand, "Undone.", s_now)
                : new JoinCase(((IncidentCaseLeft)fact).Case, IncidentSource.Hand, "Undone.", s_now)]).State;
        }

        Assert.Equal(state.Cases.OrderBy(one => one.Value, StringComparer.Ordinal), changed.Cases.OrderBy(one => one.Value, StringComparer.Ordinal));
    }, iter: 2_000);

    [Fact]
    public void What_a_person_took_apart_the_hub_never_joins_again() => Wishes().Array[0, 30].Sample(wishes =>
    {
        var (state, apart) = (s_declared, new HashSet<CaseNumber>());
        foreach (var wish in wishes)
        {
            var (after, events) = Done(state, [wish]);
            foreach (var fact in events)
            {
                _ = fact switch
                {
                    IncidentCaseLeft { Source: IncidentSource.Hand } left => apart.Add(left.Case),
                    IncidentCaseJoined { Source: IncidentSource.Hand } joined => apart.Remove(joined.Case),
                    _ => false,
                };
            }

            state = after;
            Assert.All(apart, number => Assert.DoesNotContain(number, state.Cases));
        }
    }, iter: 2_000);

    private static Gen<IncidentCommand> Wishes() =>
        from number in Gen.Int[1, 4]
        from hand in Gen.Bool
        from joins in Gen.Bool
        let source = hand ? IncidentSource.Hand : IncidentSource.Correlation
        select joins
            ? (IncidentCommand)new JoinCase(CaseNumber.FromSequence(number), source, "So.", s_now)
            : new LeaveCase(CaseNumber.FromSequence(number), source, "Not so.", s_now);

    private static (IncidentState State, List<IncidentEvent> Events) Done(IncidentState state, IEnumerable<IncidentCommand> wishes)
    {
        List<IncidentEvent> events = [];
        foreach (var wish in wishes)
        {
            if (IncidentDecider.Decide(state, wish) is Accepted<IncidentEvent> yes)
            {
                events.AddRange(yes.Events);
                state = yes.Events.Aggregate(state, (before, fact) => before.After(fact));
            }
        }

        return (state, events);
    }
}
