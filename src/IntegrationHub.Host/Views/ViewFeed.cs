using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Views;

/// <summary>Keeps a read model in step with the log.</summary>
/// <param name="view">The read model.</param>
/// <param name="changed">Told after an event was folded in, and with null after the view was caught up with the log.</param>
/// <param name="log">The log.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where faults are written.</param>
internal sealed partial class ViewFeed<TRow>(
    LiveView<TRow> view, Action<RecordedEvent?> changed, IEventLog log, TimeProvider clock, ILogger<ViewFeed<TRow>> logger) : BackgroundService
    where TRow : class
{
    private const int MostAtOnce = 512;
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Run(() => view.CatchUpAsync(log, stoppingToken), stoppingToken);
                changed(null);
                await foreach (var batch in log.FollowAsync(view.Position, stoppingToken).InBatchesAsync(MostAtOnce, stoppingToken))
                {
                    await view.ApplyAsync(batch, stoppingToken);
                    foreach (var recorded in batch)
                    {
                        changed(recorded);
                    }
                }
            }
            catch (Exception fault) when (fault is EventLogException or Microsoft.Data.Sqlite.SqliteException or System.Text.Json.JsonException)
            {
                Behind(logger, fault);
                await Task.Delay(s_again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A read model is not in step with the log; it is tried again")]
    private static partial void Behind(ILogger logger, Exception fault);
}
