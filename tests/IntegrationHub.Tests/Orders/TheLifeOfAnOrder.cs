using IntegrationHub.Core.Orders;
using static IntegrationHub.Tests.Orders.OrderScenario;

namespace IntegrationHub.Tests.Orders;

public sealed class TheLifeOfAnOrder
{
    [Fact]
    public void A_wish_that_says_nothing_more_waits_to_be_specified() => Assert.Equal("wished", Standing(Wish).Status);

    [Fact]
    public void What_needs_no_approval_goes_to_each_supplier_at_once()
    {
        var placed = Facts(Wish, Specify(null, Line(1), Line(2, supplier: "mobile"), Line(3))).OfType<OrderPlaced>().ToList();
        Assert.Equal(["workplace", "mobile"], placed.Select(one => one.Supplier));
        Assert.Equal([1, 3], placed[0].Lines);
    }

    [Fact]
    public void What_needs_approval_waits_for_somebody_else_with_the_role()
    {
        var order = Given(Wish, Specify("enhetschef", Line(1)));
        Assert.Equal("awaiting-approval", Standing(Wish, Specify("enhetschef", Line(1))).Status);
        Assert.Equal("own-order", No(order, Approve with { Approver = Orderer }));
        Assert.Equal("no-mandate", No(order, Approve with { Roles = ["lärare"] }));
        Assert.IsType<OrderPlaced>(Facts(Wish, Specify("enhetschef", Line(1)), Approve)[^1]);
    }

    [Fact]
    public void What_was_turned_down_is_not_approved_before_it_is_specified_anew()
    {
        OrderCommand[] before = [Wish, Specify("enhetschef", Line(1, 2)), new TurnDownOrder(Chief, ["enhetschef"], "För många", Now)];
        Assert.Equal("turned-down", Standing(before).Status);
        Assert.Equal("order-turned-down", No(Given(before), Approve));
        Assert.Equal("placed", Standing([.. before, Specify("enhetschef", Line(1)), Approve]).Status);
    }

    [Fact]
    public void What_is_with_its_suppliers_is_not_specified_anew() => Assert.Equal("order-placed", No(Given(Wish, Specify(null, Line(1))), Specify(null, Line(1, 2))));

    [Fact]
    public void It_comes_in_parts_and_is_delivered_when_the_last_unit_is_there()
    {
        OrderCommand[] order = [Wish, Specify(null, Line(1, 3)), Says(new ConfirmLines("workplace", "SO-1", [new(1, new DateOnly(2026, 12, 4))], Now))];
        Assert.Equal("confirmed", Standing(order).Status);
        Assert.Equal(new DateOnly(2026, 12, 4), Standing(order).Expected);
        Assert.Equal("partly-delivered", Standing([.. order, Delivers((1, 1), (1, 3))]).Status);
        var whole = Standing([.. order, Delivers((1, 1), (1, 3)), Delivers((1, 2))]);
        Assert.Equal("delivered", whole.Status);
        Assert.True(whole.Lines[0].WasOnTime);
        Assert.Equal(2, whole.Lines[0].First);
    }

    [Fact]
    public void A_unit_that_comes_twice_is_there_once() => Assert.Single(Facts(Wish, Specify(null, Line(1, 2)), Delivers((1, 1)), Delivers((1, 1))).OfType<OrderDelivered>());

    [Theory]
    [InlineData(1, 3, "unit-unknown")]
    [InlineData(2, 1, "line-unknown")]
    public void What_was_not_ordered_is_not_delivered(int line, int unit, string rule) => Assert.Equal(rule, Rule(Given(Wish, Specify(null, Line(1, 2))), Delivers((line, unit))));

    [Fact]
    public void Anothers_line_is_as_unknown_as_none() =>
        Assert.Equal("line-unknown", Rule(Given(Wish, Specify(null, Line(1), Line(2, supplier: "mobile"))), Delivers((2, 1))));

    [Fact]
    public void Before_the_supplier_was_told_nothing_is_delivered() => Assert.Equal("not-placed", Rule(Given(Wish, Specify("enhetschef", Line(1))), Delivers((1, 1))));

    [Fact]
    public void What_nobody_was_told_is_cancelled_at_once_and_else_the_supplier_is_asked()
    {
        Assert.Equal("cancelled", Standing(Wish, Specify("enhetschef", Line(1)), new CancelLines([], "Behövs inte", Now)).Status);
        OrderCommand[] asked = [Wish, Specify(null, Line(1)), new CancelLines([1], null, Now)];
        Assert.IsType<OrderCancellationAsked>(Facts(asked)[^1]);
        Assert.Equal("cancelled", Standing([.. asked, Says(new AgreeToCancel("workplace", [1], Now))]).Status);
        Assert.Equal("confirmed", Standing([.. asked, Says(new RefuseToCancel("workplace", [1], "Skickad", Now))]).Status);
    }

    [Fact]
    public void A_line_that_was_cancelled_before_the_supplier_confirmed_it_is_still_cancelled_when_the_supplier_agrees()
    {
        OrderCommand[] confirmed = [Wish, Specify(null, Line(1)), new CancelLines([1], null, Now), Says(new ConfirmLines("workplace", "SO-1", [new(1, new DateOnly(2026, 12, 4))], Now))];
        Assert.Equal((LinePhase.CancelAsked, LinePhase.CancelAsked), (Given(confirmed).Lines[1].Phase, Standing(confirmed).Lines[0].Phase));
        Assert.Equal("cancelled", Standing([.. confirmed, Says(new AgreeToCancel("workplace", [1], Now))]).Status);
    }

    [Fact]
    public void A_day_that_is_told_late_changes_only_what_is_still_to_come()
    {
        OrderCommand[] order = [Wish, Specify(null, Line(1), Line(2)), Says(new ConfirmLines("workplace", "SO-1", [new(1, new DateOnly(2026, 12, 4)), new(2, new DateOnly(2026, 12, 4))], Now)), Delivers((1, 1))];
        var moved = Standing([.. order, Says(new ConfirmLines("workplace", "SO-1", [new(1, new DateOnly(2027, 1, 9)), new(2, new DateOnly(2027, 1, 9))], Now), "late")]);
        Assert.Equal([new DateOnly(2026, 12, 4), new DateOnly(2027, 1, 9)], moved.Lines.Select(line => line.Expected!.Value));
    }

    [Fact]
    public void What_was_delivered_goes_back_and_is_not_cancelled()
    {
        OrderCommand[] order = [Wish, Specify(null, Line(1)), Delivers((1, 1))];
        Assert.Equal("line-delivered", No(Given(order), new CancelLines([1], null, Now)));
        Assert.Equal("returned", Standing([.. order, new ReturnUnits("R-1", [new OrderUnit(1, 1)], "Trasig", Now)]).Status);
        Assert.Equal("not-delivered", No(Given(Wish, Specify(null, Line(1))), new ReturnUnits("R-1", [new OrderUnit(1, 1)], null, Now)));
    }

    [Fact]
    public void A_cancelled_line_is_not_delivered_and_what_the_supplier_said_is_kept()
    {
        var order = Given(Wish, Specify(null, Line(1), Line(2)), new CancelLines([1], null, Now), Says(new AgreeToCancel("workplace", [1], Now)));
        Assert.Equal("line-cancelled", Rule(order, Delivers((1, 1))));
    }

    [Fact]
    public void It_is_invoiced_disputed_and_paid()
    {
        OrderCommand[] order =
        [
            Wish, Specify(null, Line(1, 2, once: 50_000, monthly: 0)), Delivers((1, 1), (1, 2)),
            new NoteInvoice([new OrderInvoiced("workplace", "F-1", "1", 1, 2, new Money(100_000), null, null, Now)], Now),
        ];
        Assert.Equal("invoiced", Standing(order).Status);
        OrderCommand[] disputed = [.. order, new NoteInvoice([new OrderInvoiceDisputed("workplace", "d-1", "F-1", 1, "wrong-price", new Money(1_000), Now)], Now)];
        Assert.Equal("disputed", Standing(disputed).Status);
        OrderCommand[] paid = [.. disputed, new NoteInvoice([new OrderDisputeSettled("d-1", "credited", Now), new OrderInvoicePaid("workplace", "F-1", Now)], Now)];
        Assert.Equal("paid", Standing(paid).Status);
        Assert.Empty(Facts([.. paid, new NoteInvoice([new OrderInvoicePaid("workplace", "F-1", Now)], Now)]).Skip(Facts(paid).Count));
    }

    [Fact]
    public void An_invoice_that_is_disputed_before_all_is_there_hides_no_delivery()
    {
        OrderCommand[] order =
        [
            Wish, Specify(null, Line(1, once: 50_000, monthly: 0), Line(2)), Delivers((1, 1)),
            new NoteInvoice([new OrderInvoiced("workplace", "F-1", "1", 1, 1, new Money(50_000), null, null, Now), new OrderInvoiceDisputed("workplace", "d-1", "F-1", 2, "not-delivered", new Money(1), Now)], Now),
        ];
        var standing = Standing(order);
        Assert.Equal(("partly-delivered", "placed"), (standing.Status, OrderStatus.Of(standing, standing.Lines[1])));
        Assert.Equal("disputed", Standing([.. order, Delivers((2, 1))]).Status);
    }

    [Fact]
    public void What_another_than_its_supplier_bills_or_disputes_is_not_noted() => Assert.DoesNotContain(Facts([
        Wish, Specify(null, Line(1), Line(2, supplier: "mobile")),
        new NoteInvoice([new OrderInvoiced("mobile", "F-1", "1", 1, 1, new Money(50_000), null, null, Now)], Now),
        new NoteInvoice([new OrderInvoiceDisputed("mobile", "d-1", "F-1", 1, "wrong-price", new Money(1), Now)], Now),
        new NoteInvoice([new OrderInvoiceDisputed("telephony", "d-2", "F-1", null, "no-order", new Money(1), Now)], Now)]), fact => fact is OrderInvoiced or OrderInvoiceDisputed);

    [Fact]
    public void A_credit_is_not_waited_for_as_if_somebody_had_to_pay_it()
    {
        OrderCommand[] paid =
        [
            Wish, Specify(null, Line(1, 2, once: 50_000, monthly: 0)), Delivers((1, 1), (1, 2)),
            new NoteInvoice([new OrderInvoiced("workplace", "F-1", "1", 1, 2, new Money(100_000), null, null, Now)], Now),
            new NoteInvoice([new OrderInvoicePaid("workplace", "F-1", Now)], Now), new ReturnUnits("R-1", [new OrderUnit(1, 1)], null, Now),
        ];
        Assert.Equal("paid", Standing([.. paid, new NoteInvoice([new OrderInvoiced("workplace", "K-1", "1", 1, -1, new Money(-50_000), null, null, Now)], Now)]).Status);
    }

    [Fact]
    public void Whoever_said_what_should_be_in_it_does_not_approve_it()
    {
        OrderCommand[] order = [Wish, Specify("enhetschef", Line(1)) with { By = Chief }];
        Assert.Equal(Chief, Given(order).SpecifiedBy);
        Assert.Equal("own-order", No(Given(order), Approve));
    }

    [Fact]
    public void What_is_paid_once_and_billed_for_less_than_came_is_not_yet_invoiced() => Assert.Equal("delivered", Standing(
        Wish, Specify(null, Line(1, 2, once: 50_000, monthly: 0)), Delivers((1, 1), (1, 2)),
        new NoteInvoice([new OrderInvoiced("workplace", "F-1", "1", 1, 1, new Money(50_000), null, null, Now)], Now)).Status);

    [Fact]
    public void A_swap_is_booked_for_a_line_that_takes_something_back()
    {
        var time = new DeliveryTime(Now.AddDays(3), Now.AddDays(3).AddHours(1));
        Assert.Equal("no-swap", No(Given(Wish, Specify(null, Line(1))), new BookSwap(1, time, Now)));
        Assert.IsType<OrderSwapBooked>(Facts(Wish, Specify(null, Line(1) with { Swap = ["500000001-1-1"] }), new BookSwap(1, time, Now))[^1]);
        Assert.Equal("time-wrong", No(Given(Wish, Specify(null, Line(1) with { Swap = ["x"] })), new BookSwap(1, new(Now.AddDays(-1), Now), Now)));
    }

    [Fact]
    public void Lines_that_the_supplier_does_not_deliver_leave_the_rest_as_it_is()
    {
        OrderCommand[] order = [Wish, Specify(null, Line(1), Line(2)), Says(new DeclineLines("workplace", [1], "Utgått", Now)), Delivers((2, 1))];
        Assert.Equal("delivered", Standing(order).Status);
        Assert.Equal("declined", Standing(Wish, Specify(null, Line(1)), Says(new DeclineLines("workplace", [1], "Utgått", Now))).Status);
    }
}
