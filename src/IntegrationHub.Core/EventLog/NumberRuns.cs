namespace IntegrationHub.Core.EventLog;

/// <summary>A run of numbers belongs to one node, or to one import.</summary>
public interface INumberRun
{
    /// <summary>The first number of the run.</summary>
    long First { get; }

    /// <summary>How many.</summary>
    int Count { get; }

    /// <summary>Who reserved it: <c>node</c>, or what an import is recognised by.</summary>
    string Owner { get; }
}

/// <summary>Gives out numbers, 1 and on. Runs are reserved in the log, so no two nodes on one log ever give the same number.</summary>
/// <param name="log">Where runs are reserved.</param>
/// <param name="codec">Reads and writes them.</param>
/// <param name="clock">The time.</param>
/// <param name="stream">The stream of these numbers' runs.</param>
/// <param name="run">The event of a run.</param>
/// <remarks>A restart leaves the rest of a run unused: numbers have gaps, never doubles.</remarks>
public sealed class NumberRuns(IEventLog log, EventCodec codec, TimeProvider clock, string stream, Func<long, int, string, INumberRun> run) : IDisposable
{
    private const int RunLength = 100;
    private readonly SemaphoreSlim _one = new(1);
    private long _next;
    private long _end;

    /// <summary>A number that was never given before.</summary>
    /// <exception cref="EventLogException">The log could not reserve a run.</exception>
    public async Task<long> NextAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_next == _end)
            {
                _next = await ReserveAsync(Guid.CreateVersion7(clock.GetUtcNow()), "node", RunLength, ct);
                _end = _next + RunLength;
            }

            return _next++;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The first number of the run that an import reserved, reserved now when it had not.</summary>
    /// <param name="import">What the import is recognised by, for example a hash of its file.</param>
    /// <param name="count">How many numbers it needs.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<long> ForImportAsync(string import, int count, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamBackwardsAsync(stream, ct))
        {
            if (codec.Decode(recorded).Fact is INumberRun reserved && reserved.Owner == import && reserved.Count >= count)
            {
                return reserved.First;
            }
        }

        return await ReserveAsync(EventId.From(stream, import), import, count, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<long> ReserveAsync(Guid id, string owner, int count, CancellationToken ct)
    {
        while (true)
        {
            var (first, revision) = await EndAsync(ct);
            var result = await log.AppendAsync(
                stream, ExpectedRevision.Exactly(revision), [codec.Encode(id, run(first, count, owner), new EventContext("hub", "hub"))], ct);
            if (result is Appended)
            {
                return first;
            }
        }
    }

    private async Task<(long First, long Revision)> EndAsync(CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamBackwardsAsync(stream, ct))
        {
            if (codec.Decode(recorded).Fact is INumberRun reserved)
            {
                return (reserved.First + reserved.Count, recorded.Revision);
            }
        }

        return (1, -1);
    }
}
