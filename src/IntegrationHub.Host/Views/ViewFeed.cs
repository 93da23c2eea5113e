using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Views;

/// <summary>Keeps the read models in step with the log.</summary>
internal sealed partial class ViewFeed(LiveView<CaseRow> cases, IEventLog log, TimeProvider clock, ILogger<ViewFeed> logger) : BackgroundService
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Run(() => cases.CatchUpAsync(log, stoppingToken), stoppingToken);
                await foreach (var recorded in log.FollowAsync(cases.Position, stoppingToken))
                {
                    await cases.ApplyAsync(recorded, stoppingToken);
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
