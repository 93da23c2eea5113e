using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>A technical account manager was asked something about the case. Ball and clock stay where they are.</summary>
/// <param name="Expert">Id of the party that is asked.</param>
/// <param name="About">Id of the supplier or the system that it is the account manager of.</param>
/// <param name="By">Id of the desk that asks.</param>
[StoredAs("expert-asked", 1)]
public sealed record ExpertAsked(string Expert, string About, string By, Personal Question, DateTimeOffset At) : CaseEvent(At);

/// <summary>The technical account manager answered.</summary>
[StoredAs("expert-answered", 1)]
public sealed record ExpertAnswered(string Expert, Personal Answer, DateTimeOffset At) : CaseEvent(At);

/// <summary>Asks a technical account manager.</summary>
public sealed record AskExpert(string Desk, string Expert, string About, string Question, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The technical account manager's answer.</summary>
public sealed record AnswerExpert(string Expert, string Answer, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The rules of asking an expert: a desk that has or had the case asks, and who was asked answers.</summary>
internal static class Experts
{
    /// <summary>Asked and answered.</summary>
    public static Decision<CaseEvent> Decide(CaseState state, CaseCommand command) => command switch
    {
        AskExpert c when !state.Desks.Contains(c.Desk) => CaseDecider.No("not-given", $"The desk {c.Desk} was never given the case."),
        AskExpert c => CaseDecider.Yes(new ExpertAsked(c.Expert, c.About, c.Desk, state.Text(c.Question), c.Now)),
        AnswerExpert c when state.Experts.Contains(c.Expert) => CaseDecider.Yes(new ExpertAnswered(c.Expert, state.Text(c.Answer), c.Now)),
        _ => CaseDecider.No("no-question", "Nobody waits for an answer from this party. Add a note instead."),
    };
}
