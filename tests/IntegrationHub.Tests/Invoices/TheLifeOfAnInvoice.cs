using IntegrationHub.Core;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Invoices;

public sealed class TheLifeOfAnInvoice
{
    private const string Order = "500000013";
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);
    private static readonly Difference s_missing = new(Differences.NotDelivered, new Money(32_900), "2", "3");

    private static ReceiveInvoice Receive => new(Received("k1.a"), s_now);

    [Fact]
    public void It_is_received_once_and_never_with_another_content()
    {
        var state = Given(Receive);
        Assert.Equal("received", state.Status);
        Assert.Equal("invoice-differs", No(state, new ReceiveInvoice(Received("k1.b"), s_now)));
    }

    [Fact]
    public void One_that_was_refused_may_come_again_corrected()
    {
        var refused = Given(Refuse("k1.bad"));
        Assert.Equal("refused", refused.Status);
        Assert.Equal("received", Given(Refuse("k1.bad"), Receive).Status);
        Assert.Equal("invoice-unknown", No(refused, new PayInvoice(s_now)));
    }

    [Fact]
    public void What_differs_is_disputed_once_for_each_kind_and_order_and_not_paid()
    {
        var state = Given(Receive, Match(Line(1, s_missing), Line(2, s_missing), Line(3, new Difference(Differences.WrongPrice, new Money(100)))));
        Assert.Equal([(Differences.NotDelivered, 65_800L, 2), (Differences.WrongPrice, 100L, 1)], state.Open.OrderBy(dispute => dispute.Code, StringComparer.Ordinal).Select(dispute => (dispute.Code, dispute.Amount.Minor, dispute.Positions.Count)));
        Assert.Equal(("disputed", 3, 3), (state.Status, state.Matched!.Lines, state.Matched.Differing));
        Assert.Equal("invoice-disputed", No(state, new PayInvoice(s_now)));
    }

    [Fact]
    public void Nothing_is_paid_before_it_is_matched()
    {
        Assert.Equal("invoice-not-matched", No(Given(Receive), new PayInvoice(s_now)));
        Assert.Equal("paid", Given(Receive, Match(Line(1)), new PayInvoice(s_now)).Status);
    }

    [Fact]
    public void A_credit_that_covers_it_settles_a_dispute_and_a_smaller_one_does_not()
    {
        OrderCredit[] enough = [new(Order, 1, 32_900)];
        var disputed = new InvoiceCommand[] { Receive, Match(Line(1, s_missing)) };
        Assert.Equal("disputed", Given([.. disputed, Credit("c1", new OrderCredit(Order, 1, 32_899))]).Status);
        Assert.Equal("disputed", Given([.. disputed, Credit("c1", new OrderCredit(Order, 2, 32_900))]).Status);
        var settled = Given([.. disputed, Credit("c1", enough)]);
        Assert.Equal(("credited", "credited", "K-c1"), (settled.Status, settled.Settled.Values.Single().Outcome, settled.Settled.Values.Single().By));
        Assert.Equal("paid", Given([.. disputed, Credit("c1", enough), new PayInvoice(s_now)]).Status);
    }

    [Fact]
    public void Matched_anew_a_dispute_that_has_no_ground_any_more_is_withdrawn()
    {
        var state = Given(Receive, Match(Line(1, s_missing)), Match(Line(1)));
        Assert.Equal(("matched", "withdrawn"), (state.Status, state.Settled.Values.Single().Outcome));
        Assert.Empty(state.Lines[1].Differences);
    }

    [Fact]
    public void A_person_ends_a_dispute_by_hand()
    {
        var state = Given(Receive, Match(Line(1, s_missing)));
        var dispute = state.Open.Single().Dispute;
        Assert.Equal("outcome-unknown", No(state, new SettleInvoiceDispute(dispute, "forgotten", s_now)));
        Assert.Equal("dispute-unknown", No(state, new SettleInvoiceDispute("00000000", "accepted", s_now)));
        Assert.Equal("matched", Given(Receive, Match(Line(1, s_missing)), new SettleInvoiceDispute(dispute, "accepted", s_now)).Status);
    }

    [Fact]
    public void The_order_is_told_what_was_billed_disputed_settled_and_paid_and_nothing_twice()
    {
        var order = OrdersHere.Order(Order, OrdersHere.Line(1, "WP-LAP-14", 3, 0, 32_900));
        var disputed = Given(Receive, Match(Line(1, s_missing)));
        order = Note(order, disputed);
        Assert.Equal(("2026-1001", 3m, new Money(98_700)), (order.Lines[1].Billed.Single().Invoice, order.Lines[1].Billed.Single().Quantity, order.Lines[1].Billed.Single().Net));
        Assert.Equal((Differences.NotDelivered, 1), (order.Disputes.Values.Single().Code, order.Disputes.Values.Single().Line));
        order = Note(order, Given(Receive, Match(Line(1, s_missing)), Credit("c1", new OrderCredit(Order, 1, 32_900)), new PayInvoice(s_now)));
        Assert.Empty(order.Disputes);
        Assert.True(order.Invoices[("workplace", "2026-1001")]);
    }

    [Fact]
    public void Its_id_follows_from_seller_and_number()
    {
        var id = InvoiceEvent.IdOf("5565001234", "2026-1001");
        Assert.True(InvoiceEvent.IsId(id));
        Assert.Equal(id, InvoiceEvent.IdIn(InvoiceEvent.StreamOf(id)));
        Assert.NotEqual(id, InvoiceEvent.IdOf("5565001234", "2026-1002"));
        Assert.NotEqual(id, InvoiceEvent.IdOf("5565001235", "2026-1001"));
        Assert.Equal(["5565001234", "5565001234", "5565001234", "DK12345678", ""], new[] { "556500-1234", "SE556500123401", "0007:5565001234", "dk 12345678", null }.Select(InvoiceParty.KeyOf));
    }

    private static OrderState Note(OrderState order, InvoiceState invoice)
    {
        var facts = InvoiceNotes.Of(invoice, s_now)[Order];
        var noted = Assert.IsType<Accepted<OrderEvent>>(OrderDecider.Decide(order, new NoteInvoice(facts, s_now))).Events.Aggregate(order, (state, fact) => state.After(fact));
        Assert.Empty(Assert.IsType<Accepted<OrderEvent>>(OrderDecider.Decide(noted, new NoteInvoice(facts, s_now))).Events);
        return noted;
    }

    private static InvoiceState Given(params InvoiceCommand[] commands)
    {
        var state = new InvoiceState();
        foreach (var command in commands)
        {
            state = Assert.IsType<Accepted<InvoiceEvent>>(InvoiceDecider.Decide(state, command)).Events.Aggregate(state, (one, fact) => one.After(fact));
            Assert.Empty(Assert.IsType<Accepted<InvoiceEvent>>(InvoiceDecider.Decide(state, command)).Events);
        }

        return state;
    }

    private static string No(InvoiceState state, InvoiceCommand command) => Assert.IsType<Refused<InvoiceEvent>>(InvoiceDecider.Decide(state, command)).Code;

    private static MatchInvoice Match(params InvoiceLineMatched[] lines) => new(lines, s_now);

    private static CreditInvoice Credit(string by, params OrderCredit[] lines) => new(by, "K-" + by, [.. lines.Select(line => new CreditedLine(line.Order, line.Line, new Money(line.Minor)))], s_now);

    private static RefuseInvoice Refuse(string mark) => new(new InvoiceRefused("workplace", "2026-1001", null, ["BR-CO-10"], mark, s_now), s_now);

    private static InvoiceReceived Received(string mark) => new(
        new PersonId("p-1"), "workplace", Personal.Public("{}"), "p-2", "2026-1001", false, "380", new(2026, 10, 31), null, "110-12345", Order, null, null, [], new(new(1), new(1), new(2), new(2)), 3, 0, null, [],
        new("ref", 1, mark), s_now);

    private static InvoiceLineMatched Line(int position, params Difference[] differences) => new(
        position, $"{position}", "2026-1001", new(2026, 10, 31), "workplace", 3, "MON", 329, new Money(98_700), new(2026, 10, 1), new(2026, 10, 31), "WP-LAP-14", "110-12345", "item", null,
        new OrderedLine(Order, position, InvoiceClues.PurchaseOrder, "workplace", "WP-LAP-14", "Bärbar dator", "110-12345", null, "utbildning", new PersonId("p-o"), [new PersonId("p-u")]), differences, s_now);

    private sealed record OrderCredit(string Order, int Line, long Minor);
}
