using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>Something that happened to an order, in the words of those who order. One stream per order, <c>order-NUMBER</c>.</summary>
/// <param name="At">When it happened, UTC.</param>
public abstract record OrderEvent(DateTimeOffset At);

/// <summary>Somebody wishes for something. From here the clock runs: working out what exactly is wanted counts too.</summary>
/// <param name="Orderer">Who orders (beställare).</param>
/// <param name="Organisation">Whose order it is.</param>
/// <param name="Wish">In the orderer's own words; null when the lines say it.</param>
/// <param name="Mail">Where the confirmation goes; null for the portal alone.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
/// <param name="Case">The case that it came from; null for none.</param>
[StoredAs("order-wished", 1)]
public sealed record OrderWished(
    OrderNumber Number, PersonId Orderer, string? Organisation, string? Site, Personal? Wish, Personal? Mail, string Channel, string Language, string? Case,
    DateTimeOffset At) : OrderEvent(At);

/// <summary>It is clear what is wanted, at which price, and who must approve it. Comes again when that changes before it is approved.</summary>
/// <param name="Catalogue">The version of the catalogue that it was ordered under.</param>
/// <param name="Attest">The role that may approve so much, by the rule at the time; null when no approval is needed.</param>
/// <param name="Together">Whether all of a supplier's lines come in one delivery.</param>
/// <param name="By">Who specified it: the orderer, or somebody in the orderer's name; null where that was not recorded.</param>
[StoredAs("order-specified", 1)]
public sealed record OrderSpecified(
    int Catalogue, IReadOnlyList<OrderLine> Lines, Money Value, string? Attest, bool Together, DateTimeOffset At, PersonId? By = null) : OrderEvent(At);

/// <summary>Somebody who may do so approved it (attest).</summary>
/// <param name="Role">By which role.</param>
/// <param name="Value">What was approved.</param>
[StoredAs("order-approved", 1)]
public sealed record OrderApproved(PersonId Approver, string Role, Money Value, DateTimeOffset At) : OrderEvent(At);

/// <summary>It was not approved. It can be specified anew.</summary>
[StoredAs("order-turned-down", 1)]
public sealed record OrderTurnedDown(PersonId Approver, Personal Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>A supplier is to be told its lines of the order.</summary>
[StoredAs("order-placed", 1)]
public sealed record OrderPlaced(string Supplier, IReadOnlyList<int> Lines, DateTimeOffset At) : OrderEvent(At);

/// <summary>What a supplier promised for a line.</summary>
/// <param name="Expected">The day it is delivered; null when not yet known.</param>
public sealed record ConfirmedLine(int Line, DateOnly? Expected = null);

/// <summary>The supplier has taken the order.</summary>
/// <param name="SupplierOrder">Its own number for it: the sales order of an invoice (BT-14).</param>
[StoredAs("order-confirmed", 1)]
public sealed record OrderConfirmed(string Supplier, string SupplierOrder, IReadOnlyList<ConfirmedLine> Lines, DateTimeOffset At) : OrderEvent(At);

/// <summary>The supplier does not deliver these lines.</summary>
[StoredAs("order-lines-declined", 1)]
public sealed record OrderLinesDeclined(string Supplier, IReadOnlyList<int> Lines, Personal Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>The delivery is expected on another day than was said.</summary>
[StoredAs("order-delivery-expected", 1)]
public sealed record OrderDeliveryExpected(string Supplier, IReadOnlyList<int> Lines, DateOnly Expected, Personal? Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>The hour is booked at which old equipment is swapped for new.</summary>
[StoredAs("order-swap-booked", 1)]
public sealed record OrderSwapBooked(int Line, DeliveryTime Time, DateTimeOffset At) : OrderEvent(At);

/// <summary>Units are on their way.</summary>
/// <param name="Shipment">The supplier's id of it.</param>
/// <param name="Tracking">Where to follow it; null when that cannot be done.</param>
[StoredAs("order-shipped", 1)]
public sealed record OrderShipped(string Supplier, string Shipment, IReadOnlyList<OrderUnit> Units, string? Tracking, DateTimeOffset At) : OrderEvent(At);

/// <summary>Units were delivered. An order may come in several deliveries.</summary>
/// <param name="Delivery">The supplier's id of it.</param>
/// <param name="DeliveredAt">When they were handed over, or began to work.</param>
[StoredAs("order-delivered", 1)]
public sealed record OrderDelivered(
    string Supplier, string Delivery, IReadOnlyList<OrderUnit> Units, DeliveryProof Proof, DateTimeOffset DeliveredAt, DateTimeOffset At) : OrderEvent(At);

/// <summary>Units went back to the supplier; what was billed for them is to be credited.</summary>
/// <param name="Return">Id of the return.</param>
[StoredAs("order-units-returned", 1)]
public sealed record OrderUnitsReturned(string Supplier, string Return, IReadOnlyList<OrderUnit> Units, Personal? Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>The supplier is asked not to deliver these lines.</summary>
[StoredAs("order-cancellation-asked", 1)]
public sealed record OrderCancellationAsked(string Supplier, IReadOnlyList<int> Lines, Personal? Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>These lines are not delivered: nobody had been told yet, or the supplier agrees.</summary>
[StoredAs("order-lines-cancelled", 1)]
public sealed record OrderLinesCancelled(IReadOnlyList<int> Lines, Personal? Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>The supplier delivers these lines all the same: it is too late.</summary>
[StoredAs("order-cancellation-refused", 1)]
public sealed record OrderCancellationRefused(string Supplier, IReadOnlyList<int> Lines, Personal Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>A line of a supplier's invoice was matched to a line of the order.</summary>
/// <param name="Invoice">The invoice's number (BT-1).</param>
/// <param name="InvoiceLine">The line's id on the invoice (BT-126).</param>
/// <param name="Quantity">Units, or months times units; negative on a credit note.</param>
/// <param name="Net">Without VAT; negative on a credit note.</param>
/// <param name="From">The first day of the period that is billed; null when the invoice names none.</param>
/// <param name="Until">The last day.</param>
[StoredAs("order-invoiced", 1)]
public sealed record OrderInvoiced(
    string Supplier, string Invoice, string InvoiceLine, int Line, decimal Quantity, Money Net, DateOnly? From, DateOnly? Until, DateTimeOffset At) : OrderEvent(At);

/// <summary>What the supplier billed differs from what was ordered or delivered, and the supplier is asked to put it right.</summary>
/// <param name="Dispute">Its id.</param>
/// <param name="Line">The order's line; null when it is about the whole invoice.</param>
/// <param name="Code">What differs, stable: see <c>Invoices/Differences</c>.</param>
/// <param name="Amount">What is in question, without VAT.</param>
[StoredAs("order-invoice-disputed", 1)]
public sealed record OrderInvoiceDisputed(string Supplier, string Dispute, string Invoice, int? Line, string Code, Money Amount, DateTimeOffset At) : OrderEvent(At);

/// <summary>A dispute has ended.</summary>
/// <param name="Outcome"><c>credited</c>, <c>withdrawn</c> or <c>accepted</c>.</param>
[StoredAs("order-dispute-settled", 1)]
public sealed record OrderDisputeSettled(string Dispute, string Outcome, DateTimeOffset At) : OrderEvent(At);

/// <summary>An invoice for the order was paid.</summary>
[StoredAs("order-invoice-paid", 1)]
public sealed record OrderInvoicePaid(string Supplier, string Invoice, DateTimeOffset At) : OrderEvent(At);

/// <summary>The supplier's system has a message about the order.</summary>
/// <param name="Message">Id of the event that it tells of.</param>
/// <param name="Type">The type that it was sent as.</param>
/// <param name="Receipt">What the system answered with; null for nothing.</param>
[StoredAs("order-supplier-informed", 1)]
public sealed record OrderSupplierInformed(string Supplier, string Message, string Type, string? Receipt, DateTimeOffset At) : OrderEvent(At);

/// <summary>The supplier's system refused a message about the order; a person must look at it.</summary>
[StoredAs("order-message-refused", 1)]
public sealed record OrderMessageRefused(string Supplier, string Message, string Type, string Why, DateTimeOffset At) : OrderEvent(At);

/// <summary>A supplier said something about the order. Kept whether or not the rules let it take effect.</summary>
/// <param name="Message">Identity of what came: source and id.</param>
/// <param name="ContentHash">Of what came, so that another content under the same id is noticed.</param>
/// <param name="Refused">The rule that kept it from taking effect; null when it took effect.</param>
[StoredAs("order-supplier-said", 1)]
public sealed record OrderSupplierSaid(string Supplier, string Message, string Type, string ContentHash, string? Refused, DateTimeOffset At) : OrderEvent(At);

/// <summary>The orderer was told by mail.</summary>
/// <param name="Message">Id of the event that it tells of.</param>
/// <param name="Template">Which mail it was.</param>
/// <param name="Outcome"><c>sent</c> or <c>refused</c>.</param>
[StoredAs("order-notified", 1)]
public sealed record OrderNotified(string Message, string Template, string Outcome, DateTimeOffset At) : OrderEvent(At);

/// <summary>Nothing written in the order to people can be read any more: the keys of its texts were destroyed. The record stands.</summary>
/// <param name="Rule"><c>retention</c>: the time after which it is kept no longer was over.</param>
[StoredAs("order-texts-erased", 1)]
public sealed record OrderTextsErased(string Rule, DateTimeOffset At) : OrderEvent(At);
