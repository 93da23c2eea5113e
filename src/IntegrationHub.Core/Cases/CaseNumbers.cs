using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Cases;

/// <summary>A run of case numbers belongs to one node, or to one import.</summary>
/// <param name="First">The first sequence number of the run.</param>
/// <param name="Count">How many.</param>
/// <param name="For">Who reserved it: <c>node</c>, or what an import is recognised by.</param>
[StoredAs("case-numbers-reserved", 1)]
public sealed record CaseNumbersReserved(long First, int Count, string For) : INumberRun
{
    string INumberRun.Owner => For;
}

/// <summary>Gives out case numbers; see <see cref="NumberRuns"/>.</summary>
public sealed class CaseNumbers(IEventLog log, EventCodec codec, TimeProvider clock) : IDisposable
{
    private readonly NumberRuns _runs = new(log, codec, clock, "case-numbers", (first, count, owner) => new CaseNumbersReserved(first, count, owner));

    /// <summary>A number that was never given before.</summary>
    /// <exception cref="EventLogException">The log could not reserve a run.</exception>
    public async Task<CaseNumber> NextAsync(CancellationToken ct) => CaseNumber.FromSequence(await _runs.NextAsync(ct));

    /// <summary>The first sequence number of the run that an import reserved, reserved now when it had not.</summary>
    /// <param name="import">What the import is recognised by, for example a hash of its file.</param>
    /// <param name="count">How many numbers it needs.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<long> ForImportAsync(string import, int count, CancellationToken ct) => _runs.ForImportAsync(import, count, ct);

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();
}
