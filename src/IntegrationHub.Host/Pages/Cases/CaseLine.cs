using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Pages.Cases;

/// <summary>One line of the timeline on a page.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Says">What happened, in one sentence.</param>
/// <param name="Quote">What somebody said or wrote in it; null when nothing was.</param>
/// <param name="Why">The hub's own reason, which is kept in English; null when it gave none.</param>
/// <param name="By">Who, and by which way.</param>
internal sealed record CaseLine(DateTimeOffset At, string Says, string? Quote, string? Why, string By)
{
    /// <summary>The line that an event is. Every event has one; what the page's reader has no use for is named by its stored name.</summary>
    public static CaseLine Of(Known known, PageLanguage say, CaseWords words)
    {
        var (says, quote) = Told(known.Fact, say, words);
        return new(
            known.Fact is CaseEvent fact ? fact.At : known.Recorded.RecordedAt, says ?? known.Recorded.Type, quote, Reason(known.Fact),
            $"{words.By(known.Context.By)}, {words.Channel(known.Context.Channel)}");
    }

    private static (string? Says, string? Quote) Told(object? fact, PageLanguage say, CaseWords words) => fact switch
    {
        CaseOpened e => (say["Ärendet öppnades", "The case was opened"], e.Description.Shown),
        PrioritySet e => (say["Prioriteten sattes till ", "The priority was set to "] + e.Priority, null),
        CaseEscalated e => (say["Lokal it-chef höjde prioriteten till ", "A local IT manager raised the priority to "] + e.To, e.Reason.Shown),
        CommonFaultSuspected e => (say["Misstänkt driftstörning, ska bedömas senast ", "A suspected incident, to be judged by "] + CityTime.Shown(e.JudgeDue), e.Reason.Shown),
        SuspicionJudged { Incident: { } incident } e => (say["Misstanken bekräftades: driftstörning ", "The suspicion was confirmed: incident "] + incident.Spaced, e.Reason.Shown),
        SuspicionJudged e => (say["Misstanken avskrevs", "The suspicion was dismissed"], e.Reason.Shown),
        SuspicionJudgementMissed => (say["Misstanken bedömdes inte i tid", "The suspicion was not judged in time"], null),
        RoutingQuestionAsked e => (say["It-stödet frågade", "The hub asked"], say[e.Question.Sv, e.Question.En]),
        RoutingQuestionAnswered e => (say["Användaren svarade", "The user answered"], e.Answer.Shown),
        CaseRouted e => (say["Ärendet skickades till ", "The case was sent to "] + words.Desk(e.Desk) + (e.Service is null ? "" : ": " + words.Service(e.Service)), null),
        CaseAccepted e => (words.Desk(e.Desk) + say[" tog ärendet", " took the case"], e.Ticket is null ? null : say["Deras nummer: ", "Their number: "] + e.Ticket),
        CaseDeclined e => (words.Desk(e.Desk) + say[" sa att ärendet inte är deras", " said that the case is not theirs"], e.Reason.Shown),
        SupplierAnswerMissed e => (words.Desk(e.Desk) + say[" svarade inte i tid", " did not answer in time"], null),
        UserAsked e => (words.Desk(e.Desk) + say[" frågade", " asked"], e.Question.Shown),
        UserAnswered e => (say["Användaren svarade", "The user answered"], e.Answer.Shown),
        QuestionWithdrawn e => (words.Desk(e.Desk) + say[" gick vidare utan svar", " went on without an answer"], null),
        ProgressTold e => (words.Desk(e.Desk) + say[" berättade hur det går", " told how it goes"], e.Text.Shown),
        HandoverProposed e => (words.Desk(e.From) + say[" bad ", " asked "] + words.Desk(e.To) + say[" att ta över", " to take over"], e.Reason.Shown),
        HandoverAccepted e => (words.Desk(e.To) + say[" tog över från ", " took over from "] + words.Desk(e.From), null),
        HandoverDeclined e => (words.Desk(e.To) + say[" tog inte över", " did not take over"], e.Reason.Shown),
        IntegratorTold { Channel: "mail" } => (say["Stadens samordnare fick veta det", "The city's coordinator was told"], null),
        IntegratorTold => (say["Det står i listan hos stadens samordnare", "It stands in the city's coordinator's list"], null),
        JointResolutionOpened e => (say["Samverkan: ", "Joint resolution: "] + words.Desk(e.Responsible) + say[" med ", " with "] + words.Desk(e.With), e.Reason.Shown),
        CaseResolved e => (words.Desk(e.Desk) + say[" säger att det är löst", " says that it is solved"], e.Solution.Shown),
        ConfirmationReminded e => (say["Påminnelse ", "Reminder "] + e.Round + say[": fungerar det?", ": does it work?"], null),
        ResolutionConfirmed => (say["Användaren bekräftade att det fungerar", "The user confirmed that it works"], null),
        CaseClosed => (say["Ärendet avslutades", "The case was closed"], null),
        CaseClosedUnconfirmed => (say["Ärendet avslutades utan bekräftelse", "The case was closed without confirmation"], null),
        CaseReopened e => (say["Det fungerade inte; ärendet öppnades igen", "It did not work; the case was opened again"], e.Reason.Shown),
        // An internal note is for desks; this page is the user's.
        NoteAdded { Visibility: NoteVisibility.Internal } => (say["En intern anteckning", "An internal note"], null),
        NoteAdded e => (say["Tillägg", "Added"], e.Text.Shown),
        AttachmentAdded e => (say["En fil lades till", "A file was added"], e.Name.Shown),
        VoiceMessageLeft => (say["Ett röstmeddelande lämnades", "A voice message was left"], null),
        CallBackBooked e => (say["Återuppringning lovad mellan ", "A call-back promised between "] + CityTime.Shown(e.From) + say[" och ", " and "] + CityTime.Shown(e.Until), null),
        CallBackMade e => (words.Desk(e.Desk) + say[" ringde upp", " called back"], e.Outcome == "reached" ? null : say["Ingen svarade", "Nobody answered"]),
        CallBackMissed e => (words.Desk(e.Desk) + say[" ringde inte upp i tid", " did not call back in time"], null),
        CallBackMoved e => (say["Återuppringningen flyttades till mellan ", "The call-back was moved to between "] + CityTime.Shown(e.From) + say[" och ", " and "] + CityTime.Shown(e.Until), null),
        CallBackCancelled => (say["Återuppringningen avbokades", "The call-back was cancelled"], null),
        CallBackGivenUp e => (say["Återuppringningen lyckades inte", "The call-back did not succeed"], say["Försök: ", "Attempts: "] + e.Attempts),
        SupplierReported e => (say["Meddelande från ", "Message from "] + e.Supplier, Quoted(e)),
        SupplierTicketLinked e => (say["Ärendet har ett nummer hos ", "The case has a number at "] + e.Supplier, e.Ticket),
        SupplierInformed e => (say["Leverantören fick besked: ", "The supplier was told: "] + e.Supplier, null),
        SupplierReceiptGiven { Accepted: true } e => (say["Leverantören tog till sig beskedet: ", "The supplier accepted the message: "] + e.Supplier, null),
        SupplierReceiptGiven e => (say["Leverantören avvisade beskedet: ", "The supplier declined the message: "] + e.Supplier, e.Reason?.Shown),
        SupplierSilent e => (say["Leverantören har inte svarat på beskedet i tid: ", "The supplier has not answered the message in time: "] + e.Supplier, null),
        SupplierRefusedMessage e => (say["Leverantörens system tog inte emot ett besked", "The supplier's system refused a message"], null),
        SupplierMessageAmended e => (say["Ett besked till leverantören rättades: ", "A message to the supplier was corrected: "] + e.Supplier, null),
        UserNotified e => NoticeWords.Sent(e, say, words),
        UserNoticeFollowed e => NoticeWords.Followed(e, say, words),
        CaseFollowedInChat => (say["Användaren följer ärendet i chatten", "The user follows the case in the chat"], null),
        CaseJoinedIncident e => (say["Ärendet hör till driftstörning ", "The case belongs to incident "] + e.Incident.Spaced, null),
        CaseLeftIncident e => (say["Ärendet hör inte till driftstörning ", "The case does not belong to incident "] + e.Incident.Spaced, null),
        HistoryRecorded e => (say["Ur en äldre logg", "From an older log"], null),
        _ => Beside(fact, say, words),
    };

    /// <summary>What leaves ball and clock where they are.</summary>
    private static (string? Says, string? Quote) Beside(object? fact, PageLanguage say, CaseWords words) => fact switch
    {
        VisitBooked e => (say["Ett besök är bokat: ", "A visit is booked: "] + Between(e.From, e.Until, say), null),
        VisitMoved e => (say["Besöket är flyttat till ", "The visit was moved to "] + Between(e.From, e.Until, say), null),
        VisitKept e => (words.Desk(e.Desk) + say[" var på plats", " was there"], null),
        VisitMissed e => (say["Besöket blev inte av", "The visit did not take place"], e.Reason.Shown),
        ExpertAsked e => (words.Desk(e.By) + say[" frågade ", " asked "] + words.Desk(e.Expert), e.Question.Shown),
        ExpertAnswered e => (words.Desk(e.Expert) + say[" svarade", " answered"], e.Answer.Shown),
        _ => (null, null),
    };

    private static string? Reason(object? fact) => fact switch
    {
        PrioritySet e => e.Reason,
        CaseRouted e => string.Join("; ", e.Reasons),
        SupplierRefusedMessage e => e.Why,
        SupplierMessageAmended e => e.Reason,
        HistoryRecorded e => e.Rule,
        CaseJoinedIncident e => e.Reason,
        CaseLeftIncident e => e.Reason,
        _ => null,
    };

    private static string Between(DateTimeOffset from, DateTimeOffset until, PageLanguage say) =>
        CityTime.Shown(from) + say[" till ", " to "] + CityTime.Shown(until);

    private static string? Quoted(SupplierReported e) =>
        string.Join(" · ", new[] { e.Ticket, e.Status, e.Substatus, e.Text is null ? null : e.Text.Shown }.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } said ? said : null;
}
