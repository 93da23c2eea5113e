using System.Runtime.CompilerServices;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

/// <summary>An event log in memory, for tests of what stands on top of one. Thread-safe; passes the contract.</summary>
public sealed class MemoryEventLog(TimeProvider clock) : IEventLog
{
    private readonly Lock _lock = new();
    private readonly List<RecordedEvent> _all = [];
    private readonly Dictionary<string, List<RecordedEvent>> _streams = new(StringComparer.Ordinal);
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        AppendLimits.Check(stream, expected, events);
        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled<AppendResult>(ct);
        }

        lock (_lock)
        {
            return Task.FromResult(Append(stream, expected, events));
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long from, CancellationToken ct) =>
        Read(Stream(stream).Where(read => read.Revision >= from), ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(string stream, CancellationToken ct) =>
        Read(Stream(stream).AsEnumerable().Reverse(), ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(LogPosition after, CancellationToken ct) => Read(After(after).Events, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var (events, added) = After(after);
            foreach (var read in events)
            {
                ct.ThrowIfCancellationRequested();
                yield return read;
                after = read.Position;
            }

            await added.WaitAsync(ct);
        }
    }

    /// <inheritdoc/>
    public Task<LogPosition> HeadAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return Task.FromResult(_all.Count == 0 ? LogPosition.Start : _all[^1].Position);
        }
    }

    private AppendResult Append(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events)
    {
        var standing = _streams.GetValueOrDefault(stream) ?? [];
        var last = standing.Count - 1L;
        var wrong = new WrongRevision(last);
        if (events.DistinctBy(added => added.Id).Count() < events.Count || (expected == ExpectedRevision.Exists && last < 0))
        {
            return wrong;
        }

        var exact = expected.Value >= -1;
        RecordedEvent[] repeats = exact
            ? [.. standing.Skip((int)Math.Min(expected.Value, last) + 1).Zip(events).Where(p => p.First.Id == p.Second.Id).Select(p => p.First)]
            : [.. events.Select(added => standing.Find(known => known.Id == added.Id)).OfType<RecordedEvent>()];
        if (exact ? expected.Value == last : repeats.Length == 0)
        {
            return Write(stream, standing, events);
        }

        return repeats.Length == events.Count ? new Appended(repeats[^1].Revision, repeats[^1].Position, Repeated: true) : wrong;
    }

    private Appended Write(string stream, List<RecordedEvent> standing, IReadOnlyList<NewEvent> events)
    {
        _streams[stream] = standing;
        foreach (var added in events)
        {
            var recorded = new RecordedEvent(
                stream, standing.Count, new LogPosition(_all.Count), added.Id, added.Type,
                added.Data.ToArray(), added.Metadata.ToArray(), clock.GetUtcNow());
            standing.Add(recorded);
            _all.Add(recorded);
        }

        _added.SetResult();
        _added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Appended(standing[^1].Revision, standing[^1].Position, Repeated: false);
    }

    private RecordedEvent[] Stream(string stream)
    {
        lock (_lock)
        {
            return [.. _streams.GetValueOrDefault(stream) ?? []];
        }
    }

    private (RecordedEvent[] Events, Task Added) After(LogPosition after)
    {
        lock (_lock)
        {
            // Positions are places in the list, so that a follower's wake costs what is new and not what is there.
            return ([.. _all.Skip((int)after.Value + 1)], _added.Task);
        }
    }

    private static async IAsyncEnumerable<RecordedEvent> Read(IEnumerable<RecordedEvent> events, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var read in events)
        {
            ct.ThrowIfCancellationRequested();
            yield return read;
        }
    }
}
