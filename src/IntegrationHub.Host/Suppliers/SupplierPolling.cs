using System.Globalization;
using IntegrationHub.Adapters.Suppliers;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Asks a system that pushes nothing what happened there, as often as its settings say, and less often while it does not answer.</summary>
/// <param name="place">Name of the file that keeps how far it was asked.</param>
internal sealed partial class SupplierPolling(
    SupplierSettings supplier, Func<string?, CancellationToken, Task<Heard>> ask, string place, SupplierInbox inbox, DataDirectory data, TimeProvider clock, ILogger<SupplierPolling> logger, IHostApplicationLifetime life)
    : BackgroundService
{
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hearing = new SupplierHearing(supplier, ask, inbox, Path.Combine(data.Path, "checkpoints", place), clock, logger);
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
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, this supplier is asked again, and the others are none the wiser.
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
