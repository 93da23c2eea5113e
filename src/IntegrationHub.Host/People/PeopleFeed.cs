using IntegrationHub.Adapters.People;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.People;

/// <summary>Keeps the index of persons in step with the log.</summary>
internal sealed partial class PeopleFeed(PeopleIndex people, IEventLog log, TimeProvider clock, ILogger<PeopleFeed> logger) : BackgroundService
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Run(() => people.CatchUpAsync(log, stoppingToken), stoppingToken);
                await foreach (var recorded in log.FollowAsync(people.Position, stoppingToken))
                {
                    await people.ApplyAsync(recorded, stoppingToken);
                }
            }
            catch (Exception fault) when (fault is EventLogException or Microsoft.Data.Sqlite.SqliteException)
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

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The index of persons is not in step with the log; it is tried again")]
    private static partial void Behind(ILogger logger, Exception fault);
}
