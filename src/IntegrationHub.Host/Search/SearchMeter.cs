using System.Diagnostics.Metrics;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Search;

/// <summary>How far the search index is behind the log, as a metric of the meter <c>IntegrationHub.Search</c>.</summary>
internal sealed class SearchMeter : IDisposable
{
    private readonly Meter _meter = new("IntegrationHub.Search");
    private readonly IEventLog _log;
    private long _reached = LogPosition.Start.Value;
    private long _head = LogPosition.Start.Value;

    public SearchMeter(IEventLog log)
    {
        _log = log;
        _meter.CreateObservableGauge("search.lag", () => Lag, "{event}", "Log positions that searches do not see yet; an upper bound of events, as positions have gaps.");
    }

    /// <summary>How far it is behind, in log positions; 0 when searches see everything.</summary>
    public long Lag
    {
        get
        {
            // The embedded log knows its head; with one that must ask for it, the head of the last time is told.
            var head = _log.HeadAsync(CancellationToken.None);
            if (head.IsCompletedSuccessfully)
            {
                Volatile.Write(ref _head, head.Result.Value);
            }

            return Math.Max(0, Volatile.Read(ref _head) - Volatile.Read(ref _reached));
        }
    }

    /// <summary>Notes what the index now holds.</summary>
    public void Reach(LogPosition position) => Volatile.Write(ref _reached, position.Value);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
