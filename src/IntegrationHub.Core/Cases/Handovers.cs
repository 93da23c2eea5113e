namespace IntegrationHub.Core.Cases;

/// <summary>A handover is a handshake, and a case cannot be bounced.</summary>
internal static class Handovers
{
    /// <summary>Proposed, accepted, declined. The ball moves on acceptance only.</summary>
    public static Decision<CaseEvent> Decide(CaseState state, CaseCommand command) => command switch
    {
        ProposeHandover c => Propose(state, c),
        AcceptHandover c when state.HandoverTo == c.Desk => CaseDecider.Yes(new HandoverAccepted(state.Desk!, c.Desk, c.Now)),
        AcceptHandover c when state.Desk == c.Desk => CaseDecider.Yes(),
        DeclineHandover c when state.HandoverTo == c.Desk =>
            CaseDecider.Yes(new HandoverDeclined(state.Desk!, c.Desk, state.Text(c.Reason), c.Now)),
        _ => CaseDecider.No("no-handover", "Nobody has asked this desk to take over the case."),
    };

    /// <summary>The rule that a handover to a desk would break; null when it may be proposed.</summary>
    /// <remarks>Mission, "Beyond every existing system" 1: a return to a desk that had the case, or a third handover, is refused.</remarks>
    public static string? BrokenRule(CaseState state, string to) =>
        state.Had.Contains(to) ? "handover-returns"
        : state.Handovers >= CasePolicy.HandoversAllowed ? "handover-third"
        : null;

    private static Decision<CaseEvent> Propose(CaseState state, ProposeHandover c)
    {
        if (state.Phase == CasePhase.Resolved)
        {
            return CaseDecider.No("case-resolved", "The case is resolved and the user is asked to confirm. Reopen it to work on it again.");
        }

        if (state.Desk != c.From || state.Phase == CasePhase.Unrouted)
        {
            return CaseDecider.No("not-responsible", $"Only the responsible desk may hand over; the ball is with {state.Responsible}.");
        }

        if (c.To == c.From || state.HandoverTo == c.To || state.Joint.Contains(c.To))
        {
            return CaseDecider.Yes();
        }

        if (state.HandoverTo is { } other)
        {
            return CaseDecider.No("handover-open", $"The desk {other} was asked and has not answered yet. Wait for its answer.");
        }

        return BrokenRule(state, c.To) is { } rule
            ? CaseDecider.Yes(new JointResolutionOpened(c.From, c.To, rule, state.Text(c.Reason), c.Now))
            : CaseDecider.Yes([
                .. state.Phase == CasePhase.Offered ? [new CaseAccepted(c.From, null, c.Now)] : Array.Empty<CaseEvent>(),
                new HandoverProposed(c.From, c.To, state.Text(c.Reason), c.Now + CasePolicy.AnswerWithin(state.Priority), c.Now)]);
    }
}
