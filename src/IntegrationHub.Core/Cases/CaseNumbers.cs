using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Cases;

/// <summary>A run of case numbers belongs to one node, or to one import.</summary>
/// <param name="First">The first sequence number of the run.</param>
/// <param name="Count">How many.</param>
/// <param name="For">Who reserved it: <c>node</c>, or what an import is recognised by.</param>
[StoredAs("case-numbers-reserved", 1)]
public sealed record CaseNumbersReserved(long First, int Count, string For);

/// <summary>Gives out case numbers. Runs are reserved in the log, so no two nodes on one log ever give the same number.</summary>
/// <remarks>A restart leaves the rest of a run unused: numbers have gaps, never doubles.</remarks>
public sealed class CaseNumbers(IEventLog log, EventCodec codec, TimeProvider clock) : IDisposable
{
    private const string Stream = "case-numbers";
    private const int RunLength = 100;
    private readonly SemaphoreSlim _one = new(1);
    private long _next;
    private long _end;

    /// <summary>A number that was never given before.</summary>
    /// <exception cref="EventLogException">The log could not reserve a run.</exception>
    public async Task<CaseNumber> NextAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_next == _end)
            {
                _next = await ReserveAsync(Guid.CreateVersion7(clock.GetUtcNow()), "node", RunLength, ct);
                _end = _next + RunLength;
            }

            return CaseNumber.FromSequence(_next++);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The first sequence number of the run that an import reserved, reserved now when it had not.</summary>
    /// <param name="import">What the import is recognised by, for example a hash of its file.</param>
    /// <param name="count">How many numbers it needs.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<long> ForImportAsync(string import, int count, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamBackwardsAsync(Stream, ct))
        {
            if (codec.Decode(recorded).Fact is CaseNumbersReserved run && run.For == import && run.Count >= count)
            {
                return run.First;
            }
        }

        return await ReserveAsync(EventId.From(Stream, import), import, count, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<long> ReserveAsync(Guid id, string owner, int count, CancellationToken ct)
    {
        while (true)
        {
            var (first, revision) = await EndAsync(ct);
            var run = new CaseNumbersReserved(first, count, owner);
            var result = await log.AppendAsync(
                Stream, ExpectedRevision.Exactly(revision), [codec.Encode(id, run, new EventContext("hub", "hub"))], ct);
            if (result is Appended)
            {
                return first;
            }
        }
    }

    private async Task<(long First, long Revision)> EndAsync(CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamBackwardsAsync(Stream, ct))
        {
            if (codec.Decode(recorded).Fact is CaseNumbersReserved run)
            {
                return (run.First + run.Count, recorded.Revision);
            }
        }

        return (1, -1);
    }
}
