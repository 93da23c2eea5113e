using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers;

/// <summary>Something that a supplier's system is to be told.</summary>
/// <param name="News">What, in the hub's words; each adapter puts it into the system's own.</param>
/// <param name="Id">The same at each try, also after a restart: the id of the event that it tells of.</param>
/// <param name="Source">URI reference of the hub.</param>
/// <param name="At">When it happened.</param>
/// <param name="Cause">Id of what led to it; null when a person did.</param>
/// <param name="Ticket">The system's own ticket of the case, as far as the hub knows it; null before it has one.</param>
/// <param name="Heard">
/// Which of the system's own reports the hub knew when it happened, by <see cref="PolledReport.Id"/>: what the system did besides, the hub could not
/// take into account. Null when that is not known.
/// </param>
public sealed record SupplierTelling(
    HubMessage News, string Id, string Source, DateTimeOffset At, string? Cause, string? Ticket, IReadOnlySet<string>? Heard = null);

/// <summary>One supplier's system, as the hub tells it things. One folder per kind of system; all pass the same contract suite.</summary>
public interface ISupplierSystem
{
    /// <summary>
    /// Makes one try. The system ends with one ticket for the case, and with each message once, however often it is told: where it knows no
    /// idempotency key, the adapter first looks for the ticket by the case's number, and for the message by its id.
    /// </summary>
    /// <returns>
    /// <see cref="Delivered"/> only when the system has it: what it may drop silently is read back first. Faults of the wire and of the
    /// other side are answers, never exceptions.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; it may have been taken all the same.</exception>
    Task<Delivery> TellAsync(SupplierTelling telling, CancellationToken ct);
}

/// <summary>A system that must be asked what happened there, because it pushes nothing or may lose what it pushes.</summary>
public interface IPolledSystem
{
    /// <summary>What happened after a cursor, with some overlap: the same report has the same id and is taken once. The hub's own changes are left out.</summary>
    /// <param name="cursor">From the answer before; null for the first time, which starts from now and not from the beginning of time.</param>
    /// <param name="ct">Ends the try.</param>
    /// <exception cref="HttpRequestException">The system cannot be read now; it is asked again later, from the same cursor.</exception>
    Task<PolledReports> ReadAsync(string? cursor, CancellationToken ct);
}

/// <summary>What a system was found to have done.</summary>
/// <param name="Reports">Oldest first.</param>
/// <param name="Cursor">For the next time; opaque.</param>
/// <param name="More">Whether there is more at once.</param>
public sealed record PolledReports(IReadOnlyList<PolledReport> Reports, string Cursor, bool More);

/// <summary>One thing that a system did.</summary>
/// <param name="Id">The same whenever it is found again.</param>
/// <param name="Report">What it means, in the hub's words.</param>
/// <param name="At">When it happened, by the system's clock.</param>
public sealed record PolledReport(string Id, SupplierReport Report, DateTimeOffset At);
