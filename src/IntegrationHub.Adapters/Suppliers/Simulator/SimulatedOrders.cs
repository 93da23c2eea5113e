using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>The suppliers' books of orders: what was ordered, delivered and billed. Thread-safe.</summary>
internal sealed partial class SimulatedOrders(SimulatorOptions options, SimulatedDesks desks, SimulatorMemory memory, ReportRunner runner)
{
    /// <summary>Work of the supplier's own: it bills what it delivered of one order.</summary>
    public const string Bill = "simulator.bill";

    /// <summary>It bills what is to stand together on an invoice, whatever the order.</summary>
    public const string BillTogether = "simulator.bill-together";

    /// <summary>It credits what came back, or what was disputed.</summary>
    public const string Credit = "simulator.credit";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Supplier, string Order), SimulatedOrder> _orders = [];
    private readonly List<SimulatedInvoice> _invoices = [];

    public IReadOnlyList<SimulatedOrder> Orders { get { lock (_gate) { return [.. _orders.Values]; } } }

    public IReadOnlyList<SimulatedInvoice> Invoices { get { lock (_gate) { return [.. _invoices]; } } }

    /// <summary>Whether a report belongs to an order, and not to a case.</summary>
    public static bool IsOrder(PlannedReport report) =>
        report.Type is Bill or BillTogether or Credit or PlannedReport.Invoice || SupplierOrderMessages.All.ContainsKey(report.Type);

    /// <summary>Takes up where the last run was killed.</summary>
    public void Resume()
    {
        foreach (var line in memory.Lines)
        {
            if (line is OrderSaved { Order: var order })
            {
                _orders[(order.Supplier, order.Order)] = order;
            }
            else if (line is InvoiceSaved { Invoice: var invoice })
            {
                _invoices.Add(invoice);
            }
        }
    }

    /// <summary>Does what a message asks for, once.</summary>
    /// <returns>Whether this was the first time.</returns>
    public bool Take(string supplier, ReceivedEvent received, HubOrderMessage message)
    {
        lock (_gate)
        {
            if (!desks.TakesFirst(supplier, received))
            {
                return false;
            }

            var now = options.Clock.GetUtcNow();
            var order = _orders.GetValueOrDefault((supplier, message.Order)) ?? (message is OrderPlacedMessage placed ? OrderPlan.File(placed, supplier, NewNumber(supplier)) : null);
            if (order is null)
            {
                memory.Add(new MessageTaken(supplier, received.Source, received.Id, received.Type));
                return true; // Nobody knows what it is about.
            }

            var steps = Steps(order, message, Habits(supplier, received.Id, message.Order), now);
            order = After(order, message) with { History = [.. order.History, received.Type] };
            List<PlannedReport> plan = [.. steps.Select((step, index) => Planned(
                string.Create(CultureInfo.InvariantCulture, $"{received.Id}/{index + 1}"), received.Id, order, step, now))];
            Save(order, [new MessageTaken(supplier, received.Source, received.Id, received.Type), .. plan.Select(report => new ReportPlanned(report))]);
            runner.Begin(plan, Issue);
            return true;
        }
    }

    /// <summary>Sends what a person at the supplier decided.</summary>
    /// <param name="order">The order.</param>
    /// <param name="report">What is told; null for work of the supplier's own.</param>
    /// <param name="work">That work.</param>
    public void ByHand(SimulatedOrder order, SupplierOrderReport? report, string? work)
    {
        lock (_gate)
        {
            var now = options.Clock.GetUtcNow();
            var planned = Planned($"{PlannedReport.ByHand}-{Guid.CreateVersion7(now)}", PlannedReport.ByHand, order, new OrderPlan.Step(TimeSpan.Zero, report, work), now);
            memory.Add(new ReportPlanned(planned));
            runner.Begin([planned], Issue);
        }
    }

    /// <summary>Notes that a report goes out, without what was cancelled meanwhile; does the supplier's own work.</summary>
    public PlannedReport? Issue(PlannedReport report)
    {
        lock (_gate)
        {
            var order = _orders[(report.Supplier, report.Case)];
            if (report.Type is Bill or BillTogether or Credit)
            {
                Work(order, report);
                runner.Drop(report, "Done.");
                return null;
            }

            if (report.Type == PlannedReport.Invoice)
            {
                return report;
            }

            if (Left(order, report) is not { } left)
            {
                runner.Drop(report, "Nothing is left of it.");
                return null;
            }

            Save(Told(order, left) with { History = [.. order.History, report.Type] }, []);
            return left;
        }
    }

    private static IReadOnlyList<OrderPlan.Step> Steps(SimulatedOrder order, HubOrderMessage message, OrderHabits habits, DateTimeOffset now) => message switch
    {
        OrderPlacedMessage when order.History.Contains(HubOrderMessages.Placed, StringComparer.Ordinal) => [],
        OrderPlacedMessage => OrderPlan.Placed(order, habits, now),
        OrderCancellationMessage e => OrderPlan.CancellationAsked(order, e, habits),
        OrderReturnMessage e when habits.Auto =>
            [new(habits.Delays.Progress, new SupplierOrderReturned(order.Order, e.Return, e.Units, "Mottagen i retur.")), new(habits.Delays.Progress, null, $"{Credit} {Named(e.Units)}")],
        OrderDisputeMessage e when habits.Auto && habits.RejectsDisputes =>
            [new(habits.Delays.Accept, new SupplierDisputeAnswered(order.Order, e.Dispute, "rejected", "Fakturan stämmer enligt oss."))],
        OrderDisputeMessage e when habits.Auto =>
            [new(habits.Delays.Accept, new SupplierDisputeAnswered(order.Order, e.Dispute, "will-credit", "Vi rättar fakturan.")), new(habits.Delays.Accept, null, $"{Credit} {e.Invoice} {e.Code} {e.Line}")],
        _ => [],
    };

    /// <summary>The order as a message leaves it.</summary>
    private SimulatedOrder After(SimulatedOrder order, HubOrderMessage message) => message switch
    {
        OrderCancellationMessage e when desks.Auto => order.With(OrderPlan.FreeOf(order, e.Lines), line => line with { Off = true }),
        OrderReturnMessage e => order.With(e.Units, unit => unit with { Returned = true }),
        HoldingEndMessage e => order.With([new OrderUnit(e.Line, e.Unit)], unit => unit with { EndsOn = e.EndsOn }),
        HoldingKeptMessage e => order.With([new OrderUnit(e.Line, e.Unit)], unit => unit with { EndsOn = null }),
        HoldingMovedMessage e => order.With([new OrderUnit(e.Line, e.Unit)], unit => unit with { EndsOn = null }),
        _ => order,
    };

    /// <summary>The report without the units and lines that are off; null when nothing is left.</summary>
    private static PlannedReport? Left(SimulatedOrder order, PlannedReport report)
    {
        var off = order.Lines.Where(line => line.Off).Select(line => line.Ordered.Line).ToHashSet();
        SupplierOrderReport? left = Read(report) switch
        {
            SupplierOrderShipped e => e with { Units = [.. e.Units.Where(unit => !off.Contains(unit.Line))] },
            SupplierOrderDelivered e => e with { Units = [.. e.Units.Where(unit => !off.Contains(unit.Line))] },
            SupplierDeliveryExpected { Lines: { } lines } e => e with { Lines = [.. lines.Where(line => !off.Contains(line))] },
            var other => other,
        };
        return left is null or SupplierOrderShipped { Units.Count: 0 } or SupplierOrderDelivered { Units.Count: 0 } or SupplierDeliveryExpected { Lines.Count: 0 } ? null
            : report with { Data = JsonSerializer.SerializeToElement(left, left.GetType(), HubOrderMessages.Json) };
    }

    /// <summary>The order once a report has been sent off.</summary>
    private static SimulatedOrder Told(SimulatedOrder order, PlannedReport report) => Read(report) switch
    {
        SupplierOrderShipped e => order.With(e.Units, unit => unit with { Shipped = true }),
        SupplierOrderDelivered e => order.With(e.Units, unit => unit with { DeliveredAt = e.DeliveredAt }),
        SupplierOrderReturned e => order.With(e.Units, unit => unit with { Returned = true }),
        SupplierOrderDeclined e => order.With(e.Lines ?? [.. order.Lines.Select(line => line.Ordered.Line)], line => line with { Off = true }),
        SupplierOrderCancelled { Lines: { } lines } => order.With(lines, line => line with { Off = true }),
        _ => order,
    };

    private static SupplierOrderReport? Read(PlannedReport report) => (SupplierOrderReport?)report.Data.Deserialize(SupplierOrderMessages.All[report.Type], HubOrderMessages.Json);

    private static PlannedReport Planned(string id, string cause, SimulatedOrder order, OrderPlan.Step step, DateTimeOffset now) => step.Report is { } report
        ? PlannedReport.Of(id, cause, order.Supplier, order.SupplierOrder, report, now + step.After)
        : new PlannedReport(
            id, cause, order.Supplier, order.Order, order.SupplierOrder, step.Work!.Split(' ')[0], JsonSerializer.SerializeToElement(step.Work), now + step.After, now + step.After);

    private static string Named(IReadOnlyList<OrderUnit> units) => string.Join(' ', units.Select(unit => string.Create(CultureInfo.InvariantCulture, $"{unit.Line}:{unit.Unit}")));

    private void Save(SimulatedOrder order, IReadOnlyList<MemoryLine> with)
    {
        _orders[(order.Supplier, order.Order)] = order;
        memory.Add([.. with, new OrderSaved(order)]);
    }

    private string NewNumber(string supplier) => string.Create(
        CultureInfo.InvariantCulture, $"{SimulatedDesks.Letters(supplier)}-S{_orders.Keys.Count(key => key.Supplier == supplier) + 1:D6}");

    private OrderHabits Habits(string supplier, string message, string order) => new(
        options.Delays, desks.Auto && !desks.Faults.Hit(SimulatorFaults.Silent, supplier, message), desks.Faults.Hit(SimulatorFaults.OrderDecline, supplier, order),
        desks.Faults.Hit(SimulatorFaults.DeliverLate, supplier, order), desks.Faults.Hit(SimulatorFaults.BillUndelivered, supplier, order),
        desks.Faults.Hit(SimulatorFaults.DisputeReject, supplier, order), SimulatorFaults.Draw(options.Seed, "parts", order) < 50 ? 1 : 2);
}
