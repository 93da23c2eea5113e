using System.Globalization;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Tests.Invoices;

public sealed class MatchingAnInvoice
{
    private const string Number = "500000013";
    private static readonly OrderLine s_laptops = OrdersHere.Line(1, "WP-LAP-14", 3, 0, 32_900);
    private static readonly OrderLine s_screens = OrdersHere.Line(2, "WP-SCR-24", 2, 169_500, 0);
    private static readonly OrderState s_order = OrdersHere.Order(Number, s_laptops, s_screens);
    private static readonly Invoice s_rent = Examples.Invoice("month-of-rent");

    [Fact]
    public void What_was_ordered_and_delivered_has_no_difference()
    {
        var lines = new OrdersHere(s_order).Match(s_rent);
        Assert.All(lines, line => Assert.Empty(line.Differences));
        Assert.Equal([(Number, 1, "purchase-order"), (Number, 2, "purchase-order")], lines.Select(line => (line.Ordered!.Order, line.Ordered.Line, line.Ordered.How)));
        Assert.Equal([3m, 2m], lines.Select(line => line.Quantity));
        Assert.Equal(["p-1-1", "p-1-2", "p-1-3"], lines[0].Ordered!.Users.Select(user => user.Value));
        Assert.Equal((new Money(98_700), "110-12345"), (lines[0].Net, lines[0].Ordered!.Reference));
    }

    [Fact]
    public void The_official_examples_are_matched_to_orders_with_their_references()
    {
        Assert.SkipWhen(Examples.Official.Count == 0, Examples.HowToGet);
        foreach (var path in Examples.Official)
        {
            var invoice = Assert.IsType<InvoiceRead>(Examples.Read(File.ReadAllBytes(path))).Invoice;
            var order = OrderOf(invoice);
            var lines = new OrdersHere(order).Match(invoice);
            Assert.Equal(invoice.Lines.Count, lines.Count);
            Assert.All(lines, line => Assert.True(line.Ordered is not null, $"{Path.GetFileName(path)} line {line.Of.Position}"));
            Assert.All(lines, line => Assert.DoesNotContain(line.Differences, difference => difference.Code is Differences.WrongReference or Differences.WrongCurrency or Differences.OrderUnknown or Differences.LineUnknown));
            Assert.All(lines, line => Assert.Equal(line.Of.OrderLine is { } said ? int.Parse(said, CultureInfo.InvariantCulture) : line.Ordered!.Line, line.Ordered!.Line));
        }
    }

    [Fact]
    public void A_line_that_points_at_another_article_than_it_names_is_about_the_article()
    {
        InvoiceLine Pointing(int at, string to) => s_rent.Lines[at] with { OrderLine = to };
        var swapped = new OrdersHere(s_order).Match(s_rent with { Lines = [Pointing(0, "2"), Pointing(1, "1")] });
        Assert.Equal([1, 2], swapped.Select(line => line.Ordered!.Line));
        Assert.All(swapped, line => Assert.Empty(line.Differences));

        var own = s_rent.Lines[0] with { OrderLine = "2", Item = s_rent.Lines[0].Item with { SellersId = "ITS-OWN-NUMBER", BuyersId = null, StandardId = null, Name = "Bildskärm" } };
        Assert.Equal(2, Assert.Single(new OrdersHere(s_order).Match(s_rent with { Lines = [own] })).Ordered!.Line); // Its own name for the article says nothing against the line.
    }

    [Theory]
    [InlineData("allowances-and-charges")]
    [InlineData("attachments-and-object")]
    [InlineData("foreign-currency")]
    [InlineData("prepaid-and-rounding")]
    [InlineData("without-vat")]
    public void Without_an_order_number_it_is_found_by_reference_and_article(string name)
    {
        var invoice = Examples.Invoice(name);
        Assert.All(new OrdersHere(OrderOf(invoice)).Match(invoice), line => Assert.Equal(InvoiceClues.Reference, line.Ordered?.How));
    }

    [Fact]
    public void A_collective_invoice_names_each_order_where_its_supplier_writes_it()
    {
        var orders = new OrdersHere(
            OrdersHere.Order(Number, s_laptops), OrdersHere.Order("500000021", s_screens with { Line = 1 }), OrdersHere.Order("500000039", s_laptops, OrdersHere.Line(2, "WP-MOUSE", 1, 24_900, 0)));
        var lines = orders.Match(Examples.Invoice("collective"));
        Assert.Equal([(Number, 1), ("500000021", 1), ("500000039", 2)], lines.Select(line => (line.Ordered!.Order, line.Ordered.Line)));
        Assert.All(lines, line => Assert.Equal(InvoiceClues.Place, line.Ordered!.How));
        Assert.All(lines, line => Assert.Empty(line.Differences));
    }

    [Fact]
    public void A_subscription_is_found_by_its_number()
    {
        var invoice = Examples.Invoice("attachments-and-object");
        var order = OrdersHere.Undelivered("500000021", OrdersHere.Line(1, "MO-SIM", 1, 0, 12_900)).After(
            new OrderDelivered("workplace", "L", [new OrderUnit(1, 1, "+46704650001")], new DeliveryProof("electronic"), OrdersHere.Delivered, OrdersHere.Delivered));
        var line = Assert.Single(new OrdersHere(order).Match(invoice));
        Assert.Equal((InvoiceClues.BilledObject, "500000021"), (line.Ordered!.How, line.Ordered.Order));
        Assert.Empty(line.Differences);
    }

    [Fact]
    public void By_the_suppliers_own_number()
    {
        var invoice = s_rent with { References = s_rent.References with { PurchaseOrder = "NA" }, Lines = [.. s_rent.Lines.Select(line => line with { OrderLine = null })] };
        var order = s_order.After(new OrderConfirmed("workplace", "SO-4711", [], OrdersHere.Delivered));
        Assert.All(new OrdersHere(order).Match(invoice), line => Assert.Equal(InvoiceClues.SalesOrder, line.Ordered?.How));
    }

    [Theory]
    [InlineData(Differences.OrderUnknown)]
    [InlineData(Differences.LineUnknown)]
    [InlineData(Differences.NotOrdered)]
    [InlineData(Differences.NotDelivered)]
    [InlineData(Differences.WrongQuantity)]
    [InlineData(Differences.WrongPrice)]
    [InlineData(Differences.WrongCurrency)]
    [InlineData(Differences.WrongReference)]
    [InlineData(Differences.BilledAfterReturn)]
    [InlineData(Differences.WrongMonth)]
    [InlineData(Differences.TooLate)]
    [InlineData(Differences.BilledTwice)]
    [InlineData(Differences.CreditedTooMuch)]
    public void What_differs_is_told_by_its_code(string code)
    {
        var (screen, odd) = (s_rent.Lines[1], OrdersHere.Undelivered(Number, s_laptops, s_screens));
        Invoice With(InvoiceLine line) => s_rent with { Lines = [line] };
        var (invoice, order) = code switch
        {
            Differences.OrderUnknown => (With(screen), OrdersHere.Order("500000021", s_laptops)),
            Differences.LineUnknown => (With(screen with { OrderLine = "9", Item = screen.Item with { SellersId = "EXTRA", Name = "Okänt" } }), s_order),
            Differences.NotOrdered => (With(screen with { OrderLine = null, Item = screen.Item with { SellersId = "EXTRA", Name = "Okänt" } }), s_order),
            Differences.NotDelivered => (With(screen), OrdersHere.Deliver(odd, 2, OrdersHere.Delivered, 1)),
            Differences.WrongQuantity => (With(screen with { Quantity = 3, Net = 5085 }), s_order),
            Differences.WrongPrice => (With(screen with { Price = new(1700), Net = 3400 }), s_order),
            Differences.WrongCurrency => (With(screen) with { Currency = "EUR" }, s_order),
            Differences.WrongReference => (With(screen) with { References = s_rent.References with { Buyer = "110-99999" } }, s_order),
            Differences.BilledAfterReturn => (With(screen), s_order.After(new OrderUnitsReturned("workplace", "R", [new OrderUnit(2, 1)], null, OrdersHere.Delivered))),
            Differences.WrongMonth => (With(s_rent.Lines[0]) with { Period = null, Lines = [s_rent.Lines[0] with { Period = new(new(2026, 9, 1), new(2026, 10, 31)), Quantity = 6, Net = 1974 }] }, s_order),
            Differences.TooLate => (With(screen) with { Issued = new(2027, 6, 1) }, s_order),
            Differences.BilledTwice => (With(screen), s_order.After(new OrderInvoiced("workplace", "older", "1", 2, 2, new(339_000), null, null, OrdersHere.Delivered))),
            _ => (Examples.Invoice("credit-note"), s_order),
        };
        var line = Assert.Single(new OrdersHere(order).Match(invoice));
        Assert.Contains(code, line.Differences.Select(difference => difference.Code));
        Assert.All(line.Differences, difference => Assert.True(difference.Amount.Minor > 0));
    }

    [Fact]
    public void Only_what_is_in_question_is_disputed()
    {
        var order = OrdersHere.Deliver(OrdersHere.Deliver(OrdersHere.Undelivered(Number, s_laptops, s_screens), 2, OrdersHere.Delivered, 1), 1, OrdersHere.Delivered, 1, 2);
        var lines = new OrdersHere(order).Match(s_rent);
        Assert.Equal(new Difference(Differences.NotDelivered, new Money(32_900), "2", "3"), Assert.Single(lines[0].Differences));
        Assert.Equal(new Difference(Differences.NotDelivered, new Money(169_500), "1", "2"), Assert.Single(lines[1].Differences));
    }

    [Fact]
    public void Part_deliveries_are_billed_on_invoices_of_their_own()
    {
        var one = s_rent with { Number = "A", Lines = [s_rent.Lines[1] with { Quantity = 1, Net = 1695 }] };
        var first = new OrdersHere(s_order).Match(one);
        Assert.Empty(first[0].Differences);
        var noted = OrdersHere.Note(s_order, one, first);
        var second = new OrdersHere(noted).Match(one with { Number = "B" });
        Assert.Empty(second[0].Differences);
        Assert.Contains(new OrdersHere(OrdersHere.Note(noted, one with { Number = "B" }, second)).Match(one with { Number = "C" })[0].Differences, difference => difference.Code == Differences.BilledTwice);
        Assert.Empty(new OrdersHere(noted).Match(one)[0].Differences); // Matched anew, it does not stand in its own way.
    }

    [Fact]
    public void The_next_month_is_no_repeat_and_three_months_can_be_billed_at_once()
    {
        var rent = s_rent with { Lines = [s_rent.Lines[0]] };
        var noted = OrdersHere.Note(s_order, rent, new OrdersHere(s_order).Match(rent));
        var november = new InvoicePeriod(new(2026, 11, 1), new(2026, 11, 30));
        var next = rent with { Number = "N", Issued = new(2026, 11, 30), Period = null, Lines = [rent.Lines[0] with { Period = november }] };
        Assert.Empty(new OrdersHere(noted).Match(next)[0].Differences);
        Assert.Contains(new OrdersHere(noted).Match(rent with { Number = "N" })[0].Differences, difference => difference.Code == Differences.BilledTwice);
        var quarter = new InvoicePeriod(new(2026, 11, 1), new(2027, 1, 31));
        Assert.Empty(new OrdersHere(noted).Match(next with { Lines = [rent.Lines[0] with { Period = quarter, Quantity = 9, Net = 2961 }] })[0].Differences);
        var whole = Assert.Single(new OrdersHere(noted).Match(next with { Lines = [rent.Lines[0] with { Period = quarter, Price = new(987), Net = 2961 }] }));
        Assert.Empty(whole.Differences);
        Assert.Equal(9, whole.Quantity);
    }

    [Fact]
    public void A_credit_note_finds_what_it_takes_back_and_a_correction_its_own_lines()
    {
        var noted = OrdersHere.Note(s_order, s_rent, new OrdersHere(s_order).Match(s_rent));
        var credit = Assert.Single(new OrdersHere(noted).Match(Examples.Invoice("credit-note")));
        Assert.Equal((2, -1m, new Money(-169_500)), (credit.Ordered!.Line, credit.Quantity, credit.Net));
        Assert.Empty(credit.Differences);
        Assert.All(new OrdersHere(noted).Match(Examples.Invoice("correction-with-minus")), line => Assert.Empty(line.Differences));
        var bare = Examples.Invoice("credit-note") with { References = new("110-1"), Lines = [Examples.Invoice("credit-note").Lines[0] with { OrderLine = null }] };
        Assert.Equal(InvoiceClues.Preceding, Assert.Single(new OrdersHere(noted).Match(bare)).Ordered?.How);
    }

    [Fact]
    public void What_was_moved_to_another_reference_is_billed_there()
    {
        var moved = new HoldingRow(
            "h", "equipment", "WP-LAP-14", "Bärbar dator", "hardware", "workplace", Number, 1, 1, null, "p-new", "kultur", null, "220-555", null, new(32_900), new(2026, 10, 2), null, "held", null, null, null, null);
        var invoice = s_rent with { References = s_rent.References with { Buyer = "220-555" }, Lines = [s_rent.Lines[0]] };
        var line = Assert.Single(new OrdersHere(s_order).Holding(Number, moved).Match(invoice));
        Assert.Empty(line.Differences);
        Assert.Equal(("220-555", "p-new"), (line.Ordered!.Reference, Assert.Single(line.Ordered.Users).Value));
    }

    [Fact]
    public void Another_suppliers_line_is_none_of_its()
    {
        var lines = new OrdersHere(s_order).Match(s_rent, supplier: "mobile");
        Assert.All(lines, line => Assert.Equal(Differences.LineUnknown, Assert.Single(line.Differences).Code));
    }

    [Fact]
    public void Rules_are_checked_when_they_are_read()
    {
        static void Read(string json) => InvoiceRules.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Throws<System.Text.Json.JsonException>(() => Read("""{"terms":{},"places":{"*":[]}}"""));
        Assert.Throws<System.Text.Json.JsonException>(() => Read("""{"terms":{"*":{"latestMonths":1,"monthTolerance":1,"priceTolerance":0}},"places":{"*":[{"from":"note","pattern":"(?=x)"}]}}"""));
        Assert.Throws<System.Text.Json.JsonException>(() => Read("""{"terms":{"*":{"latestMonths":1,"monthTolerance":1,"priceTolerance":0}},"places":{"*":[{"from":"moon","pattern":"x"}]}}"""));
    }

    /// <summary>An order of everything on the invoice, with its references.</summary>
    private static OrderState OrderOf(Invoice invoice)
    {
        var reference = invoice.References.Buyer ?? "any";
        var lines = invoice.Lines.GroupBy(line => int.TryParse(line.OrderLine, NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : 1_000 + line.Position).Select(same => OrdersHere.Line(
            same.Key, same.First().Item.Articles.First(), (int)Math.Ceiling(Math.Max(1, same.Sum(line => Math.Abs(line.Quantity ?? 1)))), Money.Of(same.First().Price.OfOne).Minor, 0, reference, invoice.Currency));
        var order = OrdersHere.Order(invoice.References.PurchaseOrder is { } number and not "NA" ? number : "500000047", [.. lines]);
        return invoice.References.SalesOrder is { } sales ? order.After(new OrderConfirmed("workplace", sales, [], OrdersHere.Delivered)) : order;
    }
}
