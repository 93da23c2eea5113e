using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Orders;

/// <summary>A supplier's answer to a dispute about an invoice.</summary>
/// <param name="Dispute">As <see cref="OrderInvoiceDisputed.Dispute"/> named it; the order has it.</param>
/// <param name="Invoice">The supplier's number of the invoice that it is about.</param>
/// <param name="Outcome"><c>will-credit</c> or <c>rejected</c>.</param>
/// <param name="Reason">The supplier's words; to be kept under a person's key, if at all.</param>
/// <param name="Id">The same whenever the answer comes again: the id of a command that it leads to.</param>
/// <param name="Context">Who said it.</param>
public sealed record DisputeAnswer(string Supplier, OrderNumber Order, string Dispute, string Invoice, string Outcome, string? Reason, Guid Id, EventContext Context, DateTimeOffset Now);

/// <summary>What the side of the invoices does about an answer. It may be called again with the same answer.</summary>
/// <exception cref="EventLogException">It cannot be kept now, or the invoice is not known yet; the supplier sends it again.</exception>
public delegate Task TakeDisputeAnswer(DisputeAnswer answer, CancellationToken ct);

/// <summary>Takes a supplier's events about orders to the orders. An order of another supplier is as unknown as one that does not exist.</summary>
public sealed class OrderInbox(OrderStore orders, IPersonKeys keys, TakeDisputeAnswer disputes)
{
    /// <summary>Whether an event is about an order.</summary>
    public static bool Knows(ReceivedEvent received) => SupplierOrderMessages.Knows(received);

    /// <summary>What is wrong with an event; empty when it can be taken.</summary>
    public async Task<IReadOnlyList<EventFault>> FaultsAsync(string supplier, ReceivedEvent received, CancellationToken ct)
    {
        if (SupplierOrderMessages.Parse(received) is not UnderstoodOrder { Report: var report })
        {
            return ((Misfit)SupplierOrderMessages.Parse(received)).Faults;
        }

        if (!OrderNumber.TryParse(report.Order, out var number) || await orders.LoadAsync(number, ct) is not { State: { Wish: not null } state } loaded || !state.Of(supplier).Any())
        {
            return [new EventFault("data.order", $"'{report.Order}' is no order that this supplier was given.")];
        }

        if (state.Seen.TryGetValue(Identity(supplier, received), out var seen))
        {
            return ContentMark.IsSame(seen, Mark(state, received), received.ContentHash) ? [] : [EventFault.Differs(received)];
        }

        return report is SupplierDisputeAnswered answer && Disputed(loaded, supplier, answer) is null
            ? [new EventFault("data.dispute", $"'{answer.Dispute}' is no dispute of this order with this supplier.")] : [];
    }

    /// <summary>Takes what a supplier's system says.</summary>
    /// <inheritdoc cref="TakeAsync(string, ReceivedEvent, string?, DateTimeOffset, CancellationToken)"/>
    public Task<SupplierReceipt> TakeAsync(string supplier, ReceivedEvent received, DateTimeOffset now, CancellationToken ct) => TakeAsync(supplier, received, by: null, now, ct);

    /// <summary>Takes an event that <see cref="FaultsAsync"/> finds nothing wrong with. It has its effect once, however often it is sent.</summary>
    /// <param name="supplier">Whose word it is.</param>
    /// <param name="received">What came.</param>
    /// <param name="by">The person that said it in the supplier's name; null when its system did.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Ends the wait; it may be sent again.</param>
    /// <exception cref="EventLogException">The log cannot be written; the supplier may send it again.</exception>
    public async Task<SupplierReceipt> TakeAsync(string supplier, ReceivedEvent received, string? by, DateTimeOffset now, CancellationToken ct)
    {
        var report = ((UnderstoodOrder)SupplierOrderMessages.Parse(received)).Report;
        _ = OrderNumber.TryParse(report.Order, out var number);
        var (loaded, identity) = (await orders.LoadAsync(number, ct), Identity(supplier, received));
        if (loaded.History.Select(known => known.Fact).OfType<OrderSupplierSaid>().FirstOrDefault(before => before.Message == identity) is { } seen)
        {
            return Receipt(received, seen);
        }

        var context = by is null ? new EventContext("supplier:" + supplier, "supplier", received.Id) : new EventContext(by, "web", received.Id);
        var id = EventId.From("order", supplier, received.Source, received.Id);
        if (report is SupplierDisputeAnswered answer && Disputed(loaded, supplier, answer) is { } disputed)
        {
            await disputes(new DisputeAnswer(supplier, number, answer.Dispute, disputed.Invoice, answer.Outcome, answer.Reason, id, context, now), ct);
        }

        var said = new OrderSupplierSaid(
            supplier, identity, received.Type, Mark(loaded.State, received) ?? "", Refused: null, received.Time is { } at && at < now ? at.ToUniversalTime() : now);
        return await orders.DecideAsync(number, new ReportOnOrder(said, Meaning(supplier, report, now), now), id, context, ifRevision: null, ct) switch
        {
            Refused<OrderEvent> no => new SupplierReceipt(received.Id, "refused", no.Code, no.Why),
            Accepted<OrderEvent> yes => Receipt(received, yes.Events.OfType<OrderSupplierSaid>().FirstOrDefault() ?? said),
            _ => Receipt(received, said),
        };
    }

    private static SupplierReceipt Receipt(ReceivedEvent received, OrderSupplierSaid said) => said.Refused is { } rule
        ? new SupplierReceipt(received.Id, "refused", rule, "It is kept, but the rules of the order do not allow it to take effect.") : new SupplierReceipt(received.Id, "applied");

    private static OrderInvoiceDisputed? Disputed(LoadedOrder loaded, string supplier, SupplierDisputeAnswered answer) =>
        loaded.History.Select(known => known.Fact).OfType<OrderInvoiceDisputed>().FirstOrDefault(fact => fact.Supplier == supplier && fact.Dispute == answer.Dispute);

    private static SupplierOrderCommand Meaning(string supplier, SupplierOrderReport report, DateTimeOffset now) => report switch
    {
        SupplierOrderConfirmed e => new ConfirmLines(supplier, e.SupplierOrder, e.Lines ?? [], now),
        SupplierOrderDeclined e => new DeclineLines(supplier, e.Lines ?? [], e.Reason, now),
        SupplierDeliveryExpected e => new ExpectDelivery(supplier, e.Lines ?? [], e.Expected, e.Reason, now),
        SupplierOrderShipped e => new ShipUnits(supplier, e.Shipment, e.Units, e.Tracking, now),
        SupplierOrderDelivered e => new DeliverUnits(supplier, e.Delivery, e.Units, e.Way, e.ReceivedBy, e.Reference, e.DeliveredAt.ToUniversalTime(), now),
        SupplierOrderReturned e => new TakeBackUnits(supplier, e.Return, e.Units, e.Reason, now),
        SupplierOrderCancelled e => new AgreeToCancel(supplier, e.Lines ?? [], now),
        SupplierCancellationRefused e => new RefuseToCancel(supplier, e.Lines ?? [], e.Reason, now),
        _ => new TellOnly(supplier, now),
    };

    private string? Mark(OrderState state, ReceivedEvent received) => ContentMark.Of(keys, state.Wish!.Orderer, state.Wish.Number.Value, received.ContentHash);

    /// <summary>Two suppliers may say different things under the same source and id.</summary>
    private static string Identity(string supplier, ReceivedEvent received) => EventId.From("order-said", supplier, received.Source, received.Id).ToString("N");
}
