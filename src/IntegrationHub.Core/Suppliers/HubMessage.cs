namespace IntegrationHub.Core.Suppliers;

/// <summary>Something the hub tells a supplier about a case.</summary>
/// <param name="Case">The case's number; digits only.</param>
/// <param name="Ticket">The supplier's own ticket for it; null until the supplier has named one.</param>
public abstract record HubMessage(string Case, string? Ticket);

/// <summary>Whom the matter is about, as far as the desk needs it to help.</summary>
/// <param name="Name">Of the person.</param>
/// <param name="Phone">E.164; null when not known.</param>
/// <param name="Email">Null when not known.</param>
/// <param name="Language">Two letters: <c>sv</c>, <c>en</c>.</param>
public sealed record Reporter(string Name, string? Phone = null, string? Email = null, string? Language = null);

/// <summary>A case is the supplier's to work on. Answered with accepted or declined.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Desk">The desk it is meant for.</param>
/// <param name="Service">The service's id in the city's catalogue; null when the desk has to find out.</param>
/// <param name="Description">In the user's words.</param>
/// <param name="Reporter">Whom it is about.</param>
/// <param name="Ticket">Set when the supplier has had the case before.</param>
/// <param name="AnswerDue">Until when the hub expects accepted or declined.</param>
/// <param name="Area"><c>office</c> or <c>education</c>.</param>
/// <param name="Site">Where, as the city names its places.</param>
/// <param name="Organisation">Administration or company.</param>
/// <param name="Priority">The hub's word for it.</param>
/// <param name="Incident">The hub's id of a common fault that the case belongs to.</param>
public sealed record CaseAssigned(
    string Case, string Desk, string Description, Reporter Reporter, string? Service = null, string? Ticket = null, DateTimeOffset? AnswerDue = null,
    string? Area = null, string? Site = null, string? Organisation = null, string? Priority = null, string? Incident = null)
    : HubMessage(Case, Ticket);

/// <summary>Somebody added something to the case.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Text">The note itself; only what the supplier may see.</param>
/// <param name="By"><c>user</c>, <c>hub</c>, <c>desk:ID</c> or <c>supplier:ID</c>.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseNoteAdded(string Case, string Text, string By, string? Ticket = null) : HubMessage(Case, Ticket);

/// <summary>A file was added to the case.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Name">As the user calls it.</param>
/// <param name="MediaType">What it was found to be.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its content, lower-case hex.</param>
/// <param name="By"><c>user</c>, <c>hub</c>, <c>desk:ID</c> or <c>supplier:ID</c>.</param>
/// <param name="Content">All of it, in base64; left out when it is withheld. Fetched when the message is sent, and never part of an event.</param>
/// <param name="Withheld">Why it is left out: one of the words below.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseFileAdded(
    string Case, string Name, string MediaType, long Bytes, string Sha256, string By, string? Content = null, string? Withheld = null, string? Ticket = null)
    : HubMessage(Case, Ticket)
{
    /// <summary>Larger than the supplier is sent.</summary>
    public const string TooLarge = "size";

    /// <summary>Of a type that the supplier is not sent.</summary>
    public const string OtherType = "type";

    /// <summary>There is no virus scanner.</summary>
    public const string NotScanned = "not-scanned";

    /// <summary>The virus scanner found something.</summary>
    public const string Infected = "infected";

    /// <summary>It was erased.</summary>
    public const string Erased = "erased";

    /// <summary>The hub does not have it: it lies in a mailbox.</summary>
    public const string Elsewhere = "elsewhere";
}

/// <summary>The user answered the supplier's question: the case is the supplier's again.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Text">The answer.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseQuestionAnswered(string Case, string Text, string? Ticket = null) : HubMessage(Case, Ticket);

/// <summary>The user confirmed that the matter is resolved.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseResolutionConfirmed(string Case, string? Ticket = null) : HubMessage(Case, Ticket);

/// <summary>The matter is not resolved after all: the case is the supplier's again.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Reason">What still does not work.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseReopened(string Case, string Reason, string? Ticket = null) : HubMessage(Case, Ticket);

/// <summary>The case is closed; nothing more is expected.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Confirmed">Whether the user said so, or nobody answered.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseClosed(string Case, bool Confirmed, string? Ticket = null) : HubMessage(Case, Ticket);

/// <summary>The user is promised a call. Answered with callback-made by a desk that is to call.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Booking">The booking's id; another time under the same id moves it.</param>
/// <param name="Start">The earliest time to call.</param>
/// <param name="End">The latest time to call.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Name">Whom to ask for.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="CalledBy"><c>hub</c>: the hub calls the user and then connects the desk, which does not call itself. Left out: the desk calls.</param>
public sealed record CaseCallbackBooked(
    string Case, string Booking, DateTimeOffset Start, DateTimeOffset End, string Phone, string? Name = null, string? Ticket = null,
    string? CalledBy = null)
    : HubMessage(Case, Ticket);

/// <summary>The case is no longer the supplier's: stop working on it.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Reason">Why.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseWithdrawn(string Case, string Reason, string? Ticket = null) : HubMessage(Case, Ticket);

/// <summary>
/// Another desk asks the supplier to take a case over. Answered with handover-accepted, and from then on it is the supplier's
/// as if assigned; or with handover-declined.
/// </summary>
/// <param name="Case">The case's number.</param>
/// <param name="FromDesk">Who asks, and stays responsible until the answer.</param>
/// <param name="Desk">The desk it is meant for.</param>
/// <param name="Service">The service's id in the city's catalogue; null when the desk has to find out.</param>
/// <param name="Reason">Why the other desk thinks so.</param>
/// <param name="Description">In the user's words.</param>
/// <param name="Reporter">Whom it is about.</param>
/// <param name="Ticket">Set when the supplier has had the case before.</param>
/// <param name="AnswerDue">Until when the hub expects an answer.</param>
/// <param name="Tried">What has been tried: as the other desk says, else what it told on the way; null when that is nothing.</param>
public sealed record CaseHandoverRequested(
    string Case, string FromDesk, string Desk, string Reason, string Description, Reporter Reporter, string? Service = null,
    string? Ticket = null, DateTimeOffset? AnswerDue = null, string? Tried = null)
    : HubMessage(Case, Ticket);

/// <summary>The other desk answered the supplier's proposal.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="ToDesk">Who answered.</param>
/// <param name="Accepted">True: the case is theirs now. False: it is still the supplier's.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseHandoverAnswered(string Case, string ToDesk, bool Accepted, string? Reason = null, string? Ticket = null)
    : HubMessage(Case, Ticket);

/// <summary>
/// Several desks solve the case together, as it cannot be handed over once more; the one named stays responsible. Answered with
/// progressed and note-added; resolved is the responsible desk's to say.
/// </summary>
/// <param name="Case">The case's number.</param>
/// <param name="Responsible">The desk that stays responsible.</param>
/// <param name="Desk">The desk that is asked to help.</param>
/// <param name="Reason">Why its help is needed.</param>
/// <param name="Description">In the user's words.</param>
/// <param name="Reporter">Whom it is about.</param>
/// <param name="Service">The service's id in the city's catalogue; null when it is not known.</param>
/// <param name="Ticket">Set when the supplier has had the case before.</param>
/// <param name="Tried">What has been tried: as the responsible desk says, else what it told on the way; null when that is nothing.</param>
public sealed record CaseJointResolution(
    string Case, string Responsible, string Desk, string Reason, string Description, Reporter Reporter, string? Service = null,
    string? Ticket = null, string? Tried = null)
    : HubMessage(Case, Ticket);

/// <summary>The case weighs more, or less, than it was said to: corrected by the city's one rule, or raised by a local IT manager's mandate.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Priority">From now on: 1 (at once) to 4 (can wait).</param>
/// <param name="Reason">Why.</param>
/// <param name="By"><c>local-it-manager</c>, <c>user</c>, <c>desk:ID</c>, <c>supplier:ID</c> or <c>staff:PSEUDONYM</c>.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CasePriorityChanged(string Case, string Priority, string Reason, string By, string? Ticket = null) : HubMessage(Case, Ticket);

/// <summary>A local IT manager suspects a common fault behind the case. The desk confirms it, by an incident, or dismisses it, in the city's pages.</summary>
/// <param name="Case">The case's number.</param>
/// <param name="Reason">What is suspected.</param>
/// <param name="JudgeDue">Until when it must be judged.</param>
/// <param name="Overdue">Whether this is the reminder, the time having passed.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record CaseFaultSuspected(string Case, string Reason, DateTimeOffset JudgeDue, bool Overdue, string? Ticket = null) : HubMessage(Case, Ticket);
