using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>A local IT manager raised the priority, as the mandate allows. A desk may correct it afterwards, by the one rule.</summary>
/// <param name="From">The priority before, 2 to 4.</param>
/// <param name="To">One step higher.</param>
/// <param name="Manager">The manager's pseudonym in the directory.</param>
/// <param name="Organisation">The case's, and the manager's own.</param>
[StoredAs("case-escalated", 1)]
public sealed record CaseEscalated(int From, int To, Personal Reason, PersonId Manager, string Organisation, DateTimeOffset At) : CaseEvent(At);

/// <summary>A local IT manager suspects that a common fault is behind the case. It must be judged in a set time.</summary>
/// <param name="JudgeDue">When it must be confirmed or dismissed.</param>
[StoredAs("common-fault-suspected", 1)]
public sealed record CommonFaultSuspected(Personal Reason, PersonId Manager, string Organisation, DateTimeOffset JudgeDue, DateTimeOffset At) : CaseEvent(At);

/// <summary>The suspicion was judged.</summary>
/// <param name="Incident">The incident that it is; null when it is dismissed.</param>
[StoredAs("suspicion-judged", 1)]
public sealed record SuspicionJudged(IncidentNumber? Incident, Personal Reason, DateTimeOffset At) : CaseEvent(At);

/// <summary>The suspicion was not judged in time; it waits still, and the desk is told again.</summary>
[StoredAs("suspicion-judgement-missed", 1)]
public sealed record SuspicionJudgementMissed(DateTimeOffset Due, DateTimeOffset At) : CaseEvent(At);

/// <summary>Whose mandate: a local IT manager, and the organisations where it holds.</summary>
/// <param name="Manager">The pseudonym in the directory.</param>
public sealed record Mandate(PersonId Manager, IReadOnlyList<string> Organisations)
{
    /// <summary>Whether it holds for a case of this organisation. A case whose organisation is not known is nobody's to raise.</summary>
    public bool HoldsFor(string? organisation) => organisation is not null && Organisations.Contains(organisation, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Raises the priority by one step, with a mandate.</summary>
public sealed record EscalateCase(Mandate Mandate, string Reason, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Declares a suspected common fault, with a mandate.</summary>
public sealed record SuspectCommonFault(Mandate Mandate, string Reason, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Judges the suspicion.</summary>
/// <param name="Incident">The incident that it is, declared before; null dismisses it.</param>
public sealed record JudgeSuspicion(IncidentNumber? Incident, string Reason, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Notes that the time to judge has passed.</summary>
/// <param name="Due">The time that was set.</param>
public sealed record MissJudgement(DateTimeOffset Due, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>What a mandate may do to a case, and what follows. It changes the priority and nothing else: no desk, no place in any line.</summary>
public static class Mandates
{
    /// <summary>From a suspicion until it must be judged.</summary>
    public static readonly TimeSpan JudgeWithin = TimeSpan.FromMinutes(30);

    /// <summary>What the command leads to, for a case that is open or resolved.</summary>
    internal static Decision<CaseEvent> Decide(CaseState state, CaseCommand command) => command switch
    {
        EscalateCase c when !c.Mandate.HoldsFor(state.Organisation) => NotOwn(),
        SuspectCommonFault c when !c.Mandate.HoldsFor(state.Organisation) => NotOwn(),
        EscalateCase when state.Phase == CasePhase.Resolved => CaseDecider.No("case-resolved", "The desk says that it is solved. Reopen the case if it is not."),
        EscalateCase when state.Priority <= 1 => CaseDecider.No("priority-highest", "The case has the highest priority already."),
        EscalateCase c => CaseDecider.Yes(new CaseEscalated(state.Priority, state.Priority - 1, state.Text(c.Reason), c.Mandate.Manager, state.Organisation!, c.Now)),
        SuspectCommonFault c => state.JudgeDue is not null
            ? CaseDecider.Yes()
            : CaseDecider.Yes(new CommonFaultSuspected(state.Text(c.Reason), c.Mandate.Manager, state.Organisation!, c.Now + JudgeWithin, c.Now)),
        JudgeSuspicion c => state.JudgeDue is null
            ? CaseDecider.No("no-suspicion", "No suspicion waits to be judged in this case.")
            : CaseDecider.Yes(new SuspicionJudged(c.Incident, state.Text(c.Reason), c.Now)),
        MissJudgement c => state.JudgeDue == c.Due && c.Due <= c.Now && !state.JudgementMissed
            ? CaseDecider.Yes(new SuspicionJudgementMissed(c.Due, c.Now))
            : CaseDecider.Yes(),
        _ => CaseDecider.No("not-possible", "This cannot be done with the case as it stands."),
    };

    private static Decision<CaseEvent> NotOwn() => CaseDecider.No(
        "other-organisation", "A local IT manager's mandate is for cases of the own organisation; this case belongs to another, or it is not known to which.");
}
