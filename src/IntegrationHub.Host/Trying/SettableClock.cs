using System.Collections.Concurrent;

namespace IntegrationHub.Host.Trying;

/// <summary>
/// The real time, which can be put forward: for development, to see what happens in an hour or on Sunday. Whoever waits for a time
/// that is passed over is woken. It never goes back, as what has happened has happened. Thread-safe.
/// </summary>
public sealed class SettableClock(TimeProvider real) : TimeProvider
{
    private readonly ConcurrentDictionary<SettableTimer, byte> _waiting = new();
    private long _ahead;

    /// <summary>How far it is ahead of the real time.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref _ahead));

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => real.GetElapsedTime(0).Ticks + Ahead.Ticks;

    /// <summary>Puts it forward.</summary>
    /// <exception cref="ArgumentOutOfRangeException">That would be back, or more than 400 days.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(by.Ticks, nameof(by));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(by.TotalDays, 400, nameof(by));
        Interlocked.Add(ref _ahead, by.Ticks);
        foreach (var timer in _waiting.Keys)
        {
            timer.Look();
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SettableTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SettableTimer : ITimer
    {
        private readonly SettableClock _clock;
        private readonly ITimer _inner;
        private readonly Lock _one = new();
        private long _due;
        private TimeSpan _period;

        public SettableTimer(SettableClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _inner = clock.Real.CreateTimer(
                _ =>
                {
                    Passed();
                    callback(state);
                }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_one)
            {
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    _clock._waiting.TryRemove(this, out _);
                }
                else
                {
                    _due = _clock.GetTimestamp() + dueTime.Ticks;
                    _clock._waiting[this] = 0;
                }

                return _inner.Change(dueTime, period);
            }
        }

        /// <summary>The time was put forward: waits for what is left only.</summary>
        public void Look()
        {
            lock (_one)
            {
                if (_clock._waiting.ContainsKey(this))
                {
                    _inner.Change(TimeSpan.FromTicks(Math.Max(0, _due - _clock.GetTimestamp())), _period);
                }
            }
        }

        public void Dispose()
        {
            _clock._waiting.TryRemove(this, out _);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            _clock._waiting.TryRemove(this, out _);
            return _inner.DisposeAsync();
        }

        private void Passed()
        {
            lock (_one)
            {
                if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
                {
                    _clock._waiting.TryRemove(this, out _);
                }
                else
                {
                    _due = _clock.GetTimestamp() + _period.Ticks;
                }
            }
        }
    }

    private TimeProvider Real => real;
}
