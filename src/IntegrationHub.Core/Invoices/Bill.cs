using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Invoices;

/// <summary>One line of an invoice beside the order's line.</summary>
/// <param name="Quantity">As it stands on the line; negative when it is given back.</param>
internal sealed record Bill(Invoice Invoice, InvoiceLine Line, decimal Quantity, Money Net, InvoicePeriod? Period, FoundOrder Order, LineState Found, InvoiceTerms Terms)
{
    /// <summary>The days that are billed for: the period, each end that is missing being that of its month; without a period, the month of issue.</summary>
    public (DateOnly From, DateOnly Until) Days
    {
        get
        {
            var (first, last) = (Period?.Until ?? Invoice.Issued, Period?.From ?? Invoice.Issued);
            return (Period?.From ?? new DateOnly(first.Year, first.Month, 1), Period?.Until ?? new DateOnly(last.Year, last.Month, DateTime.DaysInMonth(last.Year, last.Month)));
        }
    }

    /// <summary>The months of the period where it is whole ones, also from the middle of a month to the middle of another; else the calendar months that it touches.</summary>
    public int Months
    {
        get
        {
            var ((from, until), between) = (Days, MonthsBetween(Days.From, Days.Until));
            return from.AddMonths(between) == until.AddDays(1) ? between : between + 1;
        }
    }

    /// <summary>Whether it bills what runs, month by month.</summary>
    public bool IsMonthly => Found.Line switch
    {
        { Monthly.Minor: 0 } => false,
        { Once.Minor: 0 } => true,
        var both => Line.Price.OfOne != both.Once.Amount && (Line.Price.OfOne == both.Monthly.Amount || Line.Unit == "MON" || Line.Period is not null),
    };

    /// <summary>Whether the order's line is paid once and by the month, so that what was billed for one is no bill for the other.</summary>
    public bool IsOfBoth => Found.Line is { Monthly.Minor: not 0, Once.Minor: not 0 };

    /// <summary>The days that are noted with it. What is paid by the month always has some, and what is paid once beside it has none: later bills tell them apart by that.</summary>
    public InvoicePeriod? Noted => IsMonthly ? new InvoicePeriod(Days.From, Days.Until) : IsOfBoth ? null : Period;

    /// <summary>Whole calendar months from one day's month to another's.</summary>
    public static int MonthsBetween(DateOnly from, DateOnly until) => ((until.Year - from.Year) * 12) + until.Month - from.Month;
}

/// <summary>What is billed for the orders' lines, on other invoices and on the lines of this one that were matched before.</summary>
/// <param name="invoice">This invoice's number: what was noted of it before does not count twice.</param>
internal sealed class BilledSoFar(string invoice)
{
    private readonly Dictionary<(string Order, int Line), List<BilledLine>> _here = [];

    /// <summary>All of it for a line.</summary>
    public IEnumerable<BilledLine> Of(Bill bill) =>
        bill.Found.Billed.Where(before => before.Invoice != invoice).Concat(_here.GetValueOrDefault((bill.Order.Number, bill.Found.Line.Line)) ?? [])
            .Where(before => !bill.IsOfBoth || (before.From is not null) == bill.IsMonthly);

    /// <summary>Notes one more.</summary>
    public void Add(Bill bill, decimal quantity)
    {
        var key = (bill.Order.Number, bill.Found.Line.Line);
        (_here.TryGetValue(key, out var before) ? before : _here[key] = []).Add(new BilledLine(invoice, bill.Line.Id, quantity, bill.Net, bill.Noted?.From, bill.Noted?.Until));
    }
}
