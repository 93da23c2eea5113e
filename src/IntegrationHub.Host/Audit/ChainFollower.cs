using System.Diagnostics.Metrics;
using IntegrationHub.Adapters.Audit;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Audit;

/// <summary>Follows the log and keeps its chain, while the hub serves.</summary>
/// <remarks>
/// A projection, not an effect: it may be killed at any time and goes on from the log. When the log is not the one that was
/// chained it says so, loudly, and leaves the chain alone; the hub goes on serving.
/// </remarks>
internal sealed partial class ChainFollower : BackgroundService
{
    private static readonly TimeSpan s_saveEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_tryAgain = TimeSpan.FromSeconds(10);
    private readonly AuditSettings _settings;
    private readonly IEventLog _log;
    private readonly TimeProvider _clock;
    private readonly ILogger<ChainFollower> _logger;
    private readonly Meter _meter = new("IntegrationHub.Audit");
    private readonly Lock _gate = new();
    private long _chained;
    private int _broken;

    public ChainFollower(AuditSettings settings, IEventLog log, TimeProvider clock, ILogger<ChainFollower> logger)
    {
        (_settings, _log, _clock, _logger) = (settings, log, clock, logger);
        _meter.CreateObservableGauge("hub.audit.chained", () => Interlocked.Read(ref _chained), "{event}", "Events in the chain.");
        _meter.CreateObservableGauge("hub.audit.broken", () => _broken, description: "1 when the log is not the one that was chained.");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // A chain that is far behind must not hold up the start.
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var keeper = _settings.Keeper(_clock);
                await KeepAsync(keeper, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (ChainBrokenException fault)
            {
                _broken = 1;
                Broken(_logger, fault);
                return;
            }
            catch (Exception fault) when (fault is EventLogException or IOException or UnauthorizedAccessException or InvalidDataException)
            {
                NotKept(_logger, fault, s_tryAgain.TotalSeconds);
                await Task.Delay(s_tryAgain, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task KeepAsync(ChainKeeper keeper, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var saving = SaveNowAndThenAsync(keeper, either.Token);
        try
        {
            await foreach (var recorded in _log.FollowAsync(await keeper.ResumeAsync(_log, ct), ct))
            {
                lock (_gate)
                {
                    keeper.Add(recorded);
                }

                Interlocked.Exchange(ref _chained, keeper.State.Count);
            }
        }
        finally
        {
            await either.CancelAsync();
            await saving;
        }
    }

    private async Task SaveNowAndThenAsync(ChainKeeper keeper, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(s_saveEvery, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                Guarded(keeper.Save);
            }
        }
        catch (OperationCanceledException)
        {
            Guarded(keeper.Save);
            Guarded(keeper.Checkpoint); // Whoever stops the hub can take a checkpoint along that has everything.
        }
    }

    private void Guarded(Action save)
    {
        try
        {
            lock (_gate)
            {
                save();
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            NotSigned(_logger, fault, _settings.CheckpointDirectory);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Critical, Message = "The event log is not the one that was chained; the chain is kept as it is, as evidence")]
    private static partial void Broken(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "The chain could not be kept; tried again in {Seconds} s")]
    private static partial void NotKept(ILogger logger, Exception fault, double seconds);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "The chain could not be saved or signed, checkpoints go to {Directory}; tried again in a moment")]
    private static partial void NotSigned(ILogger logger, Exception fault, string directory);
}
