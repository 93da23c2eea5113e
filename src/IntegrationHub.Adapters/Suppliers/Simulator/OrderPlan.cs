using System.Globalization;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>How a supplier takes an order.</summary>
/// <param name="Delays">How long it takes for things.</param>
/// <param name="Auto">Off: it only files the order.</param>
/// <param name="Declines">It delivers nothing.</param>
/// <param name="Late">It delivers later than it promised.</param>
/// <param name="BillsEarly">It bills when it confirms.</param>
/// <param name="RejectsDisputes">It holds that its invoices are right.</param>
/// <param name="Parts">In how many deliveries what is carried comes, where it need not come together.</param>
internal sealed record OrderHabits(SimulatorDelays Delays, bool Auto, bool Declines, bool Late, bool BillsEarly, bool RejectsDisputes, int Parts);

/// <summary>What a supplier does about an order. Pure.</summary>
internal static class OrderPlan
{
    private const int LateBy = 7;

    /// <summary>One thing that is done: a report, or work of the supplier's own that is named by <paramref name="Work"/>.</summary>
    public sealed record Step(TimeSpan After, SupplierOrderReport? Report, string? Work = null);

    /// <summary>The order as a supplier files it, with the marks of its units.</summary>
    public static SimulatedOrder File(OrderPlacedMessage placed, string supplier, string supplierOrder)
    {
        var running = 0;
        return new SimulatedOrder(
            supplierOrder, supplier, placed.Order, placed.Together,
            [.. placed.Lines.Select(line => new SimulatedLine(
                line with { Recipients = null, Adaptation = null, Specification = null },
                [.. Enumerable.Range(1, line.Quantity).Select(unit => new SimulatedUnit(unit, Serial(placed.Order, supplierOrder, line, ++running)))]))],
            []);
    }

    /// <summary>What follows from an order that was placed.</summary>
    /// <param name="order">As it was filed.</param>
    public static IReadOnlyList<Step> Placed(SimulatedOrder order, OrderHabits habits, DateTimeOffset now)
    {
        var wait = habits.Delays;
        if (!habits.Auto)
        {
            return [];
        }

        if (habits.Declines)
        {
            return [new(wait.Accept, new SupplierOrderDeclined(order.Order, "Vi kan inte leverera detta."))];
        }

        var deliveries = Deliveries(order, habits, now);
        var steps = new List<Step>
        {
            new(wait.Accept, new SupplierOrderConfirmed(order.Order, order.SupplierOrder, [.. order.Lines.Select(line => new ConfirmedLine(
                line.Ordered.Line, CityDay.Of(now + deliveries.Where(one => one.Units.Any(unit => unit.Line == line.Ordered.Line)).Max(one => one.After))))])),
        };
        if (habits.BillsEarly)
        {
            steps.Add(new(wait.Accept, null, SimulatedOrders.Bill));
        }

        if (habits.Late)
        {
            steps.Add(new(wait.Accept + wait.Progress, new SupplierDeliveryExpected(
                order.Order, CityDay.Of(now + deliveries.Max(one => one.After)).AddDays(LateBy), [.. order.Lines.Select(line => line.Ordered.Line)], "Försenad från tillverkaren.")));
        }

        steps.AddRange(deliveries.SelectMany((delivery, index) => Steps(order, delivery, index + 1, now)));
        var last = deliveries.Max(one => one.After);
        steps.Add(new(last + wait.Bill, null, SimulatedOrders.Bill));
        steps.Add(new(last + (wait.Bill * 3), null, SimulatedOrders.BillTogether));
        return [.. steps.OrderBy(step => step.After)];
    }

    /// <summary>What follows from a request to cancel.</summary>
    /// <param name="order">As the supplier has it.</param>
    public static IReadOnlyList<Step> CancellationAsked(SimulatedOrder order, OrderCancellationMessage asked, OrderHabits habits)
    {
        var (free, late) = (FreeOf(order, asked.Lines), asked.Lines.Except(FreeOf(order, asked.Lines)).ToList());
        return habits.Auto
            ? [
                .. free.Count > 0 ? [new(habits.Delays.Accept, new SupplierOrderCancelled(order.Order, free))] : Array.Empty<Step>(),
                .. late.Count > 0 ? [new(habits.Delays.Accept, new SupplierCancellationRefused(order.Order, "Redan skickad.", late))] : Array.Empty<Step>()]
            : [];
    }

    /// <summary>The lines of which nothing was sent off yet.</summary>
    public static IReadOnlyList<int> FreeOf(SimulatedOrder order, IReadOnlyList<int> lines) =>
        [.. order.Lines.Where(line => lines.Contains(line.Ordered.Line) && line.Units.All(unit => unit is { Shipped: false, DeliveredAt: null })).Select(line => line.Ordered.Line)];

    /// <summary>How something is shown to be delivered.</summary>
    public static (string Way, string? ReceivedBy) Proof(string way) =>
        way switch { "electronic" => ("electronic", null), "technician" => ("technician", null), _ => ("signature", "Godsmottagningen") };

    private sealed record Delivery(TimeSpan After, string Way, IReadOnlyList<OrderUnit> Units);

    /// <summary>What comes over the network at once, and what is carried in one delivery or in several; or all together, with the last of it.</summary>
    private static List<Delivery> Deliveries(SimulatedOrder order, OrderHabits habits, DateTimeOffset now)
    {
        var wait = habits.Delays;
        var (soon, carried) = (wait.Accept + wait.Progress, wait.Accept + wait.Progress + wait.Resolve + (habits.Late ? wait.Late : TimeSpan.Zero));
        TimeSpan NotBefore(TimeSpan after, IEnumerable<OrderedLineMessage> lines) =>
            lines.Select(line => line.WantedFrom - now).OfType<TimeSpan>().Append(after).Max(); // Nobody comes before the hour that was asked for.
        List<OrderUnit> Of(IEnumerable<SimulatedLine> lines) => [.. lines.SelectMany(line => line.Units.Select(unit => new OrderUnit(line.Ordered.Line, unit.Unit, unit.Serial)))];
        var all = order.Lines.Select(line => line.Ordered).ToList();
        var physical = order.Lines.Where(line => line.Ordered.Way != "electronic").ToList();
        if (order.Together)
        {
            return [new(NotBefore(physical.Count > 0 ? carried : soon, all), physical.Count > 0 ? physical[0].Ordered.Way : "electronic", Of(order.Lines))];
        }

        var deliveries = order.Lines.Where(line => line.Ordered.Way == "electronic")
            .Select(line => new Delivery(NotBefore(soon, [line.Ordered]), "electronic", Of([line]))).ToList();
        var units = Of(physical);
        foreach (var (part, index) in units.Chunk(Math.Max(1, (units.Count + habits.Parts - 1) / habits.Parts)).Select((part, index) => (part, index)))
        {
            var lines = all.Where(line => part.Any(unit => unit.Line == line.Line)).ToList();
            deliveries.Add(new(NotBefore(carried + (wait.Progress * index), lines), lines[0].Way, part));
        }

        return deliveries;
    }

    private static IEnumerable<Step> Steps(SimulatedOrder order, Delivery delivery, int number, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{order.SupplierOrder}-{number}");
        if (delivery.Way != "electronic")
        {
            yield return new(delivery.After - Ahead(delivery.After), new SupplierOrderShipped(order.Order, id, delivery.Units, $"https://simulator.invalid/{id}"));
        }

        var (way, by) = Proof(delivery.Way);
        yield return new(delivery.After, new SupplierOrderDelivered(order.Order, id, delivery.Units, now + delivery.After, way, by, $"FS-{id}"));
    }

    /// <summary>How long before it is there something is sent off.</summary>
    private static TimeSpan Ahead(TimeSpan after) => TimeSpan.FromTicks(Math.Min(after.Ticks, TimeSpan.FromHours(8).Ticks) / 3);

    /// <summary>Follows from the order alone, and is given to one unit only. A telephone number is longer than any that can be called.</summary>
    private static string Serial(string order, string supplierOrder, OrderedLineMessage line, int running) =>
        line.Name.Contains("abonnemang", StringComparison.OrdinalIgnoreCase) || line.Name.Contains("anknytning", StringComparison.OrdinalIgnoreCase)
            ? string.Create(CultureInfo.InvariantCulture, $"+4670174{order[3..8]}{running % 1000:D3}")
            : string.Create(CultureInfo.InvariantCulture, $"{supplierOrder.Split('-')[0]}{order}{running:D4}");
}
