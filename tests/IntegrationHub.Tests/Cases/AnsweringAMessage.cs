using IntegrationHub.Core.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

/// <summary>Delivered is not accepted: what became of each message to a supplier.</summary>
public sealed class AnsweringAMessage
{
    private static readonly DateTimeOffset s_due = Start.AddHours(4);

    [Fact]
    public void What_was_delivered_waits_for_its_receipt() => Assert.Equal(("delivered", s_due), (Standing(Told("note")), Told("note").Sent.Values.Single().Due));

    [Fact]
    public void The_supplier_accepts_it_once() =>
        new Scenario(Told("note")).When(new TakeReceipt("workplace", "m-1", Accepted: true, null, Start)).Then<SupplierReceiptGiven>(e => Assert.True(e.Accepted));

    [Fact]
    public void Or_declines_it_and_the_case_shows_why()
    {
        var after = new Scenario(Told("note")).When(new TakeReceipt("workplace", "m-1", Accepted: false, "Stängt hos oss", Start)).Then<SupplierReceiptGiven>().State;
        Assert.Equal(("declined", "Stängt hos oss"), (Standing(after), after.Sent.Values.Single().Reason));
    }

    [Fact]
    public void A_receipt_for_what_was_never_sent_is_refused() =>
        new Scenario(Told("note")).When(new TakeReceipt("workplace", "m-2", Accepted: true, null, Start)).ThenRefused("message-unknown");

    [Theory]
    [InlineData(true, "accepted")]
    [InlineData(false, "declined")]
    public void A_supplier_that_answers_before_the_hub_has_noted_that_it_was_told_is_heard(bool accepted, string standing)
    {
        var answered = new Scenario(Given(Open()).State).When(new TakeReceipt("workplace", "m-1", accepted, null, Start) { IsOfCase = true }).Then<SupplierReceiptGiven>().State;
        Assert.Empty(MessageReceipts.Told(answered));
        var noted = answered.After(new SupplierInformed("workplace", "m-1", "hub.case.note-added.v1", "R-1", Start, ReceiptDue: s_due));
        Assert.Equal(standing, Standing(noted));
        new Scenario(noted).When(new MissReceipt("workplace", "m-1", s_due)).ThenNothing();
    }

    [Fact]
    public void Another_supplier_cannot_answer_it() =>
        new Scenario(Told("note")).When(new TakeReceipt("mobile", "m-1", Accepted: true, null, Start)).ThenRefused("message-unknown");

    [Fact]
    public void Silence_until_it_is_due_is_an_event_and_not_before()
    {
        new Scenario(Told("note")).When(new MissReceipt("workplace", "m-1", s_due.AddSeconds(-1))).ThenNothing();
        var silent = new Scenario(Told("note")).When(new MissReceipt("workplace", "m-1", s_due)).Then<SupplierSilent>(e => Assert.Equal(s_due, e.Due)).State;
        Assert.Equal("silent", Standing(silent));
        Assert.Equal("accepted", Standing(new Scenario(silent).When(new TakeReceipt("workplace", "m-1", Accepted: true, null, s_due.AddHours(1))).State));
    }

    [Fact]
    public void What_was_answered_in_time_is_no_silence() =>
        new Scenario(new Scenario(Told("note")).When(new TakeReceipt("workplace", "m-1", Accepted: true, null, Start)).State)
            .When(new MissReceipt("workplace", "m-1", s_due)).ThenNothing();

    [Fact]
    public void Whoever_speaks_of_its_work_has_taken_the_offer() => Assert.Equal("accepted", Standing(Told("assigned").After(Said("progressed", null))));

    [Fact]
    public void Whoever_says_no_to_the_case_has_declined_the_offer() => Assert.Equal("declined", Standing(Told("assigned").After(Said("declined", null))));

    [Fact]
    public void A_report_that_names_a_message_as_its_cause_is_its_receipt_and_no_other_is()
    {
        Assert.Equal("delivered", Standing(Told("note").After(Said("progressed", null))));
        Assert.Equal("delivered", Standing(Told("note").After(Said("progressed", "m-9"))));
        Assert.Equal("accepted", Standing(Told("note").After(Said("progressed", "m-1"))));
    }

    [Fact]
    public void A_record_that_was_read_back_is_accepted_at_once() =>
        Assert.Equal("accepted", Standing(Given(Open()).State.After(new SupplierInformed("workplace", "m-1", "hub.case.note-added.v1", null, Start, Accepted: true))));

    private static CaseState Told(string what) => Given(Open()).State.After(
        new SupplierInformed("workplace", "m-1", what == "note" ? "hub.case.note-added.v1" : "hub.case.assigned.v1", "R-1", Start, ReceiptDue: s_due));

    private static SupplierReported Said(string what, string? answers) => new(
        "workplace", "r-1", $"supplier.ticket.{what}.v1", "WP-1", "workplace", null, null, null, null, null, "h", null, Start, answers);

    private static string Standing(CaseState state) => Assert.Single(MessageReceipts.Told(state)).Standing;
}
