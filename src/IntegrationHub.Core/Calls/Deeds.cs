using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>What the dialogue wants: a turn, and what must be done before it can be said.</summary>
/// <param name="Turn">What to say once the deed is done; <see cref="Dialogue.After"/> completes it.</param>
/// <param name="First">Done before the turn is recorded. Safe to do again: its effects are known by call and step. Null: nothing.</param>
public sealed record Plan(Turn Turn, Deed? First = null);

/// <summary>Something that a step does to a case.</summary>
public abstract record Deed;

/// <summary>Makes the call's case and gives it to a desk. A call makes at most one.</summary>
/// <param name="Routing">Where to, as read back and confirmed, or the desk of persons.</param>
public sealed record MakeCase(CaseKind Kind, RoutingDecision Routing) : Deed;

/// <summary>Looks a case up.</summary>
public sealed record FindCase(CaseNumber Number) : Deed;

/// <summary>Looks an order up.</summary>
public sealed record FindOrder(OrderNumber Number) : Deed;

/// <summary>Closes a case, as the caller says that it works.</summary>
public sealed record ConfirmCase(CaseNumber Number) : Deed;

/// <summary>Opens a case again, as the caller says that it does not work.</summary>
public sealed record OpenAgain(CaseNumber Number) : Deed;

/// <summary>Passes words on to the desk: as the answer to what was asked, else as a note.</summary>
public sealed record PassOn(CaseNumber Number, Personal Words, bool Answers) : Deed;

/// <summary>Books a call-back within <see cref="CasePolicy.CallBackWithin"/>, or as long after the desk opens.</summary>
/// <param name="Phone">As known or as keyed in.</param>
/// <param name="Place">The place in the desk's line that is kept; null when the caller has none.</param>
public sealed record BookCall(CaseNumber Number, Personal Phone, Waiting? Place = null) : Deed;

/// <summary>How a deed went.</summary>
public abstract record Outcome;

/// <summary>It is done.</summary>
public sealed record Done : Outcome;

/// <summary>The order was found.</summary>
public sealed record OrderFound(SpokenOrder Order) : Outcome;

/// <summary>The call-back is booked.</summary>
/// <param name="From">Not before.</param>
/// <param name="Later">Whether the desk is closed now, so that the time must be told.</param>
public sealed record Booked(DateTimeOffset From, bool Later) : Outcome
{
    /// <summary>Whether a time was chosen earlier and stands.</summary>
    public bool AtATime { get; init; }

    /// <summary>The next free times that the caller may choose instead; empty where none can be chosen.</summary>
    public IReadOnlyList<DateTimeOffset> Times { get; init; } = [];
}

/// <summary>It cannot be done.</summary>
/// <param name="Code">Stable: <see cref="NotANumber"/>, or the rule of the case that refused it.</param>
public sealed record NotDone(string Code) : Outcome
{
    /// <summary>What was keyed in is no phone number.</summary>
    public const string NotANumber = "not-a-number";

    /// <summary>Too many wrong PINs.</summary>
    public const string PinLocked = "pin-locked";
}

/// <summary>The case was made.</summary>
/// <param name="Desk">The desk that it was given to; null when none.</param>
public sealed record Made(CaseNumber Number, string? Desk) : Outcome;

/// <summary>The case was found.</summary>
/// <param name="Question">What its user is asked; null when nothing, or when the caller is somebody else.</param>
/// <param name="MayEscalate">Whether the caller's number is a local IT manager's of the case's organisation, who has a PIN.</param>
public sealed record Found(CaseNumber Number, CasePhase Phase, string? Desk, Personal? Question, bool MayEscalate = false) : Outcome
{
    /// <summary>When the caller is promised a call; null when none is promised, or when the caller is somebody else.</summary>
    public PromisedTime? Promised { get; init; }
}
