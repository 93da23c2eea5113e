using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Incidents;

/// <summary>
/// What the end of an incident means for a case that was joined to it. The rule: where the desk that resolved the incident is also
/// responsible for the case, its word counts for the case too: the case is resolved, and its user is asked to confirm as always.
/// A case that another desk is responsible for is never resolved over that desk's head: it gets a note, and its user is told of the
/// incident's end like everybody else. A case that is resolved or closed already is left alone. One user's "it does not work"
/// reopens that user's case only.
/// </summary>
public static class Settlement
{
    /// <summary>Whether the incident's end resolves the case.</summary>
    /// <param name="of">The case.</param>
    /// <param name="desk">The desk that resolved the incident.</param>
    public static bool Resolves(CaseState of, string desk) =>
        of.Desk == desk && of.Phase is (CasePhase.Offered or CasePhase.InProgress or CasePhase.AwaitingUser);

    /// <summary>What is done with the case; null for nothing.</summary>
    /// <param name="of">The case.</param>
    /// <param name="language">The language of its user.</param>
    /// <param name="incident">The incident's number.</param>
    /// <param name="ended">How it ended.</param>
    /// <param name="now">The time.</param>
    public static CaseCommand? Of(CaseState of, string language, IncidentNumber incident, IncidentResolved ended, DateTimeOffset now) =>
        Resolves(of, ended.Desk) ? new ResolveCase(ended.Desk, ended.Solution.In(language), now)
        : of.Phase is CasePhase.None or CasePhase.Resolved or CasePhase.Closed or CasePhase.ClosedUnconfirmed ? null
        : new AddNote(
            NoteVisibility.Public,
            language == "en" ? $"Incident {incident} is over: {ended.Solution.En}" : $"Driftstörning {incident} är löst: {ended.Solution.Sv}",
            now);
}
