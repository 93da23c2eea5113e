namespace IntegrationHub.KurrentServer.Log;

/// <summary>
/// The wait for the disk that every write of a real node shares with the writes beside it. It is what makes answers come after
/// a half-close, and refusals before successes.
/// </summary>
internal sealed class Flush(TimeSpan every, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Task? _running;

    public Task DoneAsync()
    {
        if (every == TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            return _running ??= RunAsync();
        }
    }

    private async Task RunAsync()
    {
        await Task.Delay(every, clock, CancellationToken.None);
        lock (_gate)
        {
            _running = null;
        }
    }
}
