using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>An append as it goes over the wire: always to an exact revision, so that sending it twice writes it once.</summary>
/// <param name="Stream">Within the limits.</param>
/// <param name="Expected">A revision, or -1 for a stream that does not exist.</param>
/// <param name="Events">Within the limits, no id twice.</param>
internal sealed record ExactAppend(string Stream, long Expected, IReadOnlyList<NewEvent> Events);

/// <summary>How one try of an append ended.</summary>
internal abstract record Attempt;

/// <summary>The events stand in the log, whether just written or from before.</summary>
internal sealed record Stands(long Revision, long Position) : Attempt;

/// <summary>The stream has another revision; -1 when it does not exist.</summary>
internal sealed record Conflict(long Actual) : Attempt;

/// <summary>There was no answer, or one that says nothing about the events.</summary>
/// <param name="Trouble">What is wrong.</param>
/// <param name="MayStand">Whether the events may have been written all the same.</param>
internal sealed record Failed(CallTrouble Trouble, bool MayStand) : Attempt;
