namespace IntegrationHub.Core.Reports;

/// <summary>What the bounce rule, and a router that learns, would have done to a history.</summary>
/// <param name="Layout"><c>vinst</c> or <c>servicenow</c>.</param>
/// <param name="Routing">Trained on the earlier half of the cases; null where the history is too short to learn from.</param>
/// <param name="Together">Routing and rule together; null with it.</param>
/// <param name="KnownThen">Both once more for a router that learnt only from what was solved when the later half began; null where nothing was.</param>
public sealed record GuardReport(
    string Layout, int Cases, int Events, int Teams, FlowHistoryFigures History, GuardFigures Guard, RoutingTrialFigures? Routing, ReturnsFigures? Together,
    RoutingFigures? KnownThen)
{
    /// <summary>What is counterfactual about it, and what is not claimed.</summary>
    public IReadOnlyList<string> Counterfactual { get; } =
    [
        "History is what happened. Guard, routing and together are what the hub's rules would have answered to the same moves; how people would have worked then is not known.",
        "A move counts as accepted where the history shows that the team took the case up. After a refusal the history's further moves are proposed all the same, by the team that would have had the ball.",
        "A return is avoided by routing when the router would have sent the case right away, above its threshold, to the team that in the end solved it. In ofThoseSentThereInHistory the case went there first in the history too, and was passed on all the same; strictlyAvoidedShare leaves those out.",
        "The router learns from the earlier half of the cases, by when they began, and who in the end solved them. Some of those were solved only later; knownThen leaves them out.",
        "The events and days after a refused return are what history needed from there on. Not all of it would have been saved: the work itself remains.",
    ];

    /// <summary>Counts it all.</summary>
    public static GuardReport Of(string layout, FlowHistory history)
    {
        var cases = history.Cases();
        var moves = cases.ToDictionary(one => one.Key, ReplayGuard.Of, StringComparer.Ordinal);
        var routed = RoutingTrial.Of(cases, moves, knownThen: false);
        return new GuardReport(
            layout, cases.Count, history.Events, history.Teams, Happened(cases, history.IsTimed), Guarded(cases, moves, history.IsTimed),
            routed?.Routing, routed?.Returns, RoutingTrial.Of(cases, moves, knownThen: true));
    }

    /// <summary>Four decimals; 0 of nothing.</summary>
    internal static decimal Share(int part, int whole) => whole == 0 ? 0 : Math.Round((decimal)part / whole, 4, MidpointRounding.AwayFromZero);

    private static FlowHistoryFigures Happened(IReadOnlyList<FlowCase> cases, bool timed)
    {
        var flow = new FlowReport();
        foreach (var (one, stay) in cases.SelectMany(one => one.Stays.Select(stay => (one, stay))))
        {
            flow.Add(one.Key, stay.Team, null, null, stay.From);
        }

        var figures = flow.Figures();
        var travels = cases.SelectMany(one => one.Stays.Where(stay => stay.Team != one.Solver)).ToList();
        return new FlowHistoryFigures(
            cases.Sum(one => Math.Max(0, one.Stays.Count - 1)),
            figures.ReturnedCases, Share(figures.ReturnedCases, cases.Count), figures.PingPongCases, Share(figures.PingPongCases, cases.Count),
            cases.Sum(one => Enumerable.Range(0, one.Stays.Count).Count(one.IsReturn)), cases.Sum(one => Math.Max(0, one.Stays.Count - 3)),
            timed ? Days(travels) : null, timed ? Days(travels.Where(stay => !stay.Taken)) : null,
            cases.Any(one => one.Reassigned is not null) ? cases.Sum(one => one.Reassigned ?? 0) : null,
            cases.Any(one => one.Reopened is not null) ? cases.Count(one => one.Reopened > 0) : null);
    }

    private static GuardFigures Guarded(IReadOnlyList<FlowCase> cases, Dictionary<string, IReadOnlyList<GuardedMove>> moves, bool timed)
    {
        var all = moves.Values.SelectMany(one => one).CountBy(move => move).ToDictionary();
        var returns = cases.SelectMany(one => ReturnFates(one, moves[one.Key])).CountBy(fate => fate).ToDictionary();
        var refused = cases.Select(one => (Case: one, Stay: FirstRefused(moves[one.Key]))).Where(one => one.Stay > 0).ToList();
        int Count(GuardedMove move) => all.GetValueOrDefault(move);
        return new GuardFigures(
            moves.Values.Count(one => one.Any(move => move is GuardedMove.ReturnRefused or GuardedMove.ThirdRefused)),
            Count(GuardedMove.ReturnRefused), Count(GuardedMove.ThirdRefused), Count(GuardedMove.ReturnRefused) + Count(GuardedMove.ThirdRefused),
            returns.GetValueOrDefault(ReturnFate.NeverLeft), returns.GetValueOrDefault(ReturnFate.WhileJoint), returns.GetValueOrDefault(ReturnFate.TurnedJoint),
            refused.Sum(one => one.Case.Events - one.Case.Stays[one.Stay].EventsBefore),
            timed ? Math.Round((decimal)refused.Sum(one => (one.Case.Ended - one.Case.Stays[one.Stay].From).TotalDays), 1, MidpointRounding.AwayFromZero) : null);
    }

    /// <summary>What the rule makes of each of the case's returns.</summary>
    internal static IEnumerable<ReturnFate> ReturnFates(FlowCase one, IReadOnlyList<GuardedMove> moves)
    {
        for (var stay = 1; stay < one.Stays.Count; stay++)
        {
            if (one.IsReturn(stay))
            {
                yield return moves[stay - 1] switch
                {
                    GuardedMove.ReturnRefused or GuardedMove.ThirdRefused => ReturnFate.TurnedJoint,
                    GuardedMove.Joined => ReturnFate.WhileJoint,
                    GuardedMove.Stayed when moves[stay - 2] != GuardedMove.NotTaken => ReturnFate.WhileJoint,
                    _ => ReturnFate.NeverLeft,
                };
            }
        }
    }

    /// <summary>The stay before which the first return was refused; 0 for none.</summary>
    private static int FirstRefused(IReadOnlyList<GuardedMove> moves) => moves.ToList().IndexOf(GuardedMove.ReturnRefused) + 1;

    private static decimal Days(IEnumerable<FlowStay> stays) =>
        Math.Round((decimal)stays.Sum(stay => (stay.Until - stay.From).TotalDays), 1, MidpointRounding.AwayFromZero);
}

/// <summary>What the rule makes of a return.</summary>
internal enum ReturnFate
{
    /// <summary>It is none: the ball had not left, as nobody had taken the case up.</summary>
    NeverLeft,

    /// <summary>Both teams worked on the same case by then.</summary>
    WhileJoint,

    /// <summary>Refused; joint resolution is opened.</summary>
    TurnedJoint,
}
