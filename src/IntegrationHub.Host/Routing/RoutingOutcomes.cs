using System.Diagnostics.Metrics;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing.Learning;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Routing;

/// <summary>Counts, as cases are solved, whether the desk that the router chose solved them: what drift is first seen by.</summary>
internal sealed class RoutingOutcomes : IWorkGroup, IDisposable
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(CaseResolved))];

    private readonly CaseStore _cases;
    private readonly Meter _meter = new("IntegrationHub.Routing");
    private readonly Counter<long> _solved;

    public RoutingOutcomes(CaseStore cases)
    {
        _cases = cases;
        _solved = _meter.CreateCounter<long>("hub.routing.solved", "{case}", "Cases solved, by whether the desk solved them that they were first routed to.");
    }

    /// <inheritdoc/>
    public string Name => "routing-outcomes";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var loaded = await _cases.LoadAsync(CaseNumber.OfStream(happened.Recorded.Stream), ct);
        var solved = loaded.History.Take((int)happened.Recorded.Revision + 1).Aggregate((SolvedCase?)null, (one, known) => SolvedCase.After(one, known.Fact));
        if (solved?.WentWrong is { } wrong)
        {
            _solved.Add(1, new KeyValuePair<string, object?>("by", wrong ? "another-desk" : "routed-desk"));
        }

        return WorkResult.Done;
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
