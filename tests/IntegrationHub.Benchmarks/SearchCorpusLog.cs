using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Benchmarks;

/// <summary>A log that can only be read to fill a search index: one event for each document of the corpus.</summary>
internal sealed class SearchCorpusLog(int documents) : IEventLog
{
    public Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct) => throw new NotSupportedException();

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long from, CancellationToken ct) => throw new NotSupportedException();

    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(string stream, CancellationToken ct) => throw new NotSupportedException();

    public IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, CancellationToken ct) => throw new NotSupportedException();

    public Task<LogPosition> HeadAsync(CancellationToken ct) => Task.FromResult(new LogPosition(documents - 1));

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(LogPosition after, CancellationToken ct) =>
        Enumerable.Range((int)after.Value + 1, documents - (int)after.Value - 1)
            .Select(n => new RecordedEvent(SearchCorpus.Stream(n), 0, new(n), Guid.Empty, "made", default, default, DateTimeOffset.UnixEpoch)).ToAsyncEnumerable();
}
