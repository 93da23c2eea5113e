using IntegrationHub.Adapters.Mail;

namespace IntegrationHub.Host.Mail;

/// <summary>Reads the support's mail box for as long as the hub runs; after a fault again, with growing waits.</summary>
internal sealed partial class MailReader(ImapBox box, MailIntake intake, TimeProvider clock, ILogger<MailReader> logger) : BackgroundService
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = s_first;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await box.ReadAsync(intake.TakeAsync, () => wait = s_first, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The fault itself could tell of a mail's content; its kind is enough.
                NotRead(logger, fault.GetType().Name, wait.TotalSeconds);
                await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = wait * 2 < s_longest ? wait * 2 : s_longest;
            }
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The mail box could not be read ({Fault}); it is tried again in {Seconds:0} s")]
    private static partial void NotRead(ILogger logger, string fault, double seconds);
}
