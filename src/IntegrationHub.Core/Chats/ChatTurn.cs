using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>What the hub does next in a conversation.</summary>
public enum ChatTurnKind
{
    /// <summary>Says nothing: nothing was asked, or the desk has the conversation.</summary>
    Silent,

    /// <summary>Greets, and asks what it is about.</summary>
    Welcome,

    /// <summary>Asks what else it is about: something is settled.</summary>
    Anything,

    /// <summary>Tells of incidents, and asks whether one of them is the matter.</summary>
    TellIncident,

    /// <summary>Asks the router's one question.</summary>
    Clarify,

    /// <summary>Shows what was understood, as a card, and asks whether it is right.</summary>
    ReadBack,

    /// <summary>The case is made: tells its number.</summary>
    CaseMade,

    /// <summary>Asks for a case number.</summary>
    AskCase,

    /// <summary>Tells how a case stands, and what can be done.</summary>
    TellCase,

    /// <summary>Tells how an order stands, and when it is expected.</summary>
    TellOrder,

    /// <summary>Asks for words for the desk.</summary>
    AskWords,

    /// <summary>Asks what the complaint is.</summary>
    AskComplaint,

    /// <summary>Asks whose account a forgotten password is about: work or school.</summary>
    AskArea,

    /// <summary>Leads to self-service, and asks whether it helped.</summary>
    SelfService,

    /// <summary>Answers from the knowledge folder, and asks whether it helped.</summary>
    Answer,

    /// <summary>Asks for the address or number that the city has.</summary>
    AskIdentity,

    /// <summary>Asks for the code that was sent.</summary>
    AskCode,

    /// <summary>Lists the person's cases.</summary>
    OwnCases,

    /// <summary>Asks for a number to call.</summary>
    AskPhone,

    /// <summary>Has promised a call, and offers other times.</summary>
    CallPromised,

    /// <summary>The desk has the conversation.</summary>
    WithDesk,
}

/// <summary>What is said first, before the turn's own words.</summary>
public enum ChatLead
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>What was written tells nothing.</summary>
    NotUnderstood,

    /// <summary>The user says that it was understood wrongly.</summary>
    Denied,

    /// <summary>There is no such case, or it may not be shown.</summary>
    CaseUnknown,

    /// <summary>The case is closed, as the user confirmed.</summary>
    Confirmed,

    /// <summary>The case is open again.</summary>
    Reopened,

    /// <summary>What was written was passed on to the desk.</summary>
    PassedOn,

    /// <summary>The complaint is a case of its own.</summary>
    ComplaintMade,

    /// <summary>It changed under the user's hands; how it stands now follows.</summary>
    Changed,

    /// <summary>The user is hit by the incident too, and that is noted.</summary>
    IncidentJoined,

    /// <summary>The incident was over before the user answered.</summary>
    IncidentOver,

    /// <summary>Self-service, or the answer, helped.</summary>
    Helped,

    /// <summary>That is no address and no number.</summary>
    NotAnAddress,

    /// <summary>The code is wrong.</summary>
    CodeWrong,

    /// <summary>The code is too old, or was tried too often.</summary>
    CodeOver,

    /// <summary>It is known now who the user is.</summary>
    Identified,

    /// <summary>That is no phone number.</summary>
    NotANumber,

    /// <summary>The call is promised at the chosen time.</summary>
    TimeBooked,

    /// <summary>Somebody else was quicker with that time.</summary>
    TimeTaken,

    /// <summary>The call is cancelled.</summary>
    CallCancelled,

    /// <summary>No call can be promised.</summary>
    NoCall,

    /// <summary>The card was used before, or is an old one.</summary>
    OldCard,

    /// <summary>The file is kept with the case.</summary>
    FileKept,

    /// <summary>The file waits for the case that is not made yet.</summary>
    FileWaits,

    /// <summary>The desk cannot be reached now.</summary>
    DeskClosed,

    /// <summary>The desk has ended the conversation.</summary>
    DeskDone,

    /// <summary>It was not understood several times: a person takes over.</summary>
    GivenUp,

    /// <summary>The hub does not know.</summary>
    NotKnown,
}

/// <summary>Who the user is proven to be.</summary>
/// <param name="Person">The pseudonym in the directory.</param>
/// <param name="Way">The pseudonym of the number or address that it was proven by; cases bear it.</param>
/// <param name="FirstName">For the greeting.</param>
public sealed record ChatWho(PersonId Person, PersonId Way, Personal? FirstName)
{
    /// <summary>The directory's number, to reach the person by text message; null when there is none.</summary>
    public Personal? Phone { get; init; }

    /// <summary>The directory's address; null when there is none.</summary>
    public Personal? Mail { get; init; }

    /// <summary><c>office</c> or <c>education</c>; null when it is both or none.</summary>
    public string? Area { get; init; }

    /// <summary>Id of the organisation.</summary>
    public string? Organisation { get; init; }

    /// <summary>Id of the site.</summary>
    public string? Site { get; init; }
}

/// <summary>One turn of the hub's in a conversation: what it asks, and all that it remembers.</summary>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
public sealed record ChatTurn(ChatTurnKind Kind, string Language, ChatLead Lead = ChatLead.None)
{
    /// <summary>Times in a row that it was not understood, or understood wrongly.</summary>
    public int Failures { get; init; }

    /// <summary>What the user has said about the matter.</summary>
    public Personal? Words { get; init; }

    /// <summary>Where it seems to belong, with the question to ask.</summary>
    public RoutingDecision? Routing { get; init; }

    /// <summary>The case that is spoken of.</summary>
    public CaseNumber? Case { get; init; }

    /// <summary>The order that was asked for, as it stood; null when none was.</summary>
    public SpokenOrder? Order { get; init; }

    /// <summary>The desk that has it.</summary>
    public string? Desk { get; init; }

    /// <summary>Where it stands.</summary>
    public CasePhase? Phase { get; init; }

    /// <summary>Whether the case is the user's own: made here, or proven.</summary>
    public bool? Own { get; init; }

    /// <summary>What its user is asked; only of the own case.</summary>
    public Personal? Question { get; init; }

    /// <summary>The incidents that the user is told of, as they are told.</summary>
    public IReadOnlyList<SpokenIncident>? Incidents { get; init; }

    /// <summary>Incidents that it is not about, as the user said, or that are known to the user; they are not told again.</summary>
    public IReadOnlyList<IncidentNumber>? NotAbout { get; init; }

    /// <summary>Who the user is; null as long as nothing is proven.</summary>
    public ChatWho? Who { get; init; }

    /// <summary>What to go on with once it is known who the user is; null for nothing.</summary>
    public ChatTurnKind? Then { get; init; }

    /// <summary>Wrong codes in a row.</summary>
    public int WrongCodes { get; init; }

    /// <summary>The delivery area, as the user said it.</summary>
    public string? Area { get; init; }

    /// <summary>The address of self-service that was offered; null when none was.</summary>
    public string? SelfService { get; init; }

    /// <summary>The page of the knowledge folder that was shown; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>What the user can do meanwhile, as the matter is a known error; null for nothing.</summary>
    public IncidentText? Workaround { get; init; }

    /// <summary>The number to call, as known or as written.</summary>
    public Personal? Phone { get; init; }

    /// <summary>When the promised call is made, not before.</summary>
    public DateTimeOffset? CallFrom { get; init; }

    /// <summary>Times that may be chosen for a call.</summary>
    public IReadOnlyList<DateTimeOffset>? Times { get; init; }

    /// <summary>The user's own cases, as they are listed.</summary>
    public IReadOnlyList<CaseNumber>? Listed { get; init; }

    /// <summary>Whether nothing is said on this turn, as what came in asked for nothing.</summary>
    public bool? Quiet { get; init; }

    /// <summary>Whether a person is wanted once the case is made; and by telephone when <see cref="WantsCall"/>.</summary>
    public bool? WantsPerson { get; init; }

    /// <summary>Whether a call is wanted once the case is made.</summary>
    public bool? WantsCall { get; init; }

    /// <summary>Files that wait for the case that is not made yet.</summary>
    public IReadOnlyList<ChatFile>? Files { get; init; }

    /// <summary>The next turn, all that is known kept, failures forgotten.</summary>
    public ChatTurn To(ChatTurnKind kind, ChatLead lead = ChatLead.None) => this with { Kind = kind, Lead = lead, Failures = 0 };
}
