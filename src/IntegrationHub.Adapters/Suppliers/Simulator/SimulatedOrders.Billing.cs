using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>What the suppliers bill and credit.</summary>
internal sealed partial class SimulatedOrders
{
    private const string NobodysReference = "999-00000";
    private readonly HashSet<(string Supplier, string Order)> _billed = [];

    /// <summary>Makes the invoices that a piece of work is about; each goes to the hub after the order's reports.</summary>
    private void Work(SimulatedOrder order, PlannedReport report)
    {
        var words = report.Data.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var today = CityDay.Of(options.Clock.GetUtcNow());
        IReadOnlyList<SimulatedInvoice> made = (report.Type, words) switch
        {
            (Bill, _) => [.. Billed(order.Supplier, [order], line => line.Ordered.Grouping is null, today, collective: false, report.Cause == PlannedReport.ByHand)],
            (BillTogether, _) => [.. Billed(
                order.Supplier, _orders.Values.Where(one => one.Supplier == order.Supplier), line => line.Ordered.Grouping is not null, today, collective: true, report.Cause == PlannedReport.ByHand)],
            (_, [_, var first, ..]) when first.Contains(':', StringComparison.Ordinal) => Returned(order, [.. words.Skip(1)], today),
            (_, [_, var invoice, var code, ..]) => Disputed(order, invoice, code, words.ElementAtOrDefault(3), today),
            _ => [],
        };
        Send(order, report, made);
    }

    private void Send(SimulatedOrder order, PlannedReport report, IReadOnlyList<SimulatedInvoice> made)
    {
        var now = options.Clock.GetUtcNow();
        List<PlannedReport> plan = [.. made.Select(invoice => new PlannedReport(
            $"{report.Id}/{invoice.Number}", report.Cause, order.Supplier, order.Order, order.SupplierOrder, PlannedReport.Invoice,
            JsonSerializer.SerializeToElement(new { invoice = invoice.Number, xml = UblInvoice.Write(invoice) }), now, now))];
        memory.Add([.. _billed.Select(key => (MemoryLine)new OrderSaved(_orders[key])), .. made.Select(invoice => (MemoryLine)new InvoiceSaved(invoice)), .. plan.Select(one => new ReportPlanned(one))]);
        _billed.Clear();
        if (plan.Count > 0)
        {
            runner.Begin(plan, Issue);
        }
    }

    /// <summary>Invoices for what was delivered and not billed yet: one for each reference and, where lines ask for it, each grouping.</summary>
    /// <param name="again">Whether the next month is billed too: somebody asked for it by hand.</param>
    private IEnumerable<SimulatedInvoice> Billed(
        string supplier, IEnumerable<SimulatedOrder> orders, Func<SimulatedLine, bool> which, DateOnly today, bool collective, bool again)
    {
        var groups = orders.SelectMany(order => order.Lines.Where(line => !line.Off && which(line)).Select(line => (Order: order, Line: line)))
            .GroupBy(one => (one.Line.Ordered.Reference, one.Line.Ordered.Grouping)).ToList();
        foreach (var group in groups)
        {
            var lines = new List<SimulatedInvoiceLine>();
            foreach (var (order, line) in group)
            {
                var early = desks.Faults.Hit(SimulatorFaults.BillUndelivered, supplier, order.Order);
                var due = line.Units.Where(unit => !unit.Returned && (unit.DeliveredAt is not null || early)).ToList();
                lines.AddRange(LinesOf(order, line, due, today, again));
                Mark(order.Order, supplier, line.Ordered.Line, due, today, again);
            }

            if (lines.Count == 0)
            {
                continue;
            }

            var reference = desks.Faults.Hit(SimulatorFaults.BillWrongReference, supplier, lines[0].Order) ? NobodysReference : group.Key.Reference;
            IReadOnlyList<SimulatedInvoiceLine> numbered = [.. lines.Select((line, index) => line with { Id = (index + 1).ToString(CultureInfo.InvariantCulture) })];
            yield return Made(supplier, reference, today, null, collective, numbered);
            if (desks.Faults.Hit(SimulatorFaults.BillTwice, supplier, lines[0].Order))
            {
                yield return Made(supplier, reference, today, null, collective, numbered);
            }
        }
    }

    private IEnumerable<SimulatedInvoiceLine> LinesOf(SimulatedOrder order, SimulatedLine line, IReadOnlyList<SimulatedUnit> due, DateOnly today, bool again)
    {
        var wrong = desks.Faults.Hit(SimulatorFaults.BillWrongPrice, order.Supplier, order.Order);
        Money Price(Money agreed) => wrong ? agreed with { Minor = agreed.Minor * 6 / 5 } : agreed;
        var ordered = line.Ordered;
        var once = due.Where(unit => !unit.BilledOnce).ToList();
        if (ordered.Once.Minor != 0 && once.Count > 0)
        {
            yield return new SimulatedInvoiceLine(
                "", order.Order, order.SupplierOrder, ordered.Line, ordered.Article, ordered.Name, [.. once.Select(unit => unit.Unit)], Price(ordered.Once), ordered.Project);
        }

        foreach (var unit in due.Where(unit => ordered.Monthly.Minor != 0 && (unit.BilledUntil is null || again) && !IsOver(unit, today)))
        {
            var (from, until) = PeriodOf(unit, today);
            yield return new SimulatedInvoiceLine(
                "", order.Order, order.SupplierOrder, ordered.Line, ordered.Article, ordered.Name, [unit.Unit], Price(ordered.Monthly), ordered.Project, from, until, unit.Serial);
        }
    }

    /// <summary>Notes what is billed; it is remembered together with the invoice.</summary>
    private void Mark(string order, string supplier, int line, IReadOnlyList<SimulatedUnit> due, DateOnly today, bool again)
    {
        _billed.Add((supplier, order));
        _orders[(supplier, order)] = _orders[(supplier, order)].With([.. due.Select(unit => new OrderUnit(line, unit.Unit))], unit => unit with
        {
            BilledOnce = true,
            BilledUntil = (unit.BilledUntil is null || again) && !IsOver(unit, today) ? PeriodOf(unit, today).Until : unit.BilledUntil,
        });
    }

    private static bool IsOver(SimulatedUnit unit, DateOnly today) => unit.EndsOn < PeriodOf(unit, today).From;

    /// <summary>The month from the delivery, then the next, and the next.</summary>
    private static (DateOnly From, DateOnly Until) PeriodOf(SimulatedUnit unit, DateOnly today)
    {
        var from = unit.BilledUntil?.AddDays(1) ?? (unit.DeliveredAt is { } at ? CityDay.Of(at) : today);
        return (from, from.AddMonths(1).AddDays(-1));
    }

    /// <summary>Credits what was billed for units that came back.</summary>
    private List<SimulatedInvoice> Returned(SimulatedOrder order, IReadOnlyList<string> units, DateOnly today)
    {
        var credits = new List<SimulatedInvoice>();
        foreach (var invoice in _invoices.Where(one => one.Supplier == order.Supplier && one.Credits is null).ToList())
        {
            var lines = invoice.Lines.Where(line => line.Order == order.Order)
                .Select(line => line with { Units = [.. line.Units.Where(unit => units.Contains(string.Create(CultureInfo.InvariantCulture, $"{line.Line}:{unit}"), StringComparer.Ordinal))] })
                .Where(line => line.Units.Count > 0).ToList();
            if (lines.Count > 0)
            {
                credits.Add(Made(order.Supplier, invoice.Reference, today, invoice.Number, invoice.Collective, lines));
            }
        }

        return credits;
    }

    /// <summary>Credits what was disputed, and bills it anew where it was due and only wrong.</summary>
    private List<SimulatedInvoice> Disputed(SimulatedOrder order, string number, string code, string? line, DateOnly today)
    {
        if (_invoices.FirstOrDefault(one => one.Supplier == order.Supplier && one.Number == number) is not { } invoice)
        {
            return [];
        }

        var wrong = invoice.Lines.Where(one => one.Order == order.Order && (line is null || one.Line.ToString(CultureInfo.InvariantCulture) == line)).ToList();
        if (wrong.Count == 0)
        {
            return [];
        }

        var made = new List<SimulatedInvoice> { Made(order.Supplier, invoice.Reference, today, invoice.Number, invoice.Collective, wrong) };
        if (code is "wrong-price" or "wrong-reference")
        {
            var right = wrong.Select(one => (Line: one, order.Lines.First(known => known.Ordered.Line == one.Line).Ordered)).ToList();
            made.AddRange(right.GroupBy(one => one.Ordered.Reference, StringComparer.Ordinal).Select(same => Made(
                order.Supplier, same.Key, today, null, invoice.Collective, [.. same.Select(one => one.Line with { Price = one.Line.From is null ? one.Ordered.Once : one.Ordered.Monthly })])));
        }

        return made;
    }

    private SimulatedInvoice Made(string supplier, string reference, DateOnly today, string? credits, bool collective, IReadOnlyList<SimulatedInvoiceLine> lines)
    {
        var number = string.Create(
            CultureInfo.InvariantCulture, $"{SimulatedDesks.Letters(supplier)}-{(credits is null ? "F" : "K")}{_invoices.Count(one => one.Supplier == supplier) + 1:D6}");
        var invoice = new SimulatedInvoice(number, supplier, reference, today, credits, collective, lines);
        _invoices.Add(invoice);
        return invoice;
    }
}
