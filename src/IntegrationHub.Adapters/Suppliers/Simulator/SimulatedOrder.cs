using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>A unit that a simulated supplier delivers.</summary>
/// <param name="Serial">Serial number, telephone number or licence.</param>
/// <param name="BilledOnce">Whether what is paid once was billed.</param>
/// <param name="BilledUntil">The last day that was billed of what is paid each month.</param>
/// <param name="EndsOn">The last day that it runs; null while no end was told.</param>
public sealed record SimulatedUnit(
    int Unit, string Serial, bool Shipped = false, DateTimeOffset? DeliveredAt = null, bool Returned = false, bool BilledOnce = false, DateOnly? BilledUntil = null,
    DateOnly? EndsOn = null);

/// <summary>A line that a simulated supplier was given.</summary>
/// <param name="Ordered">As the hub told it, without whom it is for.</param>
/// <param name="Off">Declined or cancelled.</param>
public sealed record SimulatedLine(OrderedLineMessage Ordered, IReadOnlyList<SimulatedUnit> Units, bool Off = false);

/// <summary>A simulated supplier's own order.</summary>
/// <param name="SupplierOrder">Two letters, an S and six digits: <c>WP-S000123</c>.</param>
/// <param name="Order">The hub's number.</param>
/// <param name="History">Types of what came from the hub and went to it, oldest first.</param>
public sealed record SimulatedOrder(string SupplierOrder, string Supplier, string Order, bool Together, IReadOnlyList<SimulatedLine> Lines, IReadOnlyList<string> History)
{
    /// <summary>The units that something is done with.</summary>
    internal SimulatedOrder With(IReadOnlyList<OrderUnit> units, Func<SimulatedUnit, SimulatedUnit> change) => this with
    {
        Lines = [.. Lines.Select(line => line with
        {
            Units = [.. line.Units.Select(unit => units.Any(one => one.Line == line.Ordered.Line && one.Unit == unit.Unit) ? change(unit) : unit)],
        })],
    };

    /// <summary>Lines that something is done with.</summary>
    internal SimulatedOrder With(IReadOnlyList<int> lines, Func<SimulatedLine, SimulatedLine> change) =>
        this with { Lines = [.. Lines.Select(line => lines.Contains(line.Ordered.Line) ? change(line) : line)] };

    /// <summary>Units of lines that still count.</summary>
    internal IReadOnlyList<OrderUnit> Units(Func<SimulatedUnit, bool> which) =>
        [.. Lines.Where(line => !line.Off).SelectMany(line => line.Units.Where(which).Select(unit => new OrderUnit(line.Ordered.Line, unit.Unit, unit.Serial)))];
}

/// <summary>A line of an invoice that a simulated supplier made.</summary>
/// <param name="Id">The line's id on the invoice (BT-126).</param>
/// <param name="Units">What it bills.</param>
/// <param name="From">The first day of the period, for what is paid each month.</param>
/// <param name="Billed">The subscription: a serial or telephone number (BT-128); null for what is paid once.</param>
public sealed record SimulatedInvoiceLine(
    string Id, string Order, string SupplierOrder, int Line, string Article, string Name, IReadOnlyList<int> Units, Money Price, string? Project = null, DateOnly? From = null, DateOnly? Until = null,
    string? Billed = null)
{
    /// <summary>Without VAT.</summary>
    public Money Net => Price.Times(Units.Count);
}

/// <summary>An invoice or credit note of a simulated supplier.</summary>
/// <param name="Number">BT-1.</param>
/// <param name="Reference">BT-10.</param>
/// <param name="Issued">BT-2.</param>
/// <param name="Credits">The invoice that it credits (BT-25); null for an invoice.</param>
/// <param name="Collective">Whether it may bill several orders, and so names none in its head.</param>
public sealed record SimulatedInvoice(
    string Number, string Supplier, string Reference, DateOnly Issued, string? Credits, bool Collective, IReadOnlyList<SimulatedInvoiceLine> Lines);
