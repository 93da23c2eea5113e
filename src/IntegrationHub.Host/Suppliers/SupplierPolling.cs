using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Suppliers;

/// <summary>
/// Asks a system that pushes nothing what happened there, and takes each report as if it had been sent. Where it has got to is kept in
/// the data directory after the reports are durable, so that a crash asks again for what may not have been taken.
/// </summary>
internal sealed partial class SupplierPolling(
    SupplierSettings supplier, ISupplierSystem system, SupplierInbox inbox, DataDirectory data, TimeProvider clock, ILogger<SupplierPolling> logger, IHostApplicationLifetime life)
    : BackgroundService
{
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    private string Place => Path.Combine(data.Path, "checkpoints", $"poll-{supplier.Id}");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (system is not IPolledSystem polled)
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (every, failures) = (Every(), 0);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await AskAsync(polled, stoppingToken))
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

    private async Task<bool> AskAsync(IPolledSystem polled, CancellationToken ct)
    {
        var cursor = File.Exists(Place) ? await File.ReadAllTextAsync(Place, ct) : null;
        var read = await polled.ReadAsync(cursor, ct);
        foreach (var report in read.Reports)
        {
            var told = SupplierMessages.ToEvent(report.Report, report.Id, $"//{supplier.Id}", report.At);
            var answer = await inbox.TakeAsync(supplier.Id, [SupplierMessages.Received(told)], clock.GetUtcNow(), ct);
            if (answer.Fault is { } fault)
            {
                NotTaken(logger, supplier.Id, report.Id, fault.Code);
            }
        }

        if (read.Cursor != cursor)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
            await File.WriteAllTextAsync(Place + ".new", read.Cursor, ct);
            File.Move(Place + ".new", Place, overwrite: true);
        }

        return read.More;
    }

    private TimeSpan Every() =>
        supplier.Options.TryGetValue("PollSeconds", out var said) && double.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds) : s_usual;

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Supplier} could not be asked, failure {Failures}; it is asked again")]
    private static partial void NotRead(ILogger logger, Exception fault, string supplier, int failures);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Supplier}: report {Report} was not taken: {Code}")]
    private static partial void NotTaken(ILogger logger, string supplier, string report, string code);
}
