using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Cases;

/// <summary>The hub made, or found, the case's ticket in a supplier's system.</summary>
/// <param name="Ticket">The system's own id of it.</param>
/// <param name="Status">Its state as the system names it; null when it was not said.</param>
[StoredAs("supplier-ticket-linked", 1)]
public sealed record SupplierTicketLinked(string Supplier, string Ticket, string? Status, DateTimeOffset At) : CaseEvent(At);

/// <summary>What one supplier's system has of a case: the link record.</summary>
/// <param name="Ticket">The system's own id; the last one that was told.</param>
/// <param name="Status">Its state as the system names it; null when it never said.</param>
/// <param name="Standing">What that means to the hub: <c>told</c>, <c>accepted</c>, <c>declined</c>, <c>in-progress</c>, <c>awaiting-user</c>, <c>resolved</c>, <c>closed</c>, <c>cancelled</c>.</param>
/// <param name="ChangedAt">When it last changed.</param>
public sealed record SupplierLink(string? Ticket, string? Status, string Standing, DateTimeOffset ChangedAt)
{
    /// <summary>What a report makes of a link; null when it says nothing of it.</summary>
    /// <param name="link">Before; null for none.</param>
    /// <param name="said">Also one that the rules of the case refused: the ticket stands as it says all the same.</param>
    public static SupplierLink After(SupplierLink? link, SupplierReported said) => new(
        said.Ticket ?? link?.Ticket, said.Status ?? link?.Status,
        Standings.GetValueOrDefault(said.Type) ?? link?.Standing ?? "told", said.At);

    private static readonly Dictionary<string, string> Standings = new(StringComparer.Ordinal)
    {
        ["supplier.ticket.accepted.v1"] = "accepted",
        ["supplier.ticket.declined.v1"] = "declined",
        ["supplier.ticket.progressed.v1"] = "in-progress",
        ["supplier.ticket.question-asked.v1"] = "awaiting-user",
        ["supplier.ticket.resolved.v1"] = "resolved",
        ["supplier.ticket.reopened.v1"] = "in-progress",
        ["supplier.ticket.closed.v1"] = "closed",
        ["supplier.ticket.cancelled.v1"] = "cancelled",
        ["supplier.ticket.handover-accepted.v1"] = "accepted",
        ["supplier.ticket.handover-declined.v1"] = "declined",
    };
}
