using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace IntegrationHub.Host.Workers;

/// <summary>Figures of the groups' work, by group: what waits, what was done, what failed, what was parked.</summary>
internal sealed class WorkMeter : IDisposable
{
    private readonly Meter _meter = new("IntegrationHub.Work");
    private readonly ConcurrentDictionary<string, Func<int>> _waiting = new(StringComparer.Ordinal);
    private readonly Counter<long> _done;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _parked;

    public WorkMeter()
    {
        _done = _meter.CreateCounter<long>("hub.work.done", "{event}", "Events whose work is over.");
        _failed = _meter.CreateCounter<long>("hub.work.failed", "{try}", "Tries that failed and are made again.");
        _parked = _meter.CreateCounter<long>("hub.work.parked", "{event}", "Work that failed for good.");
        _meter.CreateObservableGauge(
            "hub.work.waiting", () => _waiting.Select(pair => new Measurement<int>(pair.Value(), Group(pair.Key))), "{event}", "Events whose work is not over.");
    }

    public void Watch(string group, Func<int> waiting) => _waiting[group] = waiting;

    public void Done(string group) => _done.Add(1, Group(group));

    public void Failed(string group) => _failed.Add(1, Group(group));

    public void Parked(string group) => _parked.Add(1, Group(group));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Group(string name) => new("group", name);
}
