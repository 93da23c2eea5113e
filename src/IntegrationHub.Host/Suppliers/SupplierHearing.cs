using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Host.Suppliers;

/// <summary>What asking a system found, as the events that it would have sent.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="Cursor">For the next time.</param>
/// <param name="More">Whether there is more at once.</param>
internal sealed record Heard(IReadOnlyList<ReceivedEvent> Events, string Cursor, bool More)
{
    /// <summary>Asks a system about tickets.</summary>
    public static Func<string?, CancellationToken, Task<Heard>> From(string supplier, IPolledSystem system) => async (cursor, ct) =>
    {
        var read = await system.ReadAsync(cursor, ct);
        return new Heard([.. read.Reports.Select(report => SupplierMessages.Received(SupplierMessages.ToEvent(report.Report, report.Id, $"//{supplier}", report.At)))], read.Cursor, read.More);
    };

    /// <summary>Asks a system about orders.</summary>
    public static Func<string?, CancellationToken, Task<Heard>> From(string supplier, IPolledOrders system) => async (cursor, ct) =>
    {
        var read = await system.ReadAsync(cursor, ct);
        return new Heard([.. read.Reports.Select(report => SupplierOrderMessages.Found(report, OrdersOf(supplier)))], read.Cursor, read.More);
    };

    /// <summary>The source of what a supplier's order system tells.</summary>
    public static string OrdersOf(string supplier) => $"//{supplier}/orders";
}

/// <summary>
/// Asks a system what happened there, and takes each report as if it had been sent. Where it has got to is kept in a file after the
/// reports are durable, so that a crash asks again for what may not have been taken.
/// </summary>
/// <param name="place">The file.</param>
internal sealed partial class SupplierHearing(
    SupplierSettings supplier, Func<string?, CancellationToken, Task<Heard>> ask, SupplierInbox inbox, string place, TimeProvider clock, ILogger logger)
{
    /// <summary>Asks once.</summary>
    /// <returns>Whether there is more at once.</returns>
    /// <exception cref="HttpRequestException">The system cannot be read now; nothing is lost.</exception>
    public async Task<bool> AskAsync(CancellationToken ct)
    {
        var cursor = File.Exists(place) ? await File.ReadAllTextAsync(place, ct) : null;
        var heard = await ask(cursor, ct);
        foreach (var told in heard.Events)
        {
            var answer = await inbox.TakeAsync(supplier.Id, [told], clock.GetUtcNow(), ct);
            if (answer.Fault is { } fault)
            {
                NotTaken(logger, supplier.Id, told.Id, fault.Code);
            }
        }

        if (heard.Cursor != cursor)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await File.WriteAllTextAsync(place + ".new", heard.Cursor, ct);
            File.Move(place + ".new", place, overwrite: true);
        }

        return heard.More;
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Supplier}: report {Report} was not taken: {Code}")]
    private static partial void NotTaken(ILogger logger, string supplier, string report, string code);
}
