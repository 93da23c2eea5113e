using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Suppliers;

/// <summary>Something the hub tells a supplier about an order.</summary>
/// <param name="Order">The order's number; digits only. The purchase order of an invoice (BT-13).</param>
public abstract record HubOrderMessage(string Order);

/// <summary>Who gets a unit, as far as whoever delivers needs it.</summary>
/// <param name="Unit">1 to the line's quantity.</param>
/// <param name="Person">The pseudonym.</param>
/// <param name="Name">Null when the supplier need not know it.</param>
public sealed record OrderedFor(int Unit, string Person, string? Name = null, string? Role = null);

/// <summary>A line as the supplier is told it.</summary>
/// <param name="Line">The order line reference of an invoice (BT-132).</param>
/// <param name="Way"><c>box</c>, <c>technician</c> or <c>electronic</c>.</param>
/// <param name="Reference">What must stand on the invoice (BT-10).</param>
/// <param name="Swap">Serial numbers, or ids, of what is taken back.</param>
public sealed record OrderedLineMessage(
    int Line, string Article, string Name, int Quantity, Money Once, Money Monthly, int? TermMonths, string Reference, string Way, string? Site = null, string? Organisation = null,
    string? Project = null, string? Grouping = null, DateTimeOffset? WantedFrom = null, DateTimeOffset? WantedUntil = null, IReadOnlyList<OrderedFor>? Recipients = null,
    IReadOnlyList<string>? Swap = null, string? Specification = null, string? Adaptation = null);

/// <summary>The supplier is to deliver these lines.</summary>
/// <param name="Together">Whether all come in one delivery.</param>
public sealed record OrderPlacedMessage(string Order, DateTimeOffset OrderedAt, bool Together, IReadOnlyList<OrderedLineMessage> Lines) : HubOrderMessage(Order);

/// <summary>The supplier is asked not to deliver these lines.</summary>
/// <param name="SupplierOrder">Its own number for the order; null before it told one.</param>
public sealed record OrderCancellationMessage(string Order, IReadOnlyList<int> Lines, string? Reason = null, string? SupplierOrder = null) : HubOrderMessage(Order);

/// <summary>The hour of a swap is booked.</summary>
public sealed record OrderSwapMessage(string Order, int Line, DateTimeOffset From, DateTimeOffset Until, string? SupplierOrder = null) : HubOrderMessage(Order);

/// <summary>Units go back to the supplier, who credits what was billed for them.</summary>
public sealed record OrderReturnMessage(string Order, string Return, IReadOnlyList<OrderUnit> Units, string? Reason = null, string? SupplierOrder = null) : HubOrderMessage(Order);

/// <summary>An invoice differs from what was ordered or delivered; the supplier is asked to put it right.</summary>
/// <param name="Dispute">Its id; an answer names it.</param>
/// <param name="Code">What differs: see <c>Invoices/Differences</c>.</param>
/// <param name="Amount">What is in question, without VAT.</param>
public sealed record OrderDisputeMessage(string Order, string Dispute, string Invoice, string Code, Money Amount, int? Line = null) : HubOrderMessage(Order);

/// <summary>Something a supplier tells the hub about an order.</summary>
/// <param name="Order">The hub's number of it.</param>
public abstract record SupplierOrderReport(string Order);

/// <summary>It takes the order, or these lines of it.</summary>
/// <param name="SupplierOrder">Its own number for it: the sales order of an invoice (BT-14).</param>
/// <param name="Lines">Left out for all.</param>
public sealed record SupplierOrderConfirmed(string Order, string SupplierOrder, IReadOnlyList<ConfirmedLine>? Lines = null) : SupplierOrderReport(Order);

/// <summary>It does not deliver these lines.</summary>
public sealed record SupplierOrderDeclined(string Order, string Reason, IReadOnlyList<int>? Lines = null) : SupplierOrderReport(Order);

/// <summary>It delivers on another day.</summary>
public sealed record SupplierDeliveryExpected(string Order, DateOnly Expected, IReadOnlyList<int>? Lines = null, string? Reason = null) : SupplierOrderReport(Order);

/// <summary>Units are on their way.</summary>
public sealed record SupplierOrderShipped(string Order, string Shipment, IReadOnlyList<OrderUnit> Units, string? Tracking = null) : SupplierOrderReport(Order);

/// <summary>Units were delivered.</summary>
/// <param name="Way"><c>signature</c>, <c>technician</c>, <c>electronic</c> or <c>carrier</c>.</param>
/// <param name="Reference">Of the despatch advice or receipt.</param>
public sealed record SupplierOrderDelivered(
    string Order, string Delivery, IReadOnlyList<OrderUnit> Units, DateTimeOffset DeliveredAt, string Way, string? ReceivedBy = null, string? Reference = null) : SupplierOrderReport(Order);

/// <summary>It has units back.</summary>
public sealed record SupplierOrderReturned(string Order, string Return, IReadOnlyList<OrderUnit> Units, string? Reason = null) : SupplierOrderReport(Order);

/// <summary>It agrees not to deliver these lines.</summary>
public sealed record SupplierOrderCancelled(string Order, IReadOnlyList<int>? Lines = null) : SupplierOrderReport(Order);

/// <summary>It delivers these lines all the same.</summary>
public sealed record SupplierCancellationRefused(string Order, string Reason, IReadOnlyList<int>? Lines = null) : SupplierOrderReport(Order);

/// <summary>It answers a dispute about an invoice.</summary>
/// <param name="Outcome"><c>will-credit</c>, or <c>rejected</c> when it holds that the invoice is right.</param>
public sealed record SupplierDisputeAnswered(string Order, string Dispute, string Outcome, string? Reason = null) : SupplierOrderReport(Order);
