using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Host.Suppliers;

/// <summary>
/// Asks a system what happened there, and takes each report as if it had been sent. Where it has got to is kept in a file after the
/// reports are durable, so that a crash asks again for what may not have been taken.
/// </summary>
/// <param name="place">The file.</param>
internal sealed partial class SupplierHearing(
    SupplierSettings supplier, IPolledSystem system, SupplierInbox inbox, string place, TimeProvider clock, ILogger logger)
{
    /// <summary>Asks once.</summary>
    /// <returns>Whether there is more at once.</returns>
    /// <exception cref="HttpRequestException">The system cannot be read now; nothing is lost.</exception>
    public async Task<bool> AskAsync(CancellationToken ct)
    {
        var cursor = File.Exists(place) ? await File.ReadAllTextAsync(place, ct) : null;
        var read = await system.ReadAsync(cursor, ct);
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
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await File.WriteAllTextAsync(place + ".new", read.Cursor, ct);
            File.Move(place + ".new", place, overwrite: true);
        }

        return read.More;
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Supplier}: report {Report} was not taken: {Code}")]
    private static partial void NotTaken(ILogger logger, string supplier, string report, string code);
}
