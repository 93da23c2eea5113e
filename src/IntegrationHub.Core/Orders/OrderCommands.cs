using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>What someone wants done with an order.</summary>
/// <param name="Now">The time at the edge where the wish came in, UTC.</param>
public abstract record OrderCommand(DateTimeOffset Now);

/// <summary>Begins an order with a wish.</summary>
public sealed record WishForOrder(OrderWished Wish, DateTimeOffset Now) : OrderCommand(Now);

/// <summary>Says what exactly is wanted; the lines are checked: see <see cref="OrderChecks"/>.</summary>
/// <param name="Attest">The role that must approve it; null when nobody must.</param>
/// <param name="By">Who specifies it, and so does not approve it; null when that is not known.</param>
public sealed record SpecifyOrder(int Catalogue, IReadOnlyList<OrderLine> Lines, string? Attest, bool Together, DateTimeOffset Now, PersonId? By = null) : OrderCommand(Now)
{
    /// <summary>Whose texts it holds.</summary>
    public IEnumerable<PersonId> Persons => Lines
        .SelectMany(line => line.Recipients.SelectMany(who => new[] { who.Name, who.Role }).Append(line.Specification).Append(line.Adaptation?.Reason)).OfType<Personal>().Select(text => text.Of).Distinct();

    /// <summary>The same as part of an order: names, roles, reasons and what was agreed are kept under the order's keys of those whom they are about.</summary>
    public SpecifyOrder Within(OrderNumber number) => this with
    {
        Lines = [.. Lines.Select(line => line with
        {
            Recipients = [.. line.Recipients.Select(who => who with { Name = who.Name?.Within(number.Value), Role = who.Role?.Within(number.Value) })],
            Specification = line.Specification?.Within(number.Value),
            Adaptation = line.Adaptation is { } adapted ? adapted with { Reason = adapted.Reason.Within(number.Value) } : null,
        })],
    };
}

/// <summary>Approves it.</summary>
/// <param name="Roles">The roles that the approver may approve by, for this order's organisation and value.</param>
public sealed record ApproveOrder(PersonId Approver, IReadOnlyList<string> Roles, DateTimeOffset Now) : OrderCommand(Now);

/// <summary>Turns it down.</summary>
public sealed record TurnDownOrder(PersonId Approver, IReadOnlyList<string> Roles, string Reason, DateTimeOffset Now) : OrderCommand(Now);

/// <summary>Cancels lines: at once when nobody was told of them, else the supplier is asked.</summary>
/// <param name="Lines">Empty for all that are not delivered.</param>
public sealed record CancelLines(IReadOnlyList<int> Lines, string? Reason, DateTimeOffset Now) : OrderCommand(Now);

/// <summary>Books the hour of a swap.</summary>
public sealed record BookSwap(int Line, DeliveryTime Time, DateTimeOffset Now) : OrderCommand(Now);

/// <summary>Sends units back.</summary>
public sealed record ReturnUnits(string Return, IReadOnlyList<OrderUnit> Units, string? Reason, DateTimeOffset Now) : OrderCommand(Now);

/// <summary>A supplier's word on the order: kept, and done as far as the rules allow.</summary>
/// <param name="Said">What came, with <see cref="OrderSupplierSaid.Refused"/> null.</param>
/// <param name="Meaning">What it wants.</param>
public sealed record ReportOnOrder(OrderSupplierSaid Said, SupplierOrderCommand Meaning, DateTimeOffset Now) : OrderCommand(Now);

/// <summary>What a supplier's word means.</summary>
public abstract record SupplierOrderCommand(string Supplier, DateTimeOffset Now) : OrderCommand(Now);

/// <summary>It takes the order.</summary>
/// <param name="Lines">Empty for all that it was told.</param>
public sealed record ConfirmLines(string Supplier, string SupplierOrder, IReadOnlyList<ConfirmedLine> Lines, DateTimeOffset Now) : SupplierOrderCommand(Supplier, Now);

/// <summary>It does not deliver these.</summary>
public sealed record DeclineLines(string Supplier, IReadOnlyList<int> Lines, string Reason, DateTimeOffset Now) : SupplierOrderCommand(Supplier, Now);

/// <summary>It delivers on another day.</summary>
public sealed record ExpectDelivery(string Supplier, IReadOnlyList<int> Lines, DateOnly Expected, string? Reason, DateTimeOffset Now) : SupplierOrderCommand(Supplier, Now);

/// <summary>It has sent units off.</summary>
public sealed record ShipUnits(string Supplier, string Shipment, IReadOnlyList<OrderUnit> Units, string? Tracking, DateTimeOffset Now) : SupplierOrderCommand(Supplier, Now);

/// <summary>It has delivered units.</summary>
public sealed record DeliverUnits(
    string Supplier, string Delivery, IReadOnlyList<OrderUnit> Units, string Way, string? ReceivedBy, string? Reference, DateTimeOffset DeliveredAt, DateTimeOffset Now)
    : SupplierOrderCommand(Supplier, Now);

/// <summary>It has units back.</summary>
public sealed record TakeBackUnits(string Supplier, string Return, IReadOnlyList<OrderUnit> Units, string? Reason, DateTimeOffset Now) : SupplierOrderCommand(Supplier, Now);

/// <summary>It agrees to a cancellation.</summary>
public sealed record AgreeToCancel(string Supplier, IReadOnlyList<int> Lines, DateTimeOffset Now) : SupplierOrderCommand(Supplier, Now);

/// <summary>It delivers all the same.</summary>
public sealed record RefuseToCancel(string Supplier, IReadOnlyList<int> Lines, string Reason, DateTimeOffset Now) : SupplierOrderCommand(Supplier, Now);

/// <summary>It says something that changes nothing about the order itself, such as an answer to a dispute.</summary>
public sealed record TellOnly(string Supplier, DateTimeOffset Now) : SupplierOrderCommand(Supplier, Now);

/// <summary>Notes what an invoice bills for the order: facts of <see cref="OrderInvoiced"/>, <see cref="OrderInvoiceDisputed"/>, <see cref="OrderDisputeSettled"/> and <see cref="OrderInvoicePaid"/>.</summary>
public sealed record NoteInvoice(IReadOnlyList<OrderEvent> Facts, DateTimeOffset Now) : OrderCommand(Now);
