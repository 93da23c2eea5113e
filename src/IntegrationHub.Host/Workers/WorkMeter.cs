using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace IntegrationHub.Host.Workers;

/// <summary>Figures of the groups' work, by group: what waits, what was done, what failed, what was parked.</summary>
internal sealed class WorkMeter : IDisposable
{
    private readonly Meter _meter = new("IntegrationHub.Work");
    private readonly ConcurrentDictionary<string, Func<Backlog>> _waiting = new(StringComparer.Ordinal);
    private readonly Counter<long> _done;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _parked;

    public WorkMeter(TimeProvider clock)
    {
        _done = _meter.CreateCounter<long>("hub.work.done", "{event}", "Events whose work is over.");
        _failed = _meter.CreateCounter<long>("hub.work.failed", "{try}", "Tries that failed and are made again.");
        _parked = _meter.CreateCounter<long>("hub.work.parked", "{event}", "Work that failed for good.");
        _meter.CreateObservableGauge(
            "hub.work.waiting", () => _waiting.Select(pair => new Measurement<int>(pair.Value().Waiting, Group(pair.Key))), "{event}", "Events whose work is not over.");
        _meter.CreateObservableGauge(
            "hub.work.oldest", () => _waiting.Select(pair => new Measurement<double>(pair.Value().Age(clock.GetUtcNow()).TotalSeconds, Group(pair.Key))),
            "s", "Age of the oldest event whose work is not over.");
    }

    public void Watch(string group, Func<Backlog> waiting) => _waiting[group] = waiting;

    /// <summary>What waits for a group; nothing when the group is not known here.</summary>
    public Backlog Of(string group) => _waiting.TryGetValue(group, out var waiting) ? waiting() : Backlog.None;

    public void Done(string group) => _done.Add(1, Group(group));

    public void Failed(string group) => _failed.Add(1, Group(group));

    public void Parked(string group) => _parked.Add(1, Group(group));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Group(string name) => new("group", name);
}
