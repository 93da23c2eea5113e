using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>An append on its way through the writer; its task ends once the outcome is durable.</summary>
/// <param name="stream">Within the limits.</param>
/// <param name="expected">What the stream must look like.</param>
/// <param name="events">Within the limits.</param>
/// <param name="ct">Withdraws the append as long as the writer has not picked it up.</param>
/// <remarks>Continuations run elsewhere: a caller's code must never run on the writer's thread, where everyone waits for it.</remarks>
internal sealed class PendingAppend(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
    : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string Stream => stream;

    public ExpectedRevision Expected => expected;

    public IReadOnlyList<NewEvent> Events => events;

    public long Bytes { get; } = events.Sum(added => (long)added.Data.Length + added.Metadata.Length);

    /// <summary>Whether the caller has gone; the answer is asked once, when the writer picks the append up.</summary>
    public bool TryWithdraw() => ct.IsCancellationRequested && TrySetCanceled(ct);
}
