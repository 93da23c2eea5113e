using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Work;

/// <summary>A piece of work failed for good and waits for a person. One stream per group: <c>parked-GROUP</c>.</summary>
/// <param name="Event">Id of the event that the work is for.</param>
/// <param name="Stream">The stream of that event.</param>
/// <param name="Revision">Its place there.</param>
/// <param name="Type">Its stored type.</param>
/// <param name="Cause">What happened; equal failures have equal words.</param>
/// <param name="Tries">How many were made.</param>
[StoredAs("work-parked", 1)]
public sealed record WorkParked(
    string Group, Guid Event, string Stream, long Revision, string Type, string Cause, int Tries, DateTimeOffset At)
{
    /// <summary>The stream that a group's parked work is noted in.</summary>
    public static string StreamOf(string group) => "parked-" + group;
}
