namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>Wakes whoever waits for the next commit.</summary>
internal sealed class CommitSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the next commit.</summary>
    /// <remarks>Take it before looking at the log, so that no commit falls between the look and the wait.</remarks>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
