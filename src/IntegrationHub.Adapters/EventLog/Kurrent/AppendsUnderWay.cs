using System.Diagnostics.Metrics;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Counts appends for the meter <c>IntegrationHub.EventLog</c>, and lets the log end only after them. Thread-safe.</summary>
internal sealed class AppendsUnderWay : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _grace;
    private readonly Meter _meter = new("IntegrationHub.EventLog");
    private readonly Counter<long> _appends;
    private readonly Counter<long> _events;
    private readonly Histogram<double> _duration;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _count;
    private bool _closed;

    /// <param name="clock">The time.</param>
    /// <param name="grace">How long the log waits for them when it is closed.</param>
    public AppendsUnderWay(TimeProvider clock, TimeSpan grace)
    {
        (_clock, _grace) = (clock, grace);
        _appends = _meter.CreateCounter<long>("eventlog.appends", description: "Appends answered.");
        _events = _meter.CreateCounter<long>("eventlog.events", description: "Events written.");
        _duration = _meter.CreateHistogram<double>("eventlog.append.duration", "s", "From the call to the answer, with all tries.");
    }

    /// <summary>Does an append, unless the log is closed.</summary>
    public async Task<AppendResult> CountAsync(int events, Func<Task<AppendResult>> append)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw Faults.Closed();
            }

            _count++;
        }

        var began = _clock.GetTimestamp();
        try
        {
            var result = await append();
            _appends.Add(1);
            _events.Add(result is Appended { Repeated: false } ? events : 0);
            _duration.Record(_clock.GetElapsedTime(began).TotalSeconds);
            return result;
        }
        finally
        {
            lock (_lock)
            {
                _count--;
                EndWhenIdle();
            }
        }
    }

    /// <summary>Refuses further appends, and waits for those that have begun; not for ever, as the database may be gone.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _closed = true;
            EndWhenIdle();
        }

        await Task.WhenAny(_idle.Task, Task.Delay(_grace, _clock));
        _meter.Dispose();
    }

    private void EndWhenIdle()
    {
        if (_closed && _count == 0)
        {
            _idle.TrySetResult();
        }
    }
}
