using System.Diagnostics.Metrics;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>What the writer did, as metrics of the meter <c>IntegrationHub.EventLog</c> and as plain numbers.</summary>
internal sealed class LogMeter : IDisposable
{
    private readonly Meter _meter = new("IntegrationHub.EventLog");
    private readonly Counter<long> _commitCount;
    private readonly Counter<long> _appendCount;
    private readonly Counter<long> _eventCount;
    private readonly Histogram<double> _commitTime;
    private long _commits;
    private long _appends;

    public LogMeter()
    {
        _commitCount = _meter.CreateCounter<long>("eventlog.commits", description: "Transactions made durable.");
        _appendCount = _meter.CreateCounter<long>("eventlog.appends", description: "Appends answered by those transactions.");
        _eventCount = _meter.CreateCounter<long>("eventlog.events", description: "Events written.");
        _commitTime = _meter.CreateHistogram<double>("eventlog.commit.duration", "s", "From the group's first statement to durable.");
    }

    public long Commits => Interlocked.Read(ref _commits);

    public long Appends => Interlocked.Read(ref _appends);

    public void Count(int appends, long events, TimeSpan took)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _appends, appends);
        _commitCount.Add(1);
        _appendCount.Add(appends);
        _eventCount.Add(events);
        _commitTime.Record(took.TotalSeconds);
    }

    public void Dispose() => _meter.Dispose();
}
