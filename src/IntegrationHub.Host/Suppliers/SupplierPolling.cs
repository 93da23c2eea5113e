using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Asks a system that pushes nothing what happened there, as often as its settings say, and less often while it does not answer.</summary>
internal sealed partial class SupplierPolling(
    SupplierSettings supplier, ISupplierSystem system, SupplierInbox inbox, DataDirectory data, TimeProvider clock, ILogger<SupplierPolling> logger, IHostApplicationLifetime life)
    : BackgroundService
{
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hearing = new SupplierHearing(supplier, (IPolledSystem)system, inbox, Path.Combine(data.Path, "checkpoints", $"poll-{supplier.Id}"), clock, logger);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (every, failures) = (Every(), 0);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await hearing.AskAsync(stoppingToken))
                {
                }

                failures = 0;
            }
            catch (Exception fault) when (fault is HttpRequestException or EventLogException or IOException or TimeoutException or System.Text.Json.JsonException)
            {
                failures++;
                NotRead(logger, fault, supplier.Id, failures);
            }

            var wait = TimeSpan.FromTicks(Math.Min(every.Ticks << Math.Min(failures, 5), s_longest.Ticks));
            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private TimeSpan Every() =>
        supplier.Options.TryGetValue("PollSeconds", out var said) && double.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds) : s_usual;

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Supplier} could not be asked, failure {Failures}; it is asked again")]
    private static partial void NotRead(ILogger logger, Exception fault, string supplier, int failures);
}
