using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Workers;

/// <summary>An event for a group, and what to call when its work is over: done, or parked durably.</summary>
/// <param name="Over">Safe to call once; not calling it brings the event again, after a restart or from another node.</param>
internal sealed record FedEvent(RecordedEvent Recorded, Func<Task> Over);

/// <summary>
/// Where a group's events come from, and who keeps how far its work is done: a checkpoint of this node's own, or the database, which
/// gives each event to one of several nodes. Each event comes at least once.
/// </summary>
internal interface IWorkFeed
{
    /// <summary>Events that may lead to work, in order of the log; within a stream always. Ends only by cancellation.</summary>
    /// <param name="types">The stored types wanted.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read; read again later.</exception>
    IAsyncEnumerable<FedEvent> ReadAsync(IReadOnlySet<string> types, CancellationToken ct);

    /// <summary>Keeps durably how far the work is; called now and then, and at the end.</summary>
    void Save();
}
