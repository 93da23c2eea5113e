namespace IntegrationHub.Core.Orders;

/// <summary>What a supplier's word does to an order.</summary>
public static partial class OrderDecider
{
    private static Decision<OrderEvent> Report(OrderState state, ReportOnOrder command)
    {
        var decision = command.Meaning switch
        {
            ConfirmLines c => Confirm(state, c),
            DeclineLines c => Decline(state, c),
            ExpectDelivery c => Expect(state, c),
            ShipUnits c => Ship(state, c),
            DeliverUnits c => Deliver(state, c),
            TakeBackUnits c => Return(state, c.Supplier, c.Return, c.Units, c.Reason, c.Now),
            AgreeToCancel c => Agree(state, c),
            RefuseToCancel c => OfSupplier(state, c.Supplier, c.Lines, line => line.Phase == LinePhase.CancelAsked) is { Count: > 0 } kept
                ? Yes(new OrderCancellationRefused(c.Supplier, kept, state.Text(c.Reason), c.Now)) : Yes(),
            TellOnly => Yes(),
            _ => No("not-possible", "This cannot be done with the order as it stands."),
        };
        return decision switch
        {
            Accepted<OrderEvent> yes => Yes([command.Said, .. yes.Events]),
            Refused<OrderEvent> no => Yes(command.Said with { Refused = no.Code }),
            _ => decision,
        };
    }

    private static Decision<OrderEvent> Confirm(OrderState state, ConfirmLines command)
    {
        IReadOnlyList<ConfirmedLine> lines = command.Lines.Count > 0 ? command.Lines
            : [.. state.Of(command.Supplier).Where(line => !line.IsOff).Select(line => new ConfirmedLine(line.Line.Line, null))];
        if (LinesRefused(state, command.Supplier, lines.Select(line => line.Line)) is { } no)
        {
            return no;
        }

        var fresh = lines.Where(promised => state.Lines[promised.Line] is { IsOpen: true } line
            && (line.Phase is LinePhase.Placed || (promised.Expected is not null && promised.Expected != line.Expected))).ToList();
        return fresh.Count == 0 && state.SupplierOrders.GetValueOrDefault(command.Supplier) == command.SupplierOrder
            ? Yes() : Yes(new OrderConfirmed(command.Supplier, command.SupplierOrder, fresh, command.Now));
    }

    private static Decision<OrderEvent> Decline(OrderState state, DeclineLines command)
    {
        if (LinesRefused(state, command.Supplier, command.Lines) is { } no)
        {
            return no;
        }

        var open = OfSupplier(state, command.Supplier, command.Lines, line => !line.IsOff);
        return open.Any(line => state.Lines[line].Delivered.Count > 0)
            ? No("line-delivered", "A line that was delivered cannot be declined.")
            : open.Count == 0 ? Yes() : Yes(new OrderLinesDeclined(command.Supplier, open, state.Text(command.Reason), command.Now));
    }

    private static Decision<OrderEvent> Expect(OrderState state, ExpectDelivery command)
    {
        if (LinesRefused(state, command.Supplier, command.Lines) is { } no)
        {
            return no;
        }

        var moved = OfSupplier(state, command.Supplier, command.Lines, line => line.IsOpen && line.Expected != command.Expected);
        return moved.Count == 0 ? Yes()
            : Yes(new OrderDeliveryExpected(command.Supplier, moved, command.Expected, command.Reason is { } why ? state.Text(why) : null, command.Now));
    }

    private static Decision<OrderEvent> Ship(OrderState state, ShipUnits command)
    {
        if (UnitsRefused(state, command.Supplier, command.Units) is { } no)
        {
            return no;
        }

        List<OrderUnit> fresh = [.. command.Units.Where(unit => !state.Lines[unit.Line].Shipped.Contains(unit.Unit) && !state.Lines[unit.Line].Delivered.ContainsKey(unit.Unit))];
        return fresh.Count == 0 ? Yes() : Yes(new OrderShipped(command.Supplier, command.Shipment, fresh, command.Tracking, command.Now));
    }

    private static Decision<OrderEvent> Deliver(OrderState state, DeliverUnits command)
    {
        if (UnitsRefused(state, command.Supplier, command.Units) is { } no)
        {
            return no;
        }

        List<OrderUnit> fresh = [.. command.Units.Where(unit => !state.Lines[unit.Line].Delivered.ContainsKey(unit.Unit))];
        var proof = new DeliveryProof(command.Way, command.ReceivedBy is { } name ? state.Text(name) : null, command.Reference);
        return fresh.Count == 0 ? Yes() : Yes(new OrderDelivered(command.Supplier, command.Delivery, fresh, proof, command.DeliveredAt, command.Now));
    }

    private static Decision<OrderEvent> Return(OrderState state, string? supplier, string id, IReadOnlyList<OrderUnit> units, string? reason, DateTimeOffset now)
    {
        if (units.Count == 0 || units.Any(unit => !state.Lines.TryGetValue(unit.Line, out var line) || (supplier is not null && line.Line.Supplier != supplier)
            || !line.Delivered.ContainsKey(unit.Unit)))
        {
            return No("not-delivered", "Only units that were delivered go back.");
        }

        return Yes([.. units.Where(unit => !state.Lines[unit.Line].Returned.Contains(unit.Unit)).DistinctBy(unit => unit.Key)
            .GroupBy(unit => state.Lines[unit.Line].Line.Supplier, StringComparer.Ordinal)
            .Select(own => new OrderUnitsReturned(own.Key, id, [.. own], reason is { } why ? state.Text(why) : null, now))]);
    }

    private static Decision<OrderEvent> Agree(OrderState state, AgreeToCancel command)
    {
        var off = OfSupplier(state, command.Supplier, command.Lines, line => line.Phase == LinePhase.CancelAsked);
        return off.Count == 0 ? Yes() : Yes(new OrderLinesCancelled(off, null, command.Now));
    }

    /// <summary>A line of another supplier is as unknown to this one as a line that does not exist.</summary>
    private static Refused<OrderEvent>? LinesRefused(OrderState state, string supplier, IEnumerable<int> lines)
    {
        var told = state.Of(supplier).Select(line => line.Line.Line).ToHashSet();
        return told.Count == 0 ? No("not-placed", "The supplier has no lines of this order.")
            : lines.FirstOrDefault(line => !told.Contains(line)) is var unknown and not 0 ? No("line-unknown", $"The supplier has no line {unknown} of this order.")
            : null;
    }

    private static Refused<OrderEvent>? UnitsRefused(OrderState state, string supplier, IReadOnlyList<OrderUnit> units)
    {
        if (LinesRefused(state, supplier, units.Select(unit => unit.Line)) is { } no)
        {
            return no;
        }

        return units.Count == 0 ? No("no-units", "At least one unit must be named.")
            : units.FirstOrDefault(unit => unit.Unit < 1 || unit.Unit > state.Lines[unit.Line].Line.Quantity) is { } beyond
                ? No("unit-unknown", $"Line {beyond.Line} has no unit {beyond.Unit}; it has {state.Lines[beyond.Line].Line.Quantity}.")
            : units.DistinctBy(unit => unit.Key).Count() != units.Count ? No("unit-twice", "A unit is named twice.")
            : units.Any(unit => state.Lines[unit.Line].IsOff) ? No("line-cancelled", "A line that was cancelled or declined is not delivered.")
            : null;
    }

    private static List<int> OfSupplier(OrderState state, string supplier, IReadOnlyList<int> lines, Func<LineState, bool> which) =>
        [.. state.Of(supplier).Where(line => (lines.Count == 0 || lines.Contains(line.Line.Line)) && which(line)).Select(line => line.Line.Line)];
}
