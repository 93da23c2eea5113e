using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Privacy;

/// <summary>
/// Asks a log that was away when the hub started whether it belongs to this hub's keys, as soon as it answers; the hub is not
/// ready before, and ends when it does not; it then says why where every hub says it that cannot start: in one line on standard error.
/// </summary>
internal sealed partial class KeyStoreCheck(DataDirectory data, IHostApplicationLifetime hub, TimeProvider clock, ILogger<KeyStoreCheck> logger) : BackgroundService
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!data.KeysChecked && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await data.CheckKeysAsync(clock, stoppingToken);
            }
            catch (EventLogException)
            {
                await Task.Delay(s_between, clock, stoppingToken);
            }
            catch (SettingsException fault)
            {
                WrongKeys(logger, fault.Message);
                await Console.Error.WriteLineAsync(fault.Message.ReplaceLineEndings(" "));
                Environment.ExitCode = 1;
                hub.StopApplication();
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Fault}")]
    private static partial void WrongKeys(ILogger logger, string fault);
}
