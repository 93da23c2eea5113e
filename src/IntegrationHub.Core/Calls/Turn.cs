using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>What the hub does next in a call.</summary>
public enum TurnKind
{
    /// <summary>Asks the first question: the matter, an existing case, English, or a person.</summary>
    Welcome,

    /// <summary>Asks which of the matters below the chosen one it is.</summary>
    Narrow,

    /// <summary>Asks for a few words on what has happened; may be skipped.</summary>
    Describe,

    /// <summary>Asks the router's one question.</summary>
    Clarify,

    /// <summary>Says what was understood and asks whether it is right.</summary>
    ReadBack,

    /// <summary>Says the case number and calls the desk.</summary>
    Connect,

    /// <summary>Asks a withheld caller for a number to call back on.</summary>
    AskPhone,

    /// <summary>Promises a call and ends.</summary>
    Promise,

    /// <summary>Cannot promise a call: says the case number, and ends.</summary>
    NoPromise,

    /// <summary>Asks for a case number.</summary>
    AskCase,

    /// <summary>Tells how a case stands and asks what the caller wants with it.</summary>
    TellCase,

    /// <summary>Tells how an order stands, and when it is expected.</summary>
    TellOrder,

    /// <summary>Asks for words to the desk: information, or the answer to its question.</summary>
    AskWords,

    /// <summary>Says how it went, and ends.</summary>
    Goodbye,

    /// <summary>Tells of incidents and asks whether one of them is the matter.</summary>
    TellIncident,

    /// <summary>Offers news of an incident by text message.</summary>
    OfferNews,

    /// <summary>Asks whether the caller is whom the directory has the number for, and whether it is the own matter.</summary>
    AskWho,

    /// <summary>Asks which of the caller's roles the matter is about.</summary>
    AskRole,

    /// <summary>Asks a local IT manager for the PIN.</summary>
    AskPin,

    /// <summary>Asks why the priority is to be raised, or whether a common fault is suspected.</summary>
    AskMandate,

    /// <summary>Asks what is suspected.</summary>
    AskSuspicion,

    /// <summary>Asks which account a forgotten password is about: at work or at school.</summary>
    AskArea,

    /// <summary>Offers to change a forgotten password oneself.</summary>
    OfferSelfService,

    /// <summary>Asks whether self-service helped.</summary>
    AskHelped,

    /// <summary>Has promised a call, and offers times for it instead.</summary>
    OfferTimes,

    /// <summary>Promises a call at the time that was chosen, and ends.</summary>
    TimeBooked,

    /// <summary>Offers other times for a call that is promised, or to cancel it.</summary>
    ChangeTime,

    /// <summary>The hub calls: says who it is, and asks for a key before anything else is said.</summary>
    CallbackHello,

    /// <summary>The hub called and the desk could not be reached: says that the place is kept, and ends.</summary>
    PlaceKept,

    /// <summary>Tells the place in the desk's line, and lets wait.</summary>
    Wait,

    /// <summary>The desk cannot be called: offers a call back or a message.</summary>
    OfferCallBack,

    /// <summary>Records a spoken message.</summary>
    Message,
}

/// <summary>What is said first, before the turn's own words: why the question comes again, or what has just been done.</summary>
public enum Lead
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing was heard.</summary>
    Silence,

    /// <summary>The key means nothing here.</summary>
    WrongKey,

    /// <summary>Something was said, but Twilio was not sure of it.</summary>
    Unsure,

    /// <summary>What was said tells nothing.</summary>
    NotUnderstood,

    /// <summary>The caller said that it was understood wrongly.</summary>
    Denied,

    /// <summary>There is no such case.</summary>
    CaseUnknown,

    /// <summary>That is no phone number.</summary>
    NotANumber,

    /// <summary>The hub has failed; a person takes over.</summary>
    Apology,

    /// <summary>It was not understood three times; a person takes over.</summary>
    GivenUp,

    /// <summary>The caller and the desk have spoken.</summary>
    Spoken,

    /// <summary>The case is closed, as the caller confirmed.</summary>
    Confirmed,

    /// <summary>The case is open again.</summary>
    Reopened,

    /// <summary>What was said was passed on to the desk.</summary>
    PassedOn,

    /// <summary>The caller is hit by the incident too, and that is noted.</summary>
    IncidentJoined,

    /// <summary>The incident was over before the caller answered.</summary>
    IncidentOver,

    /// <summary>News of the incident will be sent.</summary>
    NewsPromised,

    /// <summary>The PIN is wrong.</summary>
    PinWrong,

    /// <summary>Too many wrong PINs: none is tried for a while.</summary>
    PinLocked,

    /// <summary>The priority is raised, and the desk is told.</summary>
    Escalated,

    /// <summary>The case has the highest priority already.</summary>
    HighestAlready,

    /// <summary>The suspicion is noted, and will be judged.</summary>
    SuspicionNoted,

    /// <summary>Self-service helped.</summary>
    SelfServiceHelped,

    /// <summary>Somebody else was quicker: the time is not free any more.</summary>
    TimeTaken,

    /// <summary>The promised call is cancelled.</summary>
    CallCancelled,

    /// <summary>The promised call was made, given up or cancelled meanwhile.</summary>
    CallOver,

    /// <summary>Nothing was recorded.</summary>
    NothingRecorded,

    /// <summary>The spoken message is kept with the case.</summary>
    MessageLeft,

    /// <summary>The caller goes on to another desk, which knows the story.</summary>
    Transferring,

    /// <summary>The other desk did not take the call.</summary>
    TransferBack,
}

/// <summary>One turn of the hub's in a call: all that is needed to say it, now and when it is asked for again.</summary>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
public sealed record Turn(TurnKind Kind, string Language, Lead Lead = Lead.None)
{
    /// <summary>Failures in a row, 0 to 2; the third brings a person.</summary>
    public int Failures { get; init; }

    /// <summary>How often the caller said that it was understood wrongly; each is a failure that does not wear off.</summary>
    public int Denials { get; init; }

    /// <summary>The choice made by key: id of a <see cref="MenuChoice"/>.</summary>
    public string? Menu { get; init; }

    /// <summary>What the caller has said about the matter.</summary>
    public Personal? Words { get; init; }

    /// <summary>Where it seems to belong, with the question to ask; from <see cref="TurnKind.Clarify"/> on.</summary>
    public RoutingDecision? Routing { get; init; }

    /// <summary>The case that the call is about, once there is one.</summary>
    public CaseNumber? Case { get; init; }

    /// <summary>The desk that has the case or is called.</summary>
    public string? Desk { get; init; }

    /// <summary>Where an existing case stands.</summary>
    public CasePhase? Phase { get; init; }

    /// <summary>The order that was asked for, as it stood; null when none was.</summary>
    public SpokenOrder? Order { get; init; }

    /// <summary>What the user is asked about an existing case; only when the caller is that user.</summary>
    public Personal? Question { get; init; }

    /// <summary>The number that will be called back, as known or as keyed in.</summary>
    public Personal? Phone { get; init; }

    /// <summary>When the desk opens and calls back; null when it is open and calls soon.</summary>
    public DateTimeOffset? CallFrom { get; init; }

    /// <summary>The incidents that the caller is told of, as they are told; then the one that it is about.</summary>
    public IReadOnlyList<SpokenIncident>? Incidents { get; init; }

    /// <summary>Incidents that it is not about, as the caller said; they are not told again.</summary>
    public IReadOnlyList<IncidentNumber>? NotAbout { get; init; }

    /// <summary>Who calls, as far as the directory and the caller say; null when it was not looked up or nobody has the number.</summary>
    public Who? Who { get; init; }

    /// <summary>Whether the caller may be a local IT manager with a mandate for the case, to be confirmed by PIN; null when not.</summary>
    public bool? MayEscalate { get; init; }

    /// <summary>Id of the <see cref="AreaRule"/> that the caller comes under; null for the common way.</summary>
    public string? Rule { get; init; }

    /// <summary>The delivery area, as the caller said it; null when it was not asked.</summary>
    public string? Area { get; init; }

    /// <summary>The address of self-service that was offered; null when none was.</summary>
    public string? SelfService { get; init; }

    /// <summary>Times that the caller may choose for a call, as they are told; the first has key 1.</summary>
    public IReadOnlyList<DateTimeOffset>? Times { get; init; }

    /// <summary>The call that the caller is promised about the case, as it was when it was told.</summary>
    public PromisedTime? Promised { get; init; }

    /// <summary>The promise that this call keeps: the hub has placed it. Null for a call that came in.</summary>
    public CallbackId? Callback { get; init; }

    /// <summary>The place in the desk's line; null before the desk was called.</summary>
    public Waiting? Waiting { get; init; }

    /// <summary>The story that goes with the caller to another desk; null when no desk handed the call on.</summary>
    public Handed? Handed { get; init; }

    /// <summary>Whether nothing follows but the end of the call.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Ends => Kind is TurnKind.Promise or TurnKind.NoPromise or TurnKind.Goodbye or TurnKind.TimeBooked or TurnKind.PlaceKept;

    /// <summary>Whether single keys are choices here.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsMenu => Kind is TurnKind.Welcome or TurnKind.Narrow or TurnKind.Describe or TurnKind.Clarify or TurnKind.ReadBack
        or TurnKind.TellCase or TurnKind.TellOrder or TurnKind.AskWords or TurnKind.TellIncident or TurnKind.OfferNews
        or TurnKind.AskWho or TurnKind.AskRole or TurnKind.AskMandate or TurnKind.AskArea or TurnKind.OfferSelfService or TurnKind.AskHelped
        or TurnKind.OfferTimes or TurnKind.ChangeTime or TurnKind.CallbackHello or TurnKind.Wait or TurnKind.OfferCallBack;

    /// <summary>The next turn, all that is known kept, failures forgotten.</summary>
    public Turn To(TurnKind kind, Lead lead = Lead.None) => this with { Kind = kind, Lead = lead, Failures = 0 };
}
