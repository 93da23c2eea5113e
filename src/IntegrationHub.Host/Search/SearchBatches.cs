using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Search;

/// <summary>Batches that are put two at a time: a machine has two cores or more, and while one batch waits for the disk another is made.</summary>
/// <param name="putAsync">Puts a batch of streams; how many documents they were.</param>
internal sealed class SearchBatches(Func<IReadOnlyCollection<string>, LogPosition, Task<int>> putAsync) : IAsyncDisposable
{
    private const int Together = 2;

    private readonly List<Task<int>> _running = new(Together);

    /// <summary>How many documents were put.</summary>
    public long Put { get; private set; }

    /// <summary>Begins a batch, once there is a place for it.</summary>
    /// <param name="streams">Each of them in no other batch.</param>
    /// <param name="reached">Where the log was read to.</param>
    public async Task AddAsync(IReadOnlyCollection<string> streams, LogPosition reached)
    {
        if (_running.Count == Together)
        {
            await EndOneAsync();
        }

        _running.Add(Task.Run(() => putAsync(streams, reached)));
    }

    /// <summary>Waits until all that were begun are put.</summary>
    public async Task EndAsync()
    {
        while (_running.Count > 0)
        {
            await EndOneAsync();
        }
    }

    /// <summary>Nothing is put after this, even when one of them failed.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_running).ContinueWith(_ => { }, TaskScheduler.Default);

    private async Task EndOneAsync()
    {
        var ended = await Task.WhenAny(_running);
        _running.Remove(ended);
        Put += await ended;
    }
}
