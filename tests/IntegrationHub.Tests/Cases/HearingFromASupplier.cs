using IntegrationHub.Core.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

public sealed class HearingFromASupplier
{
    private static ReportFromSupplier Report(string id, string hash, CaseCommand? means) => new(
        new SupplierReported("workplace", id, "ticket", "WP-1", "workplace", null, null, null, null, null, hash, null, Start), means, Start);

    [Fact]
    public void What_it_says_is_kept_with_what_it_means() =>
        Given(Open()).When(Report("m1", "h", new AcceptCase("workplace", "WP-1", Start)))
            .Then<SupplierReported>(e => Assert.Null(e.Refused)).Then<CaseAccepted>();

    [Fact]
    public void The_same_message_again_changes_nothing() =>
        Given(Open(), Report("m1", "h", new AcceptCase("workplace", "WP-1", Start)))
            .When(Report("m1", "h", new AcceptCase("workplace", "WP-1", Start))).ThenNothing();

    [Fact]
    public void The_same_message_with_other_content_is_refused() =>
        Given(Open(), Report("m1", "h", null)).When(Report("m1", "other", null)).ThenRefused("message-differs");

    [Fact]
    public void A_desk_that_takes_up_again_what_it_had_resolved_has_the_ball() =>
        Given(Open(), new ResolveCase("workplace", "Klart", Start)).When(new TakeUpAgain("workplace", "Felet är tillbaka", Start))
            .Then<CaseReopened>(e => Assert.Equal("workplace", e.Desk)).ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void What_is_closed_stays_closed_when_the_desk_takes_it_up_again_and_a_note_says_so() =>
        Given(Open(), new ResolveCase("workplace", "Klart", Start), new ConfirmResolution(Start)).When(new TakeUpAgain("workplace", "Felet är tillbaka", Start))
            .Then<NoteAdded>().ThenResponsible(Party.Nobody);

    [Fact]
    public void A_desk_that_does_not_have_the_case_cannot_take_it_up_again() =>
        Given(Open(), new ResolveCase("workplace", "Klart", Start)).When(new TakeUpAgain("mobile", "Felet är tillbaka", Start)).ThenRefused("not-responsible");

    [Fact]
    public void What_the_rules_refuse_is_kept_with_the_rule_and_has_no_effect() =>
        Given(Open()).When(Report("m1", "h", new ResolveCase("mobile", "Klart", Start)))
            .Then<SupplierReported>(e => Assert.Equal("not-responsible", e.Refused)).ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void A_desk_that_had_asked_and_works_again_has_the_ball() =>
        Given(Open(), new AskUser("workplace", "Vilken skrivare?", Start)).When(new TakeUpAgain("workplace", "Vi ser på det ändå", Start))
            .Then<QuestionWithdrawn>().ThenResponsible(Party.Desk("workplace"));

    [Fact]
    public void Words_without_effect_are_kept_with_the_report_and_others_stand_in_the_event_that_they_lead_to()
    {
        Given(Open()).When(Report("m1", "h", new ResolveCase("mobile", "Bytte kortet", Start)) with { Words = "Bytte kortet" })
            .Then<SupplierReported>(e => Assert.Equal("Bytte kortet", e.Text?.Shown));
        Given(Open(), new ResolveCase("workplace", "Klart", Start)).When(Report("m1", "h", new ResolveCase("workplace", "Bytte toner", Start)) with { Words = "Bytte toner" })
            .Then<SupplierReported>(e => Assert.Equal("Bytte toner", e.Text?.Shown));
        Given(Open()).When(Report("m1", "h", new ResolveCase("workplace", "Bytte toner", Start)) with { Words = "Bytte toner" })
            .Then<SupplierReported>(e => Assert.Null(e.Text)).Then<CaseResolved>();
    }

    [Fact]
    public void The_link_says_how_the_ticket_stands_also_where_the_case_does_not_follow()
    {
        var said = Report("m1", "h", new ResolveCase("mobile", "Klart", Start));
        Assert.Equal("resolved", Given(Open(), said with { Report = said.Report with { Type = "supplier.ticket.resolved.v1" } }).State.Links["workplace"].Standing);
    }
}
