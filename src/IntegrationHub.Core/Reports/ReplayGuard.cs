using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Reports;

/// <summary>What the hub would have answered where the history moved an incident to another team.</summary>
public enum GuardedMove
{
    /// <summary>The handover would have been proposed and accepted: the ball moves.</summary>
    Moved,

    /// <summary>It would have been proposed; the team never took the incident up, so the ball stays with whoever proposed it.</summary>
    NotTaken,

    /// <summary>The team would have had the ball all the time, as it was not taken from it.</summary>
    Stayed,

    /// <summary>The team would already have worked on the same case, in joint resolution.</summary>
    Joined,

    /// <summary>Refused, as the team had the case before; joint resolution is opened.</summary>
    ReturnRefused,

    /// <summary>Refused as the third handover; joint resolution is opened.</summary>
    ThirdRefused,
}

/// <summary>
/// Takes the moves of an incident through the rules of a live case: each is proposed by the team that would have the ball then, and
/// accepted where the history shows that the team took the incident up.
/// </summary>
/// <remarks>
/// The rule is the domain's own, asked by commands (<see cref="CaseDecider"/>). What teams would have done after a refusal nobody
/// knows; the history's further moves are proposed all the same.
/// </remarks>
public static class ReplayGuard
{
    private static readonly CaseNumber s_number = CaseNumber.FromSequence(1);

    /// <summary>The answer to each move: to the incident's second stay, its third, and so on.</summary>
    public static IReadOnlyList<GuardedMove> Of(FlowCase incident)
    {
        var moves = new List<GuardedMove>();
        if (incident.Stays.Count == 0)
        {
            return moves;
        }

        var first = incident.Stays[0];
        var state = Do(Do(CaseState.Empty, Opening(first)).State, new AcceptCase(first.Team, null, first.From)).State;
        foreach (var stay in incident.Stays.Skip(1))
        {
            if (state.HandoverTo is { } asked)
            {
                state = Do(state, new DeclineHandover(asked, "Passed on.", stay.From)).State;
            }

            (state, var move) = Move(state, stay);
            moves.Add(move);
        }

        return moves;
    }

    private static (CaseState State, GuardedMove Move) Move(CaseState state, FlowStay stay)
    {
        if (state.Desk == stay.Team)
        {
            return (state, GuardedMove.Stayed);
        }

        if (state.Joint.Contains(stay.Team))
        {
            return (state, GuardedMove.Joined);
        }

        var (after, events) = Do(state, new ProposeHandover(state.Desk!, stay.Team, "Passed on.", stay.From));
        return events.OfType<JointResolutionOpened>().SingleOrDefault() switch
        {
            { Rule: "handover-third" } => (after, GuardedMove.ThirdRefused),
            { } => (after, GuardedMove.ReturnRefused),
            null when stay.Taken => (Do(after, new AcceptHandover(stay.Team, stay.From)).State, GuardedMove.Moved),
            null => (after, GuardedMove.NotTaken),
        };
    }

    private static OpenCase Opening(FlowStay first) => new(
        new CaseOpened(s_number, CaseKind.Fault, Personal.Public(""), Reporter.Nobody, "import", "en", null, null, null, null, first.From),
        new Severity(Effect.One, Urgency.Hindered, Circumstances.None, ""), new RoutingDecision(null, first.Team, 1, [], [], null), null, first.From);

    private static (CaseState State, IReadOnlyList<CaseEvent> Events) Do(CaseState state, CaseCommand command) =>
        CaseDecider.Decide(state, command) is Accepted<CaseEvent> yes
            ? (yes.Events.Aggregate(state, (now, fact) => now.After(fact)), yes.Events)
            : throw new InvalidOperationException($"The rules of a live case refuse {command.GetType().Name}, which the replay did not expect.");
}
