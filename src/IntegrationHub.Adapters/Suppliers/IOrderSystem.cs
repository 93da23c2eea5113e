using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers;

/// <summary>Something about an order that a supplier's system is to be told.</summary>
/// <param name="News">What, in the hub's words; each adapter puts it into the system's own.</param>
/// <param name="Id">The same at each try, also after a restart: the id of the event that it tells of.</param>
/// <param name="Source">URI reference of the hub.</param>
/// <param name="At">When it happened.</param>
/// <param name="Cause">Id of what led to it; null when a person did.</param>
/// <param name="SupplierOrder">The system's own number of the order, as far as the hub knows it.</param>
public sealed record OrderTelling(HubOrderMessage News, string Id, string Source, DateTimeOffset At, string? Cause = null, string? SupplierOrder = null);

/// <summary>The order side of one supplier's system.</summary>
public interface IOrderSystem
{
    /// <summary>Makes one try. The system ends with one order for the hub's, and with each message once, however often it is told.</summary>
    /// <returns>Faults of the wire and of the other side are answers, never exceptions.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; it may have been taken all the same.</exception>
    Task<Delivery> TellAsync(OrderTelling telling, CancellationToken ct);
}

/// <summary>An order system that must be asked what happened there, because it pushes nothing or may lose what it pushes.</summary>
public interface IPolledOrders
{
    /// <summary>What happened after a cursor, with some overlap: the same report has the same id and is taken once.</summary>
    /// <param name="cursor">From the answer before; null for the first time, which starts from now.</param>
    /// <param name="ct">Ends the try.</param>
    /// <exception cref="HttpRequestException">The system cannot be read now; it is asked again later, from the same cursor.</exception>
    Task<PolledOrderReports> ReadAsync(string? cursor, CancellationToken ct);
}

/// <summary>What an order system was found to have done.</summary>
/// <param name="Reports">Oldest first.</param>
/// <param name="Cursor">For the next time; opaque.</param>
/// <param name="More">Whether there is more at once.</param>
public sealed record PolledOrderReports(IReadOnlyList<PolledOrderReport> Reports, string Cursor, bool More);

/// <summary>One thing that an order system did.</summary>
/// <param name="Id">The same whenever it is found again.</param>
/// <param name="Report">What it means, in the hub's words.</param>
/// <param name="At">When it happened, by the system's clock.</param>
public sealed record PolledOrderReport(string Id, SupplierOrderReport Report, DateTimeOffset At);
