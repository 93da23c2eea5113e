using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Tests.Invoices;

/// <summary>Months, ends, part deliveries and what stands on the whole of an invoice.</summary>
public sealed class JudgingWhatIsBilled
{
    private const string Number = "500000013";
    private static readonly OrderLine s_laptops = OrdersHere.Line(1, "WP-LAP-14", 3, 0, 32_900);
    private static readonly OrderLine s_screens = OrdersHere.Line(2, "WP-SCR-24", 2, 169_500, 0);
    private static readonly OrderState s_order = OrdersHere.Order(Number, s_laptops, s_screens);
    private static readonly Invoice s_rent = Examples.Invoice("month-of-rent");
    private static readonly Invoice s_month = s_rent with { Period = null, AllowancesAndCharges = [], Lines = [s_rent.Lines[0]] };
    private static readonly Invoice s_bought = s_rent with { Period = null, AllowancesAndCharges = [], Lines = [s_rent.Lines[1] with { Period = null }] };

    [Fact]
    public void A_month_from_the_middle_of_one_to_the_middle_of_the_next_is_one_month_and_not_two()
    {
        Assert.Empty(Codes(Month(new(2026, 10, 15), new(2026, 11, 14), 3), s_order));
        Assert.Equal([Differences.WrongQuantity], Codes(Month(new(2026, 10, 15), new(2026, 11, 14), 6), s_order));
        Assert.Empty(Codes(Month(new(2026, 10, 15), new(2026, 12, 14), 6), s_order));
        Assert.Empty(Codes(Month(new(2026, 11, 1), new(2027, 10, 31), 36), s_order));
    }

    [Fact]
    public void Month_after_month_may_be_billed_without_a_period()
    {
        var october = s_month with { Lines = [s_month.Lines[0] with { Period = null }] };
        var line = Assert.Single(new OrdersHere(s_order).Match(october));
        Assert.Equal(new InvoicePeriod(new(2026, 10, 1), new(2026, 10, 31)), line.Period);
        var noted = OrdersHere.Note(s_order, october, [line]);
        Assert.Empty(Codes(october with { Number = "N", Issued = new(2026, 11, 28) }, noted));
        Assert.Contains(Differences.BilledTwice, Codes(october with { Number = "N" }, noted));
    }

    [Fact]
    public void What_is_paid_once_beside_the_month_is_no_second_bill_for_the_month()
    {
        var phones = OrdersHere.Line(1, "MO-PHONE", 1, 45_000, 69_000);
        var order = OrdersHere.Order(Number, phones);
        var (price, item) = (new InvoicePrice(690), s_month.Lines[0].Item with { SellersId = "MO-PHONE" });
        var both = s_month with
        {
            Lines =
            [
                s_month.Lines[0] with { Position = 1, Quantity = 1, Unit = "C62", Price = new(450), Net = 450, Period = null, Item = item },
                s_month.Lines[0] with { Position = 2, Id = "2", Quantity = 1, Price = price, Net = 690, Item = item },
            ],
        };
        var lines = new OrdersHere(order).Match(both);
        Assert.All(lines, line => Assert.Empty(line.Differences));
        var noted = OrdersHere.Note(order, both, lines);
        var november = both.Lines[1] with { Period = new(new(2026, 11, 1), new(2026, 11, 30)) };
        Assert.Empty(Codes(both with { Number = "N", Issued = new(2026, 11, 30), Lines = [november] }, noted));
        Assert.Equal([Differences.BilledTwice], Codes(both with { Number = "N", Lines = [both.Lines[0]] }, noted));
    }

    [Fact]
    public void A_period_of_millennia_is_refused_and_not_counted()
    {
        static string Until(string day) => Examples.Text("month-of-rent").Replace("<cbc:EndDate>2026-10-31</cbc:EndDate>", $"<cbc:EndDate>{day}</cbc:EndDate>", StringComparison.Ordinal);
        Assert.Contains("HUB-PERIOD", Examples.Rules(Until("9999-12-31")));
        Assert.Contains("HUB-PERIOD", Examples.Rules(Until("2036-10-31")));
        Assert.Empty(Examples.Rules(Until("2026-12-31")));
        Assert.Contains("HUB-PERIOD", Examples.Rules(Examples.Text("month-of-rent").Replace("<cbc:StartDate>2026-10-01</cbc:StartDate>", "<cbc:StartDate>0001-01-01</cbc:StartDate>", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_subscription_that_ended_is_not_billed_any_more()
    {
        var row = new HoldingRow(
            "h", "subscription", "WP-LAP-14", "Bärbar dator", "hardware", "workplace", Number, 1, 1, null, "p-1", "utbildning", null, "110-12345", null, new(32_900), new(2026, 10, 2), null, "ended", new(2026, 10, 20), null, null, null);
        var november = Month(new(2026, 11, 1), new(2026, 11, 30), 3);
        Assert.Equal([Differences.BilledAfterEnd], Codes(november, s_order, row));
        Assert.Empty(Codes(november with { Lines = [november.Lines[0] with { Quantity = 2, Net = 658 }] }, s_order, row));
        Assert.Empty(Codes(Month(new(2026, 10, 1), new(2026, 10, 31), 3), s_order, row)); // It ran in that month.
        Assert.Empty(Codes(november, s_order, row with { Remaining = new(32_900), TermEnds = new(2027, 1, 1) })); // The term is paid to its end.
    }

    [Fact]
    public void A_part_that_came_months_later_is_not_billed_too_late()
    {
        var order = OrdersHere.Deliver(OrdersHere.Deliver(OrdersHere.Undelivered(Number, s_laptops, s_screens), 2, OrdersHere.Delivered, 1), 2, OrdersHere.Delivered.AddMonths(8), 2);
        var first = s_bought with { Number = "A", Lines = [s_bought.Lines[0] with { Quantity = 1, Net = 1695 }] };
        Assert.Empty(Codes(first, order));
        var noted = OrdersHere.Note(order, first, new OrdersHere(order).Match(first));
        Assert.Empty(Codes(first with { Number = "B", Issued = new(2027, 6, 20) }, noted));
        Assert.Contains(Differences.TooLate, Codes(first with { Number = "B", Issued = new(2029, 6, 20) }, noted));
    }

    [Fact]
    public void What_is_given_back_in_another_currency_differs_too()
    {
        var noted = OrdersHere.Note(s_order, s_rent, new OrdersHere(s_order).Match(s_rent));
        var difference = Assert.Single(Assert.Single(new OrdersHere(noted).Match(Examples.Invoice("credit-note") with { Currency = "EUR" })).Differences);
        Assert.Equal((Differences.WrongCurrency, new Money(169_500, "EUR")), (difference.Code, difference.Amount));
    }

    [Fact]
    public void A_fee_on_the_whole_invoice_that_nobody_ordered_differs()
    {
        var fee = new AllowanceOrCharge(IsCharge: true, 45, null, null, "Faktureringsavgift", "ABK", null);
        var lines = new OrdersHere(s_order).Match(s_rent with { AllowancesAndCharges = [fee] });
        Assert.Equal(new Difference(Differences.ChargeNotAgreed, new Money(4_500), null, "ABK"), Assert.Single(lines[0].Differences));
        Assert.Empty(lines[1].Differences);
        Assert.All(new OrdersHere(s_order).Match(s_rent with { AllowancesAndCharges = [fee, fee with { IsCharge = false }] }), line => Assert.Empty(line.Differences));
    }

    [Fact]
    public void A_discount_on_the_whole_makes_up_for_a_price_that_is_too_high()
    {
        var dear = s_bought with { Lines = [s_bought.Lines[0] with { Price = new(1_795), Net = 3_590 }] };
        Assert.Equal([Differences.WrongPrice], Codes(dear, s_order));
        Assert.Empty(Codes(dear with { AllowancesAndCharges = [new(IsCharge: false, 200, null, null, "Rabatt", null, null)] }, s_order));
        var some = Assert.Single(Assert.Single(new OrdersHere(s_order).Match(dear with { AllowancesAndCharges = [new(IsCharge: false, 150, null, null, "Rabatt", null, null)] })).Differences);
        Assert.Equal((Differences.WrongPrice, new Money(5_000)), (some.Code, some.Amount));
    }

    [Fact]
    public void A_suppliers_own_number_is_found_with_or_without_its_hyphen()
    {
        var order = s_order.After(new OrderConfirmed("workplace", "SO-4711", [], OrdersHere.Delivered));
        foreach (var said in new[] { "SO-4711", "SO4711", "SO 4711" })
        {
            var invoice = s_month with { References = new("110-00000", "NA", said), Lines = [s_month.Lines[0] with { OrderLine = null }] };
            Assert.Equal(InvoiceClues.SalesOrder, Assert.Single(new OrdersHere(order).Match(invoice)).Ordered?.How);
        }
    }

    private static Invoice Month(DateOnly from, DateOnly until, decimal quantity) =>
        s_month with { Issued = until, Lines = [s_month.Lines[0] with { Period = new(from, until), Quantity = quantity, Net = 329 * quantity }] };

    private static IEnumerable<string> Codes(Invoice invoice, OrderState order, params HoldingRow[] held) =>
        [.. new OrdersHere(order).Holding(Number, held).Match(invoice).SelectMany(line => line.Differences).Select(difference => difference.Code)];
}
