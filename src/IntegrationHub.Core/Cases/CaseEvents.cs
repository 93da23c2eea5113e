using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>Something that happened to a case, in the words of the contact desk.</summary>
/// <param name="At">When it happened, UTC. When it was recorded is the log's business.</param>
public abstract record CaseEvent(DateTimeOffset At);

/// <summary>What a case is about.</summary>
public enum CaseKind
{
    /// <summary>Something does not work.</summary>
    Fault,

    /// <summary>Someone wants to know something.</summary>
    Question,

    /// <summary>Someone needs access, an account or a password.</summary>
    Access,

    /// <summary>About an order or a delivery.</summary>
    Order,

    /// <summary>Someone wants something changed.</summary>
    ChangeRequest,

    /// <summary>Someone is dissatisfied with how a case was handled.</summary>
    Complaint,
}

/// <summary>Who has the matter. All of it is personal.</summary>
/// <param name="Person">The pseudonym.</param>
/// <param name="Name">As given; null when not known.</param>
/// <param name="Phone">E.164; null when withheld.</param>
/// <param name="Email">Null when not known.</param>
public sealed record Reporter(PersonId Person, Personal? Name = null, Personal? Phone = null, Personal? Email = null)
{
    /// <summary>The person's pseudonym in the directory, once it is known who it is: confirmed in a call, or by an own address.</summary>
    public PersonId? Directory { get; init; }

    /// <summary>The employee who answers for someone that is not in the directory: a substitute on the first day, a consultant.</summary>
    public PersonId? Sponsor { get; init; }

    /// <summary>Set when the reporter speaks for somebody else: a teacher for a pupil.</summary>
    public OnBehalfOf? OnBehalfOf { get; init; }

    /// <summary>History without a person.</summary>
    public static readonly Reporter Nobody = new(PersonId.Nobody);

    /// <summary>The same, as part of a case.</summary>
    public Reporter Within(string matter) => this with { Name = Name?.Within(matter), Phone = Phone?.Within(matter), Email = Email?.Within(matter) };
}

/// <summary>Whose matter it is, when another reports it.</summary>
/// <param name="Name">As given; null when it was not asked, as in a call.</param>
public sealed record OnBehalfOf(Personal? Name = null);

/// <summary>A case began.</summary>
/// <param name="Contact">The stream of the call, chat or post that it came by; null for imported history.</param>
[StoredAs("case-opened", 1)]
public sealed record CaseOpened(
    CaseNumber Number, CaseKind Kind, Personal Description, Reporter Reporter, string Channel, string Language,
    string? Area, string? Site, string? Organisation, string? Contact, DateTimeOffset At) : CaseEvent(At);

/// <summary>The priority was decided or corrected, by the one rule.</summary>
/// <param name="Reason">In the hub's own words.</param>
/// <param name="Said">What whoever corrected it wrote; null when the hub decided.</param>
[StoredAs("priority-set", 1)]
public sealed record PrioritySet(
    Effect Effect, Urgency Urgency, Circumstances Circumstances, int Priority, string Reason, DateTimeOffset At, Personal? Said = null)
    : CaseEvent(At);

/// <summary>The hub could not tell which service it is and asked the user one question.</summary>
/// <param name="Question">In both languages and with its candidates, as it must stand when the answer comes.</param>
[StoredAs("routing-question-asked", 1)]
public sealed record RoutingQuestionAsked(RoutingQuestion Question, DateTimeOffset At) : CaseEvent(At)
{
    /// <summary>The version of the learnt model that had a say; null for the rules alone.</summary>
    public string? Model { get; init; }
}

/// <summary>The user answered the routing question.</summary>
[StoredAs("routing-question-answered", 1)]
public sealed record RoutingQuestionAnswered(Personal Answer, DateTimeOffset At) : CaseEvent(At);

/// <summary>The case was given to a desk, which now must answer.</summary>
/// <param name="Service">Null when only the desk is known: somebody asked for a person.</param>
/// <param name="Reasons">Why this desk, one plain sentence each.</param>
/// <param name="Alternatives">What else it could have been, likeliest first.</param>
/// <param name="AnswerDue">When the desk must have accepted or declined.</param>
[StoredAs("case-routed", 1)]
public sealed record CaseRouted(
    string? Service, string Desk, string Supplier, double Confidence, IReadOnlyList<string> Reasons,
    IReadOnlyList<RouteAlternative> Alternatives, DateTimeOffset AnswerDue, DateTimeOffset At) : CaseEvent(At)
{
    /// <summary>The version of the learnt model that had a say; null for the rules alone.</summary>
    public string? Model { get; init; }
}

/// <summary>The desk took the case.</summary>
/// <param name="Ticket">The supplier's own id, when it said one.</param>
[StoredAs("case-accepted", 1)]
public sealed record CaseAccepted(string Desk, string? Ticket, DateTimeOffset At) : CaseEvent(At);

/// <summary>The desk said that the case is not its own; the integrator has the ball.</summary>
[StoredAs("case-declined", 1)]
public sealed record CaseDeclined(string Desk, Personal Reason, DateTimeOffset At) : CaseEvent(At);

/// <summary>The desk neither accepted nor declined in time.</summary>
[StoredAs("supplier-answer-missed", 1)]
public sealed record SupplierAnswerMissed(string Desk, DateTimeOffset Due, DateTimeOffset At) : CaseEvent(At);

/// <summary>The desk asked the user something; the user has the ball.</summary>
[StoredAs("user-asked", 1)]
public sealed record UserAsked(string Desk, Personal Question, DateTimeOffset At) : CaseEvent(At);

/// <summary>The user answered; the desk has the ball again.</summary>
[StoredAs("user-answered", 1)]
public sealed record UserAnswered(Personal Answer, DateTimeOffset At) : CaseEvent(At);

/// <summary>The desk went on without the user's answer; it has the ball again.</summary>
[StoredAs("question-withdrawn", 1)]
public sealed record QuestionWithdrawn(string Desk, DateTimeOffset At) : CaseEvent(At);

/// <summary>The desk told how it goes.</summary>
[StoredAs("progress-told", 1)]
public sealed record ProgressTold(string Desk, Personal Text, DateTimeOffset At) : CaseEvent(At);

/// <summary>The desk asked another to take over; it keeps the ball until that desk accepts.</summary>
/// <param name="TakeOver">The change of supplier that it belongs to; null for one that the desk itself asked for.</param>
/// <param name="Tried">What the desk has tried; null when it did not say.</param>
[StoredAs("handover-proposed", 1)]
public sealed record HandoverProposed(
    string From, string To, Personal Reason, DateTimeOffset AnswerDue, DateTimeOffset At, TakeOver? TakeOver = null, Personal? Tried = null) : CaseEvent(At);

/// <summary>The other desk took over and has the ball.</summary>
/// <param name="TakeOver">As it was proposed.</param>
[StoredAs("handover-accepted", 1)]
public sealed record HandoverAccepted(string From, string To, DateTimeOffset At, TakeOver? TakeOver = null) : CaseEvent(At);

/// <summary>A case changes hands because its service does: no fault of any desk's, and so it counts for no bounce rule.</summary>
/// <param name="Decision">The decision about the service's owner.</param>
/// <param name="Supplier">Id of the supplier that now delivers the service.</param>
public sealed record TakeOver(string Decision, string Supplier);

/// <summary>The other desk did not take over.</summary>
[StoredAs("handover-declined", 1)]
public sealed record HandoverDeclined(string From, string To, Personal Reason, DateTimeOffset At) : CaseEvent(At);

/// <summary>A handover was refused by the bounce rule; instead these desks work together and the present one stays responsible.</summary>
/// <param name="With">The desk that helps; a team of the supplier's own system, where the case was passed about in there.</param>
/// <param name="Rule"><c>handover-returns</c> or <c>handover-third</c>.</param>
/// <param name="Tried">What the responsible desk has tried; null when it did not say.</param>
[StoredAs("joint-resolution-opened", 1)]
public sealed record JointResolutionOpened(
    string Responsible, string With, string Rule, Personal Reason, DateTimeOffset At, Personal? Tried = null) : CaseEvent(At);

/// <summary>The desk says that it works again; the user is asked to confirm.</summary>
/// <param name="ReminderDue">When the user is reminded, if no answer came.</param>
/// <param name="CloseDue">When the case is closed unconfirmed, if no answer came.</param>
[StoredAs("case-resolved", 1)]
public sealed record CaseResolved(
    string Desk, Personal Solution, DateTimeOffset ReminderDue, DateTimeOffset CloseDue, DateTimeOffset At) : CaseEvent(At);

/// <summary>The user was asked again whether it works.</summary>
/// <param name="Round">1 for the first reminder.</param>
/// <param name="NextDue">The next reminder, or the closing.</param>
[StoredAs("confirmation-reminded", 1)]
public sealed record ConfirmationReminded(int Round, DateTimeOffset NextDue, DateTimeOffset At) : CaseEvent(At);

/// <summary>The user says that it works.</summary>
[StoredAs("resolution-confirmed", 1)]
public sealed record ResolutionConfirmed(DateTimeOffset At) : CaseEvent(At);

/// <summary>The case is closed, as the user confirmed.</summary>
[StoredAs("case-closed", 1)]
public sealed record CaseClosed(DateTimeOffset At) : CaseEvent(At);

/// <summary>The case is closed although the user never answered; counted apart.</summary>
[StoredAs("case-closed-unconfirmed", 1)]
public sealed record CaseClosedUnconfirmed(int Reminders, DateTimeOffset At) : CaseEvent(At);

/// <summary>It does not work after all; the desk that resolved it has the ball again.</summary>
[StoredAs("case-reopened", 1)]
public sealed record CaseReopened(string? Desk, Personal Reason, DateTimeOffset At) : CaseEvent(At);

/// <summary>Who may read a note.</summary>
public enum NoteVisibility
{
    /// <summary>Desks and the user.</summary>
    Public,

    /// <summary>Desks only.</summary>
    Internal,
}

/// <summary>Someone wrote something down.</summary>
[StoredAs("note-added", 1)]
public sealed record NoteAdded(NoteVisibility Visibility, Personal Text, DateTimeOffset At) : CaseEvent(At);

/// <summary>A file belongs to the case; it lies outside the log.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its content, lower-case hex.</param>
[StoredAs("attachment-added", 1)]
public sealed record AttachmentAdded(Personal Name, string MediaType, long Bytes, string Sha256, string Reference, DateTimeOffset At)
    : CaseEvent(At);

/// <summary>The user left a spoken message. The recording lies with the carrier.</summary>
/// <param name="Recording">The carrier's id of it.</param>
/// <param name="Url">Where it lies.</param>
[StoredAs("voice-message-left", 1)]
public sealed record VoiceMessageLeft(string Recording, int Seconds, Personal? Url, DateTimeOffset At) : CaseEvent(At);

/// <summary>The user was promised a call.</summary>
/// <param name="From">Not before.</param>
/// <param name="Until">Not after.</param>
/// <param name="Callback">The promise that the hub keeps by itself; null where a desk calls.</param>
/// <param name="Kind">Null: <see cref="CallBackKind.KeptPlace"/>.</param>
/// <param name="Since">When the user first called: the wait is counted from then. Null: from <paramref name="At"/>.</param>
[StoredAs("call-back-booked", 1)]
public sealed record CallBackBooked(
    string Desk, Personal Phone, string Reason, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset At,
    CallbackId? Callback = null, CallBackKind? Kind = null, DateTimeOffset? Since = null) : CaseEvent(At);

/// <summary>The user was called, as promised.</summary>
/// <param name="Outcome"><c>reached</c> or <c>no-answer</c>.</param>
[StoredAs("call-back-made", 1)]
public sealed record CallBackMade(string Desk, string Outcome, DateTimeOffset At) : CaseEvent(At);

/// <summary>The promised time passed and nobody had called.</summary>
[StoredAs("call-back-missed", 1)]
public sealed record CallBackMissed(string Desk, DateTimeOffset Due, DateTimeOffset At) : CaseEvent(At);

/// <summary>What a supplier's system said, as it said it; what it means for the case follows as events of its own.</summary>
/// <param name="Message">The supplier's id of the message; the same one again is recorded once.</param>
/// <param name="Type">The kind of message.</param>
/// <param name="Details">Every further field, as sent.</param>
/// <param name="ContentHash">Of the content, so that a repeat with other content is noticed: see <see cref="ContentMark"/>.</param>
/// <param name="Refused">The rule that kept it from taking effect; null when it took effect.</param>
/// <param name="Answers">The hub's message that it names as its cause.</param>
[StoredAs("supplier-reported", 1)]
public sealed record SupplierReported(
    string Supplier, string Message, string Type, string? Ticket, string? Team, string? Agent, string? Status, string? Substatus,
    Personal? Text, IReadOnlyDictionary<string, string>? Details, string? ContentHash, string? Refused, DateTimeOffset At, string? Answers = null)
    : CaseEvent(At);

/// <summary>A message reached the supplier's system, which took it.</summary>
/// <param name="Message">The hub's id of the message: the id of the event that it told of.</param>
/// <param name="Receipt">What the supplier answered.</param>
/// <param name="Accepted">True where the supplier's own record was read back and shows it; null where that is the supplier's to say.</param>
/// <param name="ReceiptDue">Until when the supplier is expected to say whether it acts on it; null for never.</param>
[StoredAs("supplier-informed", 1)]
public sealed record SupplierInformed(
    string Supplier, string Message, string Type, string? Receipt, DateTimeOffset At, bool? Accepted = null, DateTimeOffset? ReceiptDue = null) : CaseEvent(At);

/// <summary>A supplier's system refused a message for good; a person must look.</summary>
[StoredAs("supplier-refused-message", 1)]
public sealed record SupplierRefusedMessage(string Supplier, string Message, string Type, string Why, DateTimeOffset At) : CaseEvent(At);

/// <summary>The user was sent a message.</summary>
/// <param name="Message">The hub's id of the message.</param>
/// <param name="Outcome"><c>sent</c>, <c>refused</c>, <c>stopped</c> when the user wants no messages, <c>kept</c> when no mail server is set, <c>unread</c> when nobody reads the conversation now, or <c>unknown</c> when the carrier's answer was lost and the message was not found.</param>
[StoredAs("user-notified", 1)]
public sealed record UserNotified(string Message, string Channel, string Template, string Outcome, DateTimeOffset At) : CaseEvent(At)
{
    /// <summary>The case up to and with the event that the message told of; null when that is not in the history.</summary>
    /// <param name="history">The whole case.</param>
    public IReadOnlyList<EventLog.Known>? Until(IReadOnlyList<EventLog.Known> history) =>
        history.FirstOrDefault(known => known.Recorded.Id.ToString("N") == Message) is { } told ? [.. history.Take((int)told.Recorded.Revision + 1)] : null;
}

/// <summary>History that a live case would have refused: what happened all the same.</summary>
/// <param name="Rule">The rule that it broke.</param>
[StoredAs("history-recorded", 1)]
public sealed record HistoryRecorded(string Rule, CasePhase Phase, string? Desk, DateTimeOffset At) : CaseEvent(At);

/// <summary>The texts of the case cannot be read any more; what happened, when and with whom stands.</summary>
/// <param name="Rule"><c>person-erased</c>, or <c>retention</c> when the time for its kind of case was over.</param>
[StoredAs("case-texts-erased", 1)]
public sealed record CaseTextsErased(string Rule, DateTimeOffset At) : CaseEvent(At);
