using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Host.Suppliers;

/// <summary>How a supplier's gate stands.</summary>
/// <param name="Paused">Why a person paused it; null when nobody did.</param>
/// <param name="Breaker"><c>closed</c>: messages go out. <c>open</c>: it failed several times in a row and is left alone. <c>half-open</c>: one message probes it.</param>
/// <param name="OpenUntil">When an open breaker lets the next probe through.</param>
/// <param name="LastSuccess">When the system last took a message, since the hub was started.</param>
/// <param name="LastFailure">What happened at the last failure.</param>
/// <param name="LastFailureAt">When that was.</param>
internal sealed record GateState(
    string? Paused, string Breaker, DateTimeOffset? OpenUntil, DateTimeOffset? LastSuccess, string? LastFailure, DateTimeOffset? LastFailureAt);

/// <summary>
/// What every message to one supplier's system passes: a pause by hand, the system's hours, a circuit breaker that opens by itself, probes
/// and closes, and a rate. Whoever must wait waits here, in no failure's name, so that a day's outage parks nothing. Thread-safe.
/// </summary>
/// <param name="supplier">The supplier's id; it is in the log when the breaker changes.</param>
internal sealed partial class SupplierGate(string supplier, SupplierPace pace, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan s_firstBreak = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestBreak = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(5); // A wall clock that was set is noticed within this time.
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = New();
    private string? _paused;
    private int _failures;
    private int _breaks;
    private DateTimeOffset? _openUntil;
    private bool _probing;
    private DateTimeOffset _nextByRate;
    private DateTimeOffset? _lastSuccess;
    private (string Why, DateTimeOffset At)? _lastFailure;

    /// <summary>How it stands now.</summary>
    public GateState State
    {
        get
        {
            lock (_gate)
            {
                return new GateState(
                    _paused, _openUntil is null ? "closed" : _probing ? "half-open" : "open", _openUntil, _lastSuccess, _lastFailure?.Why, _lastFailure?.At);
            }
        }
    }

    /// <summary>Lets nothing through until <see cref="Resume"/>; what is under way ends.</summary>
    public void Pause(string reason) => Change(() => _paused = reason);

    /// <summary>Lets messages through again.</summary>
    public void Resume() => Change(() => _paused = null);

    /// <summary>Makes a try when the gate lets it through.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled, before or in the try.</exception>
    public async Task<Delivery> PassAsync(Func<CancellationToken, Task<Delivery>> tell, CancellationToken ct)
    {
        var probes = await OpenedAsync(ct);
        Delivery? delivery = null;
        try
        {
            await SpacedAsync(ct);
            return delivery = await tell(ct);
        }
        finally
        {
            After(delivery, probes, cancelled: ct.IsCancellationRequested);
        }
    }

    /// <returns>Whether this try is the one that probes.</returns>
    private async Task<bool> OpenedAsync(CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            TimeSpan wait;
            lock (_gate)
            {
                changed = _changed.Task;
                var now = clock.GetUtcNow();
                if (_paused is not null || (_openUntil <= now && _probing))
                {
                    wait = s_lookAgain;
                }
                else if (!pace.Hours.IsOpen(now))
                {
                    wait = (pace.Hours.NextOpening(now) - now) ?? s_lookAgain;
                }
                else if (_openUntil > now)
                {
                    wait = _openUntil.Value - now;
                }
                else
                {
                    return _probing = _openUntil is not null;
                }
            }

            try
            {
                await changed.WaitAsync(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerMillisecond, s_lookAgain.Ticks)), clock, ct);
            }
            catch (TimeoutException)
            {
                // It is time to look again.
            }
        }
    }

    private async Task SpacedAsync(CancellationToken ct)
    {
        if (pace.PerSecond is not { } rate)
        {
            return;
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var at = _nextByRate > now ? _nextByRate : now;
            _nextByRate = at + TimeSpan.FromSeconds(1 / rate);
            wait = at - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, ct);
        }
    }

    private void After(Delivery? delivery, bool probed, bool cancelled) => Change(() =>
    {
        var now = clock.GetUtcNow();
        _probing &= !probed;
        if (delivery is Delivered or Refused or Retired)
        {
            if (_openUntil is not null)
            {
                Closed(logger, supplier);
            }

            (_failures, _breaks, _openUntil) = (0, 0, null); // It answers, whatever it says to the one message.
            _lastSuccess = delivery is Delivered ? now : _lastSuccess;
        }
        else if (!cancelled)
        {
            var after = (delivery as TryLater)?.After;
            _failures++;
            _lastFailure = ((delivery as TryLater)?.Why ?? "It failed unexpectedly.", now);
            if (probed || (_openUntil is null && (_failures >= pace.BreakAfter || after is not null)))
            {
                _openUntil = now + (after ?? Break(_breaks++));
                Opened(logger, supplier, _failures, (_openUntil.Value - now).TotalSeconds);
            }
        }
    });

    private static TimeSpan Break(int before) => TimeSpan.FromSeconds(
        Math.Min(s_firstBreak.TotalSeconds * Math.Pow(2, Math.Min(before, 20)), s_longestBreak.TotalSeconds) * (0.75 + (Random.Shared.NextDouble() / 2)));

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            (changed, _changed) = (_changed, New());
        }

        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Supplier} failed {Failures} times in a row: it is left alone for {Seconds:0.0} s, then probed")]
    private static partial void Opened(ILogger logger, string supplier, int failures, double seconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Supplier} answers again")]
    private static partial void Closed(ILogger logger, string supplier);
}
