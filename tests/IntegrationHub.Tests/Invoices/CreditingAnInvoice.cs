using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Invoices;

public sealed class CreditingAnInvoice
{
    private const string Order = "500000013";
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_credit_in_another_currency_is_refused()
    {
        var state = Given(Receive, Match(Line(1, 1_000, Dear(400))));
        var no = Assert.IsType<Refused<InvoiceEvent>>(InvoiceDecider.Decide(state, new CreditInvoice("c1", "K-1", [new(Order, 1, new Money(400, "EUR"))], s_now)));
        Assert.Equal("credit-currency", no.Code);
    }

    [Fact]
    public void The_list_of_invoices_goes_on_where_an_older_hub_took_a_credit_in_another_currency()
    {
        InvoiceEvent[] facts =
        [
            Received, new InvoiceMatched(1, 1, 0, s_now), new InvoiceCredited("c1", "K-1", new Money(400), s_now), new InvoiceCredited("c2", "K-2", new Money(400, "EUR"), s_now),
            new InvoiceCredited("c3", "K-3", new Money(100), s_now),
        ];
        var row = facts.Aggregate((InvoiceRow?)null, (row, fact) => InvoiceRow.View.Apply(row, At(fact)));
        Assert.Equal((new Money(500), "credited"), (row!.Credited, row.Status));
    }

    [Fact]
    public void Several_small_credits_settle_a_dispute_together()
    {
        InvoiceCommand[] half = [Receive, Match(Line(1, 1_000, Dear(400))), Credit("c1", 200)];
        Assert.Equal("disputed", Given(half).Status);
        var settled = Given([.. half, Credit("c2", 200)]);
        Assert.Equal(("credited", "K-c2"), (settled.Status, settled.Settled.Values.Single().By));
    }

    [Fact]
    public void No_ore_settles_two_disputes_and_the_whole_line_settles_all()
    {
        InvoiceCommand[] disputed = [Receive, Match(Line(1, 1_000, Dear(400), new(Differences.NotDelivered, new Money(400))))];
        Assert.Single(Given([.. disputed, Credit("c1", 400)]).Open);
        Assert.Empty(Given([.. disputed, Credit("c1", 400), Credit("c2", 400)]).Open);
        Assert.Empty(Given([.. disputed, Credit("c1", 1_000)]).Open);
        Assert.Empty(Given([Receive, Match(Line(1, 500, Dear(400), new(Differences.NotDelivered, new Money(400)))), Credit("c1", 500)]).Open);
    }

    [Fact]
    public void Matched_anew_a_dispute_is_the_same_one_with_another_amount_and_shows_once()
    {
        var first = Given(Receive, Match(Line(1, 1_000, Dear(400))));
        var state = Given(Receive, Match(Line(1, 1_000, Dear(400))), Match(Line(1, 1_000, Dear(300))));
        Assert.Equal(first.Open.Single().Dispute, state.Open.Single().Dispute);
        Assert.Equal(new Money(300), state.Open.Single().Amount);
        InvoiceEvent[] facts = [Received, .. first.Disputes.Values, .. state.Disputes.Values];
        var row = facts.Aggregate((InvoiceRow?)null, (row, fact) => InvoiceRow.View.Apply(row, At(fact)));
        Assert.Equal(new Money(300), Assert.Single(row!.Disputes).Amount);
    }

    [Fact]
    public void What_was_given_back_before_the_difference_was_seen_settles_it_at_once()
    {
        var state = Given(Receive, Match(Line(1, 1_000)), Credit("c1", 400), Match(Line(1, 1_000, Dear(400))));
        Assert.Equal(("credited", "K-c1"), (state.Status, state.Settled.Values.Single().By));
    }

    [Fact]
    public void One_credit_for_two_invoices_gives_each_its_own_part()
    {
        CreditedLine[] given = [new(Order, 1, new Money(1_500)), new(null, null, new Money(70))];
        var shares = CreditShares.Of(given, [Given(Receive, Match(Line(1, 1_000))), Given(Receive, Match(Line(1, 1_000)))]);
        Assert.Equal([new CreditedLine(Order, 1, new Money(1_000))], shares[0]);
        Assert.Equal([new CreditedLine(Order, 1, new Money(500)), new CreditedLine(null, null, new Money(70))], shares[1]);
        Assert.Equal(given, Assert.Single(CreditShares.Of(given, [Given(Receive, Match(Line(1, 1_000)))])));
    }

    private static ReceiveInvoice Receive => new(Received, s_now);

    private static InvoiceReceived Received { get; } = new(
        new PersonId("p-1"), "workplace", Personal.Public("{}"), "p-2", "F-1", false, "380", new(2026, 10, 31), null, "110-12345", Order, null, null, [], new(new(1), new(1), new(2), new(2)), 3, 0, null, [],
        new("ref", 1, "k1.a"), s_now);

    private static Difference Dear(long amount) => new(Differences.WrongPrice, new Money(amount), "1", "2");

    private static MatchInvoice Match(params InvoiceLineMatched[] lines) => new(lines, s_now);

    private static CreditInvoice Credit(string by, long amount) => new(by, "K-" + by, [new(Order, 1, new Money(amount))], s_now);

    private static InvoiceLineMatched Line(int position, long net, params Difference[] differences) => new(
        position, $"{position}", "F-1", new(2026, 10, 31), "workplace", 1, "C62", 10, new Money(net), null, null, "WP-MOUSE", "110-12345", "item", null,
        new OrderedLine(Order, position, InvoiceClues.PurchaseOrder, "workplace", "WP-MOUSE", "Mus", "110-12345", null, "utbildning", new PersonId("p-o"), [new PersonId("p-u")]), differences, s_now);

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

    private static Known At(InvoiceEvent fact) => new(
        new RecordedEvent(InvoiceEvent.StreamOf("0123456789abcdef"), 0, LogPosition.Start, Guid.Empty, "", default, default, s_now), fact, new EventContext("hub", "hub"));
}
