namespace IntegrationHub.Core.Cases;

/// <summary>A handover is a handshake, and a case cannot be bounced.</summary>
internal static class Handovers
{
    /// <summary>Proposed, accepted, declined. The ball moves on acceptance only.</summary>
    public static Decision<CaseEvent> Decide(CaseState state, CaseCommand command) => command switch
    {
        ProposeHandover c => Propose(state, c),
        AcceptHandover c when state.HandoverTo == c.Desk => CaseDecider.Yes(new HandoverAccepted(state.Desk!, c.Desk, c.Now, state.TakeOver)),
        AcceptHandover c when state.Desk == c.Desk => CaseDecider.Yes(),
        DeclineHandover c when state.HandoverTo == c.Desk =>
            CaseDecider.Yes(new HandoverDeclined(state.Desk!, c.Desk, state.Text(c.Reason), c.Now)),
        _ => CaseDecider.No("no-handover", "Nobody has asked this desk to take over the case."),
    };

    /// <summary>The rule that a handover to a desk would break; null when it may be proposed.</summary>
    /// <remarks>Mission, "Beyond every existing system" 1: a return to a desk that had the case, or a third handover, is refused.</remarks>
    public static string? BrokenRule(CaseState state, string to) => BrokenRule(state.Had, state.Handovers, to);

    /// <summary>The same for whoever hands a case on: desks, and teams within a supplier's own system.</summary>
    public static string? BrokenRule(IReadOnlySet<string> had, int handovers, string to) =>
        had.Contains(to) ? "handover-returns"
        : handovers >= CasePolicy.HandoversAllowed ? "handover-third"
        : null;

    /// <summary>A case that no desk has is given to one. Had that desk it before, it has it again only together with those who had it since.</summary>
    public static IReadOnlyList<CaseEvent> GivenBack(CaseState state, string to, DateTimeOffset now) =>
        [.. state.Had.Contains(to)
            ? state.Had.Where(desk => desk != to && !state.Joint.Contains(desk)).Order(StringComparer.Ordinal)
                .Select(desk => new JointResolutionOpened(to, desk, "handover-returns", state.Text("The case comes back to a desk that had it before."), now))
            : []];

    /// <summary>The open proposal falls away, as the case goes another way; whoever was asked is told.</summary>
    public static IReadOnlyList<CaseEvent> FallenAway(CaseState state, string why, DateTimeOffset now) =>
        state.HandoverTo is { } asked ? [new HandoverDeclined(state.Desk!, asked, state.Text(why), now)] : [];

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

        if (c.To == c.From || state.HandoverTo == c.To || (c.TakeOver is null && state.Joint.Contains(c.To)))
        {
            return CaseDecider.Yes();
        }

        if (state.HandoverTo is { } other)
        {
            return CaseDecider.No("handover-open", $"The desk {other} was asked and has not answered yet. Wait for its answer.");
        }

        if (c.TakeOver is not null)
        {
            // The city asks, not the desk: nothing is accepted in its name, and nobody bounces anything.
            return CaseDecider.Yes(new HandoverProposed(c.From, c.To, state.Text(c.Reason), c.Now + CasePolicy.AnswerWithin(state.Priority), c.Now, c.TakeOver));
        }

        var tried = c.Tried is null ? null : state.Text(c.Tried);
        return CaseDecider.Yes([
            .. state.Phase == CasePhase.Offered ? [new CaseAccepted(c.From, null, c.Now)] : Array.Empty<CaseEvent>(),
            BrokenRule(state, c.To) is { } rule
                ? new JointResolutionOpened(c.From, c.To, rule, state.Text(c.Reason), c.Now, tried)
                : new HandoverProposed(c.From, c.To, state.Text(c.Reason), c.Now + CasePolicy.AnswerWithin(state.Priority), c.Now, Tried: tried)]);
    }
}
