using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>Something that a step does or asks outside the conversation.</summary>
public abstract record ChatDeed
{
    /// <summary>Asks which incidents the user should hear of. Changes nothing.</summary>
    /// <param name="Service">The service that the matter is about; null before anything is known of it.</param>
    public sealed record FindIncidents(string? Service) : ChatDeed;

    /// <summary>Notes that the incident hits the user too, and that news are wanted in this conversation.</summary>
    public sealed record JoinIncident(IncidentNumber Number) : ChatDeed;

    /// <summary>Makes a case and gives it to a desk. One message makes at most one.</summary>
    public sealed record MakeCase(CaseKind Kind, RoutingDecision Routing, Personal Words) : ChatDeed;

    /// <summary>Keeps files with a case.</summary>
    public sealed record KeepFiles(CaseNumber Number, IReadOnlyList<ChatFile> Files) : ChatDeed;

    /// <summary>Looks a case up.</summary>
    public sealed record FindCase(CaseNumber Number) : ChatDeed;

    /// <summary>Looks an order up.</summary>
    public sealed record FindOrder(OrderNumber Number) : ChatDeed;

    /// <summary>Closes a case, as the user says that it works.</summary>
    public sealed record ConfirmCase(CaseNumber Number) : ChatDeed;

    /// <summary>Opens a case again, as the user says that it does not work.</summary>
    public sealed record OpenAgain(CaseNumber Number) : ChatDeed;

    /// <summary>Passes words on to the desk: as the answer to what was asked, else as a note.</summary>
    public sealed record PassOn(CaseNumber Number, Personal Words) : ChatDeed;

    /// <summary>Makes a code for whoever the directory has this address or number for. Tells nobody whether there is one.</summary>
    public sealed record PromiseCode(string Said) : ChatDeed;

    /// <summary>Tries the code that was promised.</summary>
    public sealed record TryCode(string Said) : ChatDeed;

    /// <summary>Finds the proven person's own cases, the last changed first.</summary>
    public sealed record FindOwnCases(ChatWho Who) : ChatDeed;

    /// <summary>Promises a call about a case.</summary>
    public sealed record PromiseCall(CaseNumber Number, string Phone) : ChatDeed;

    /// <summary>Gives the promised call the time that was chosen.</summary>
    public sealed record MoveCall(CaseNumber Number, DateTimeOffset Start) : ChatDeed;

    /// <summary>Cancels the promised call.</summary>
    public sealed record CancelCall(CaseNumber Number) : ChatDeed;
}

/// <summary>How a deed went.</summary>
public abstract record ChatOutcome
{
    /// <summary>It is done.</summary>
    public sealed record Done : ChatOutcome;

    /// <summary>It cannot be done.</summary>
    /// <param name="Code">Stable: the rule that refused it.</param>
    public sealed record NotDone(string Code) : ChatOutcome;

    /// <summary>The incidents that the user may hear of, the weightiest first.</summary>
    public sealed record IncidentsFound(IReadOnlyList<SpokenIncident> Incidents) : ChatOutcome;

    /// <summary>The case was made.</summary>
    /// <param name="Desk">The desk that it was given to; null when none.</param>
    public sealed record Made(CaseNumber Number, string? Desk) : ChatOutcome
    {
        /// <summary>What the user can do meanwhile, as it is a known error; null for nothing.</summary>
        public IncidentText? Workaround { get; init; }
    }

    /// <summary>The case was found.</summary>
    /// <param name="Own">Whether it is the user's: made here, or proven.</param>
    /// <param name="Question">What its user is asked; null when nothing, or when the case is another's.</param>
    /// <param name="Call">Whether a call is promised about it.</param>
    public sealed record Found(CaseNumber Number, CasePhase Phase, string? Desk, bool Own, Personal? Question, bool Call) : ChatOutcome;

    /// <summary>The order was found.</summary>
    public sealed record OrderFound(SpokenOrder Order) : ChatOutcome;

    /// <summary>A code is on its way, or would be if the directory knew the address.</summary>
    /// <param name="Code">Null when the directory knows nobody by it.</param>
    public sealed record CodePromised(ChatCodePromised? Code) : ChatOutcome;

    /// <summary>The code is right: this is the user.</summary>
    public sealed record Proven(ChatWho Who) : ChatOutcome;

    /// <summary>The person's cases.</summary>
    public sealed record OwnCases(IReadOnlyList<CaseNumber> Numbers) : ChatOutcome;

    /// <summary>A call is promised.</summary>
    /// <param name="From">Not before; null for soon.</param>
    /// <param name="Times">Times that may be chosen instead.</param>
    public sealed record CallPromised(DateTimeOffset? From, IReadOnlyList<DateTimeOffset> Times) : ChatOutcome;
}
