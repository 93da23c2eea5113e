using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Work;

/// <summary>A piece of work failed for good and waits for a person.</summary>
/// <param name="Event">Id of the event that the work is for.</param>
/// <param name="Stream">The stream of that event.</param>
/// <param name="Revision">Its place there.</param>
/// <param name="Type">Its stored type.</param>
/// <param name="Cause">What happened; equal failures have equal words.</param>
/// <param name="Tries">How many were made.</param>
/// <param name="Round">0 the first time, one more after each release.</param>
[StoredAs("work-parked", 1)]
public sealed record WorkParked(
    string Group, Guid Event, string Stream, long Revision, string Type, string Cause, int Tries, DateTimeOffset At, int Round = 0);

/// <summary>A person let parked work be tried again.</summary>
/// <param name="Round">The round that it is tried in now: 1 or more.</param>
[StoredAs("work-released", 1)]
public sealed record WorkReleased(string Group, Guid Event, string Stream, long Revision, int Round, DateTimeOffset At);

/// <summary>A person decided that parked work is never done.</summary>
[StoredAs("work-dropped", 1)]
public sealed record WorkDropped(string Group, Guid Event, string Reason, DateTimeOffset At);
