using System.Globalization;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Invoices;

/// <summary>Finds what differs between a line of an invoice and what was ordered and delivered.</summary>
internal static class InvoiceComparison
{
    /// <summary>The units that are billed, and what differs.</summary>
    public static (decimal Units, IReadOnlyList<Difference> Differences) Of(Bill bill, OrderedLine ordered, BilledSoFar billed)
    {
        var found = new List<Difference>();
        var price = bill.IsMonthly ? bill.Found.Line.Monthly : bill.Found.Line.Once;
        var units = Units(bill, price);
        if (bill.Invoice.Currency != price.Currency)
        {
            found.Add(new(Differences.WrongCurrency, bill.Net with { Minor = Math.Abs(bill.Net.Minor) }, price.Currency, bill.Invoice.Currency));
        }

        if (bill.Quantity < 0)
        {
            if (billed.Of(bill).Sum(before => before.Quantity) is var left && -units > left)
            {
                found.Add(new(Differences.CreditedTooMuch, InQuestion(bill, -units - left, price), Number(left), Number(-units)));
            }
        }
        else
        {
            Price(bill, price, found);
            if (bill.IsMonthly)
            {
                Monthly(bill, units, price, billed, found);
            }
            else
            {
                Once(bill, units, price, billed, found);
            }

            Reference(bill, ordered, found);
        }

        billed.Add(bill, units);
        return (units, found);
    }

    /// <summary>Units, or months times units: some suppliers bill three months as three, some as one of three times the price.</summary>
    private static decimal Units(Bill bill, Money price) =>
        bill is { IsMonthly: true, Months: > 1 } && bill.Line.Price.OfOne == price.Amount * bill.Months ? bill.Quantity * bill.Months : bill.Quantity;

    private static void Price(Bill bill, Money price, List<Difference> found)
    {
        if (bill.Invoice.Currency != price.Currency)
        {
            return; // It is said already, and prices in two currencies are not compared.
        }

        // What the line's own allowances and charges make of it is the price that is paid.
        var paid = bill.Quantity == 0 ? 0 : bill.Net.Amount / bill.Quantity;
        var agreed = bill.IsMonthly && paid == price.Amount * bill.Months ? price.Amount * bill.Months : price.Amount;
        if (Math.Abs(paid - agreed) * 100 > Math.Max(bill.Terms.PriceTolerance, 0) && decimal.Round(agreed * bill.Quantity, 2) != bill.Net.Amount)
        {
            found.Add(new(Differences.WrongPrice, Money.Of(Math.Abs(bill.Net.Amount - (agreed * bill.Quantity)), price.Currency), Number(agreed), Number(decimal.Round(paid, 4))));
        }
    }

    private static void Once(Bill bill, decimal units, Money price, BilledSoFar billed, List<Difference> found)
    {
        var before = billed.Of(bill).Sum(each => each.Quantity);
        var (ordered, delivered, returned) = (bill.Found.Line.Quantity, bill.Found.Delivered.Count, ReturnedBy(bill, bill.Invoice.Issued));
        var all = before + units;
        if (all > ordered)
        {
            found.Add(new(before >= units ? Differences.BilledTwice : Differences.WrongQuantity, InQuestion(bill, Math.Min(units, all - ordered), price), Number(ordered), Number(all)));
        }
        else if (all > delivered)
        {
            found.Add(new(Differences.NotDelivered, InQuestion(bill, Math.Min(units, all - delivered), price), Number(delivered), Number(all)));
        }
        else if (all > delivered - returned)
        {
            found.Add(new(Differences.BilledAfterReturn, InQuestion(bill, Math.Min(units, all - delivered + returned), price), Number(delivered - returned), Number(all)));
        }

        // Of part deliveries, what was billed before are the first; of what is billed together, the last one makes it whole.
        if (bill.Found.Delivered.Values.Select(unit => CityDay.Of(unit.At)).Order().Skip(Whole(before)).Take(Math.Max(1, Whole(units))).DefaultIfEmpty(DateOnly.MaxValue).Last() is var day && day < DateOnly.MaxValue)
        {
            Delay(bill, day, found);
        }
    }

    private static void Delay(Bill bill, DateOnly delivered, List<Difference> found)
    {
        var latest = delivered.AddMonths(bill.Terms.LatestMonths);
        if (bill.Invoice.Issued > latest)
        {
            found.Add(new(Differences.TooLate, bill.Net, Day(latest), Day(bill.Invoice.Issued)));
        }
        else if (Math.Abs(Bill.MonthsBetween(delivered, bill.Invoice.Issued)) > bill.Terms.MonthTolerance || (bill.Line.Period is not null && !Within(delivered, bill.Days)))
        {
            found.Add(new(Differences.WrongMonth, bill.Net, Month(delivered), Month(bill.Line.Period is null ? bill.Invoice.Issued : bill.Days.From)));
        }
    }

    private static void Monthly(Bill bill, decimal units, Money price, BilledSoFar billed, List<Difference> found)
    {
        var (days, months) = (bill.Days, bill.Months);
        var began = bill.Found.Delivered.Values.Select(unit => CityDay.Of(unit.At)).Where(day => day <= days.Until).ToList();
        var (ordered, running, returned, ended) = (bill.Found.Line.Quantity, began.Count, ReturnedBy(bill, days.From), EndedBy(bill, days.From));
        var before = billed.Of(bill).Where(each => (each.From ?? days.From) <= days.Until && (each.Until ?? days.Until) >= days.From).Sum(each => each.Quantity);
        var all = before + units;
        if (all > ordered * months)
        {
            found.Add(new(before >= units ? Differences.BilledTwice : Differences.WrongQuantity, InQuestion(bill, Math.Min(units, all - (ordered * months)), price), Number(ordered * months), Number(all)));
        }
        else if (all > running * months)
        {
            found.Add(new(Differences.NotDelivered, InQuestion(bill, Math.Min(units, all - (running * months)), price), Number(running * months), Number(all)));
        }
        else if (all > (running - returned) * months)
        {
            found.Add(new(Differences.BilledAfterReturn, InQuestion(bill, Math.Min(units, all - ((running - returned) * months)), price), Number((running - returned) * months), Number(all)));
        }
        else if (all > (running - returned - ended) * months)
        {
            found.Add(new(Differences.BilledAfterEnd, InQuestion(bill, Math.Min(units, all - ((running - returned - ended) * months)), price), Number((running - returned - ended) * months), Number(all)));
        }

        if (began.Count > 0 && Bill.MonthsBetween(days.From, began.Min()) > 0)
        {
            found.Add(new(Differences.WrongMonth, InQuestion(bill, Math.Min(units, Bill.MonthsBetween(days.From, began.Min()) * began.Count), price), Month(began.Min()), Month(days.From)));
        }

        if (bill.Invoice.Issued > days.Until.AddMonths(bill.Terms.LatestMonths))
        {
            found.Add(new(Differences.TooLate, bill.Net, Day(days.Until.AddMonths(bill.Terms.LatestMonths)), Day(bill.Invoice.Issued)));
        }
    }

    private static void Reference(Bill bill, OrderedLine ordered, List<Difference> found)
    {
        string[] said = [.. new[] { bill.Line.Accounting, bill.Invoice.References.Buyer }.OfType<string>().Where(text => text.Length > 0)];
        var right = bill.Order.Held.Where(each => each.Line == ordered.Line).Select(each => each.Reference).Append(ordered.Reference).Append(bill.Found.Line.Reference).Select(InvoiceClues.Bare).ToHashSet(StringComparer.Ordinal);
        if (said.Length > 0 && !Array.Exists(said, text => right.Contains(InvoiceClues.Bare(text))))
        {
            found.Add(new(Differences.WrongReference, bill.Net, ordered.Reference, bill.Invoice.References.Buyer ?? said[0]));
        }
    }

    /// <summary>Units that had gone back before a day; one whose day is not known counts.</summary>
    private static int ReturnedBy(Bill bill, DateOnly day) => bill.Found.Returned.Count(unit =>
        bill.Order.Held.FirstOrDefault(each => each.Line == bill.Found.Line.Line && each.Unit == unit)?.EndsOn is not { } ended || ended < day);

    /// <summary>Units that had ended before a day without going back. What remains of a term is paid until the term's end.</summary>
    private static int EndedBy(Bill bill, DateOnly day) => bill.Order.Held.Count(each =>
        each.Line == bill.Found.Line.Line && each is { Status: "ended" or "ending", EndsOn: { } ended } && !bill.Found.Returned.Contains(each.Unit)
        && (each is { Remaining.Minor: > 0, TermEnds: { } term } && term > ended ? term.AddDays(-1) : ended) < day);

    private static Money InQuestion(Bill bill, decimal units, Money price) =>
        bill.Quantity == 0 ? bill.Net : Money.Of(Math.Min(Math.Abs(bill.Net.Amount), units * Math.Max(price.Amount, Math.Abs(bill.Line.Price.OfOne))), bill.Invoice.Currency);

    private static bool Within(DateOnly day, (DateOnly From, DateOnly Until) days) => Bill.MonthsBetween(days.From, day) >= 0 && Bill.MonthsBetween(day, days.Until) >= 0;

    private static int Whole(decimal number) => (int)Math.Clamp(number, 0, int.MaxValue);

    private static string Number(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
