using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Pages.Cases;

namespace IntegrationHub.Host.Pages.Incidents;

/// <summary>One line of an incident's history on its page.</summary>
/// <param name="Says">What happened, in one sentence.</param>
/// <param name="Quote">What was told; null when nothing was.</param>
/// <param name="IsForStaff">Whether only those who may see cases see it.</param>
internal sealed record IncidentLine(DateTimeOffset At, string Says, string? Quote, bool IsForStaff)
{
    /// <summary>The line that an event is; null for one that the page does not know.</summary>
    public static IncidentLine? Of(Known known, PageLanguage say, CaseWords words) => known.Fact switch
    {
        IncidentDeclared e => new(e.At, say["Driftstörningen utlystes", "The incident was declared"], e.Known?.In(say.Code), false),
        IncidentScopeChanged e => new(e.At, say["Vilka som är drabbade ändrades", "Whom it touches was corrected"], e.Reason, true),
        IncidentLevelSet { Level: IncidentLevel.Major } e => new(e.At, say["Den blev en större driftstörning", "It became a major incident"], e.Reason, true),
        IncidentLevelSet e => new(e.At, say["Den är ingen större driftstörning längre", "It is no major incident any more"], e.Reason, true),
        IncidentDesksChanged e => new(e.At, words.Desk(e.Desk) + say[" blev ansvarig", " became responsible"], e.Reason, true),
        IncidentCaseJoined e => new(e.At, say["Ärende ", "Case "] + e.Case.Spaced + say[" kopplades till den", " was joined to it"], e.Reason, true),
        IncidentCaseLeft e => new(e.At, say["Ärende ", "Case "] + e.Case.Spaced + say[" togs bort från den", " was taken out of it"], e.Reason, true),
        IncidentTold e => new(e.At, say["Nytt besked", "News"], e.News.In(say.Code), false),
        IncidentNewsMissed e => new(e.At, say["Det utlovade beskedet kom inte i tid", "The promised news did not come in time"], null, false),
        IncidentResolved e => new(e.At, say["Driftstörningen är löst", "The incident is over"], e.Solution.In(say.Code), false),
        IncidentReopened e => new(e.At, say["Den var inte löst ändå", "It was not over after all"], e.News.In(say.Code), false),
        IncidentQuieted e => new(e.At, say["Det kom inga fler anmälningar", "No more reports came"], null, true),
        _ => FollowUp(known.Fact, say, words),
    };

    private static IncidentLine? FollowUp(object? fact, PageLanguage say, CaseWords words) => fact switch
    {
        IncidentMarkedSignificant e => new(e.At, say["Den bedömdes som betydande (NIS2)", "It was judged significant (NIS2)"], e.Reason, true),
        IncidentSignificanceWithdrawn e => new(e.At, say["Den bedömdes inte längre som betydande", "It was judged not significant after all"], e.Reason, true),
        IncidentReportSent e => new(e.At, FollowUpWords.Report(e.Report, say) + say[" lämnades", " was sent"], e.Reference, true),
        IncidentReportMissed e => new(e.At, FollowUpWords.Report(e.Report, say) + say[" kom inte i tid", " was not sent in time"], null, true),
        IncidentRoleGiven e => new(e.At, FollowUpWords.Role(e.Role, say) + say[" utsågs", " was appointed"], e.Holder, true),
        IncidentTicketLinked e => new(e.At, e.Supplier + say[" har ett eget ärende om den", " has a ticket of its own about it"], e.Ticket, true),
        IncidentTicketUnlinked e => new(e.At, say["Ett ärende hos ", "A ticket at "] + e.Supplier + say[" gällde något annat", " was about something else"], e.Ticket, true),
        IncidentReviewed e => new(e.At, say["Den följdes upp", "It was looked back on"], e.Cause, true),
        IncidentReviewMissed e => new(e.At, say["Den följdes inte upp i tid", "It was not looked back on in time"], null, true),
        ImprovementAgreed e => new(e.At, words.Desk(e.Desk) + say[" ska förbättra något", " is to improve something"], e.What, true),
        ImprovementDone e => new(e.At, say["En förbättring är klar", "An improvement is done"], e.How, true),
        ImprovementMissed e => new(e.At, say["En förbättring blev inte klar i tid", "An improvement was not done in time"], null, true),
        _ => null,
    };
}
