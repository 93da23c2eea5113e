namespace IntegrationHub.Core.Incidents;

/// <summary>
/// The rules of an incident's life. The city's people and the hub may do everything; a desk only what concerns an incident that it
/// works on, and only the responsible desk says that it works again or gives it away. What a person took apart stays apart for the hub.
/// </summary>
public static class IncidentDecider
{
    /// <summary>What the command leads to, given what happened before. Sent twice, it changes nothing the second time.</summary>
    public static Decision<IncidentEvent> Decide(IncidentState state, IncidentCommand command) => (state.Phase, command) switch
    {
        (IncidentPhase.None, DeclareIncident c) => Yes(c.Declared),
        (_, DeclareIncident c) when state.Number == c.Declared.Number => Yes(),
        (IncidentPhase.None, _) => No("incident-unknown", "There is no such incident. Check the number: its last digit is a check digit."),

        (_, SignificanceCommand c) => Significance.Decide(state, c),
        (_, ReviewCommand c) => IncidentReview.Decide(state, c),
        (_, ResolveIncident or ChangeDesks) when command.ByDesk is { } desk && desk != state.Desk =>
            No("not-responsible", $"Only the responsible desk may do this; the ball is with {state.Responsible}."),
        (_, { ByDesk: { } desk }) when desk != state.Desk && !state.With.Contains(desk, StringComparer.Ordinal) =>
            No("not-involved", "The desk does not work on this incident. Ask the responsible desk or the city to bring it in."),

        (_, JoinCase c) => Join(state, c),
        (_, GiveRole or LinkIncidentTicket or UnlinkIncidentTicket) => state.Parties.Decide(command),
        (_, LeaveCase c) => state.Cases.Contains(c.Case) ? Yes(new IncidentCaseLeft(c.Case, c.Source, c.Reason, c.Now)) : Yes(),

        (IncidentPhase.Resolved, ReopenIncident c) => Yes(new IncidentReopened(c.News, Due(state, c.NextNewsDue, c.Now), c.Now)),
        (_, ReopenIncident) or (IncidentPhase.Resolved, ResolveIncident or MissNews or QuietIncident) => Yes(),
        (IncidentPhase.Resolved, _) => No("incident-over", "The incident is over. Reopen it first."),

        (_, ChangeScope c) => c.Scope.Equals(state.Scope) ? Yes() : Yes(new IncidentScopeChanged(c.Scope, c.Reason, c.Now)),
        (_, SetLevel c) => c.Level == state.Level || (c.Source != IncidentSource.Hand && state.LevelByHand)
            ? Yes()
            : Yes(new IncidentLevelSet(c.Level, c.Reason, c.Now) { Source = c.Source == IncidentSource.Hand ? null : c.Source }),
        (_, ChangeDesks c) => c.Desk == state.Desk && c.With.SequenceEqual(state.With, StringComparer.Ordinal)
            ? Yes()
            : Yes(new IncidentDesksChanged(c.Desk, c.With, c.Reason, c.Now)),
        (_, TellNews c) => Yes(new IncidentTold(c.News, Due(state, c.NextNewsDue, c.Now), c.Now)),
        (_, MissNews c) => state.NextNewsDue is { } due && due == c.Due && due <= c.Now ? Yes(new IncidentNewsMissed(state.Desk, due, c.Now)) : Yes(),
        (_, QuietIncident c) => state.QuietSince is null ? Yes(new IncidentQuieted(state.Desk, c.Now)) : Yes(),
        (_, ResolveIncident c) => Yes(new IncidentResolved(state.Desk, c.Solution, c.Now) { ReviewDue = IncidentReview.DueOf(state.Level, c.Now) }),
        _ => No("not-possible", "This cannot be done with the incident as it stands."),
    };

    /// <remarks>Also when it is over: which cases it was behind is often seen afterwards.</remarks>
    private static Decision<IncidentEvent> Join(IncidentState state, JoinCase c) =>
        state.Cases.Contains(c.Case) ? Yes()
        : c.Source != IncidentSource.Hand && state.TakenApart.Contains(c.Case)
            ? No("taken-apart", "A person took this case out of the incident; only a person joins it again.")
        : Yes(new IncidentCaseJoined(c.Case, c.Source, c.Reason, c.Now));

    private static DateTimeOffset Due(IncidentState state, DateTimeOffset? wanted, DateTimeOffset now) =>
        wanted ?? now + IncidentPolicy.NewsWithin(state.Level);

    /// <summary>It is so, and this happened.</summary>
    internal static Accepted<IncidentEvent> Yes(params IReadOnlyList<IncidentEvent> events) => new(events);

    /// <summary>It is not possible.</summary>
    internal static Refused<IncidentEvent> No(string code, string why) => new(code, why);
}
