using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Work;

/// <summary>What became of a piece of work.</summary>
public abstract record WorkResult
{
    /// <summary>Done, or there was nothing to do.</summary>
    public static readonly WorkResult Done = new WorkDone();
}

/// <summary>It is done and is never done again.</summary>
public sealed record WorkDone : WorkResult;

/// <summary>It failed and may go well later; its line waits, other lines go on.</summary>
/// <param name="Cause">What happened, in words that group equal failures; without personal data.</param>
/// <param name="After">How long to wait at least; null for the group's own pace.</param>
public sealed record WorkFailed(string Cause, TimeSpan? After = null) : WorkResult;

/// <summary>Its time has not come. Not a failure, and its line goes on when it has.</summary>
/// <param name="Due">When to do it.</param>
public sealed record WorkNotDue(DateTimeOffset Due) : WorkResult;

/// <summary>It fails for good: it is parked for a person to look at, and its line goes on.</summary>
/// <param name="Cause">As in <see cref="WorkFailed"/>.</param>
public sealed record WorkHopeless(string Cause) : WorkResult;

/// <summary>
/// Work that the log's events lead to outside the log: deliveries, messages, timers. Done at least once for each event, in order
/// within a line, after the event is durable; an implementation recognises what it has done before by what stands in the log.
/// </summary>
public interface IWorkGroup
{
    /// <summary>Lower-case words joined by hyphens, for ever the same: the checkpoint and the parked work bear it.</summary>
    string Name { get; }

    /// <summary>The stored types of the events that may lead to work; others are passed over unread.</summary>
    IReadOnlySet<string> Types { get; }

    /// <summary>The line that the event's work stands in: one at a time in a line, lines beside each other. Null for no work.</summary>
    string? LineOf(Known happened);

    /// <summary>Does the work of one event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="ct">Ends the try; it is made again after a restart.</param>
    /// <remarks>An exception counts as <see cref="WorkFailed"/>.</remarks>
    Task<WorkResult> DoAsync(Known happened, CancellationToken ct);
}

/// <summary>How a group goes about failures.</summary>
/// <param name="AtOnce">Lines worked on at the same time.</param>
/// <param name="FirstWait">After the first failure; it doubles with each further one, with up to a quarter more or less by chance.</param>
/// <param name="LongestWait">At most between two tries.</param>
/// <param name="Tries">After so many failures the work is parked.</param>
/// <param name="Waiting">Pieces of work held in memory at most; the log is read on when there are fewer.</param>
public sealed record WorkPace(int AtOnce, TimeSpan FirstWait, TimeSpan LongestWait, int Tries, int Waiting)
{
    /// <summary>For peers over the wire: from a second to five minutes between tries, for some four days.</summary>
    public static readonly WorkPace Patient = new(16, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), 1_200, 20_000);

    /// <summary>The wait after the n-th failure.</summary>
    /// <param name="failures">1 or more.</param>
    /// <param name="chance">0 to 1.</param>
    public TimeSpan WaitAfter(int failures, double chance)
    {
        var doubled = FirstWait.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30));
        return TimeSpan.FromSeconds(Math.Min(doubled, LongestWait.TotalSeconds) * (0.75 + (chance / 2)));
    }
}
