using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Calls;

/// <summary>When somebody is promised a call.</summary>
/// <param name="From">Not before.</param>
/// <param name="AtATime">Whether it is a time that was chosen; otherwise it is a place in the desk's line.</param>
public sealed record PromisedTime(DateTimeOffset From, bool AtATime);

/// <summary>Asks which times are free for the call that the case's user is promised. Changes nothing.</summary>
public sealed record FindTimes(CaseNumber Number) : Deed;

/// <summary>Gives the promised call the time that was chosen.</summary>
public sealed record MoveCall(CaseNumber Number, DateTimeOffset Start) : Deed;

/// <summary>Cancels the promised call.</summary>
public sealed record CancelCall(CaseNumber Number) : Deed;

/// <summary>The times that are free, the next first; empty when none is.</summary>
public sealed record TimesFound(IReadOnlyList<DateTimeOffset> Times) : Outcome;
