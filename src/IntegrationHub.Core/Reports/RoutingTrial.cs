namespace IntegrationHub.Core.Reports;

/// <summary>Tries a router that learnt from the earlier half of a history on the later half, in order of time.</summary>
internal static class RoutingTrial
{
    /// <summary>The figures; null where either half is empty.</summary>
    /// <param name="cases">In the order in which they began.</param>
    /// <param name="moves">What the rule answers to each case's moves.</param>
    /// <param name="knownThen">Whether it learns only from what was solved when the later half began.</param>
    public static RoutingFigures? Of(IReadOnlyList<FlowCase> cases, IReadOnlyDictionary<string, IReadOnlyList<GuardedMove>> moves, bool knownThen)
    {
        var withTeams = cases.Where(one => one.Stays.Count > 0).ToList();
        var (earlier, later) = (withTeams.Take(withTeams.Count / 2), withTeams.Skip(withTeams.Count / 2).ToList());
        var guess = SolverGuess.Train([.. earlier.Where(one => !knownThen || one.SolvedAt <= later[0].Begun)]);
        if (guess.Learnt == 0)
        {
            return null;
        }

        var sent = later.Select(one => new Sending(one, guess.Of(one) is { } told && told.Confidence >= guess.Threshold ? told.Team : null)).ToList();
        return new RoutingFigures(Routed(sent, guess), Returned(sent, moves));
    }

    private static RoutingTrialFigures Routed(List<Sending> sent, SolverGuess guess) => new(
        guess.Learnt, sent.Count, double.IsInfinity(guess.Threshold) ? null : Math.Round(guess.Threshold, 4),
        sent.Count(one => one.Team is not null), sent.Count(one => one.IsRight),
        GuardReport.Share(sent.Count(one => one.IsRight || (one.Team is null && one.WasRight)), sent.Count),
        GuardReport.Share(sent.Count(one => one.WasRight), sent.Count),
        sent.Count(one => one.WasRight && one.Team is not null && !one.IsRight));

    private static ReturnsFigures Returned(List<Sending> sent, IReadOnlyDictionary<string, IReadOnlyList<GuardedMove>> moves)
    {
        var returns = sent.SelectMany(one => GuardReport.ReturnFates(one.Case, moves[one.Case.Key]).Select(fate => (Sent: one, Fate: fate))).ToList();
        var routed = returns.Where(one => one.Sent.IsRight).ToList();
        var rest = returns.Where(one => !one.Sent.IsRight).ToList();
        var joint = rest.Count(one => one.Fate == ReturnFate.TurnedJoint);
        var strictlyJoint = returns.Count(one => one.Fate == ReturnFate.TurnedJoint && (!one.Sent.IsRight || one.Sent.WasRight));
        return new ReturnsFigures(
            returns.Count, routed.Count, routed.Count(one => one.Sent.WasRight), rest.Count - joint, joint,
            GuardReport.Share(returns.Count - joint, returns.Count), GuardReport.Share(returns.Count - strictlyJoint, returns.Count));
    }

    /// <summary>A case and where the router would have sent it.</summary>
    /// <param name="Team">Null where it is not sure enough.</param>
    private sealed record Sending(FlowCase Case, string? Team)
    {
        public bool IsRight => Team is not null && Team == Case.Solver;

        public bool WasRight => Case.Stays[0].Team == Case.Solver;
    }
}
