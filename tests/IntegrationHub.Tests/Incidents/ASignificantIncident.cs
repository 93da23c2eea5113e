using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using static IntegrationHub.Tests.Incidents.IncidentScenario;

namespace IntegrationHub.Tests.Incidents;

/// <summary>What the law asks for when an incident is significant: article 23(4) of Directive (EU) 2022/2555.</summary>
public sealed class ASignificantIncident
{
    private static readonly DateTimeOffset s_known = Start.AddMinutes(5);
    private static readonly MarkSignificant s_mark = new("Nobody can sign in.", s_known, Start.AddHours(4));

    [Fact]
    public void Its_reports_are_due_a_day_three_days_and_then_a_month_after_the_city_knew() =>
        Given(Declare).When(s_mark).Then<IncidentMarkedSignificant>(e => Assert.Equal(
            (s_known.AddHours(24), s_known.AddHours(72), s_known.AddHours(72).AddMonths(1)), (e.EarlyWarningDue, e.NotificationDue, e.FinalDue)));

    [Fact]
    public void The_final_report_is_due_a_month_after_the_notification_was_sent()
    {
        var sent = Start.AddHours(30);
        var after = Given(Declare, s_mark).When(new NoteReportSent(SignificantReport.Notification, "2026-1", sent)).Then<IncidentReportSent>();
        Assert.Equal(sent.AddMonths(1), after.State.Significance!.Reports[2].Due);
        Assert.Equal(SignificantReport.EarlyWarning, after.State.Significance.Next!.Report); // That one still waits.
    }

    [Fact]
    public void A_report_that_was_not_sent_in_time_is_noted_once_and_may_still_be_sent() =>
        Given(Declare, s_mark).When(new MissReport(SignificantReport.EarlyWarning, s_known.AddHours(24), s_known.AddHours(24))).Then<IncidentReportMissed>()
            .When(new NoteReportSent(SignificantReport.EarlyWarning, "2026-1", s_known.AddHours(25))).Then<IncidentReportSent>();

    [Fact]
    public void What_was_sent_is_withdrawn_or_is_not_due_is_not_missed()
    {
        var miss = new MissReport(SignificantReport.EarlyWarning, s_known.AddHours(24), s_known.AddHours(24));
        Given(Declare, s_mark, new NoteReportSent(SignificantReport.EarlyWarning, "2026-1", s_known.AddHours(2))).When(miss).ThenNothing();
        Given(Declare, s_mark, new WithdrawSignificance("It was over at once.", Start.AddHours(5))).When(miss).ThenNothing();
        Given(Declare, s_mark).When(miss with { Now = s_known.AddHours(23) }).ThenNothing();
    }

    [Fact]
    public void No_desk_decides_it() => Given(Declare).When(s_mark with { ByDesk = "workplace" }).ThenRefused("city-only");

    [Fact]
    public void Nobody_knew_of_it_in_the_future() => Given(Declare).When(s_mark with { KnownAt = Start.AddDays(1) }).ThenRefused("not-yet");

    [Fact]
    public void The_time_is_corrected_until_a_report_was_sent_and_not_after()
    {
        var corrected = s_mark with { KnownAt = Start };
        Given(Declare, s_mark).When(corrected).Then<IncidentMarkedSignificant>(e => Assert.Equal(Start.AddHours(24), e.EarlyWarningDue));
        Given(Declare, s_mark, new NoteReportSent(SignificantReport.EarlyWarning, "2026-1", Start.AddHours(5))).When(corrected).ThenRefused("reported-already");
    }

    [Fact]
    public void What_is_not_significant_is_not_reported() =>
        Given(Declare).When(new NoteReportSent(SignificantReport.Final, "2026-1", Start)).ThenRefused("not-significant");

    [Fact]
    public void It_is_reported_after_it_is_over_too() =>
        Given(Declare, s_mark, new ResolveIncident(Text, Start.AddHours(5))).When(new NoteReportSent(SignificantReport.Final, "2026-9", Start.AddDays(9))).Then<IncidentReportSent>();

    [Fact]
    public void The_draft_says_what_the_log_knows_and_leaves_a_gap_where_only_a_person_can_answer()
    {
        var state = Given(Declare, s_mark, new JoinCase(Case, IncidentSource.Hand, "Same.", Start)).State;
        var view = new IncidentView(
            Number, state.Phase, state.Level, Declare.Declared.What, [new IncidentNews(Text, Start)], null, state.Scope, state.Desk, [], "desk:workplace", "staff:operator",
            IncidentSource.Hand, [], [Case], null, 0, Start, Start, null);
        var warning = SignificantDraft.Of(SignificantReport.EarlyWarning, view, state.Significance!, 41, id => id == "email" ? "E-post" : id, "sv");
        Assert.Contains("Anmälda drabbade: 42", warning, StringComparison.Ordinal);
        Assert.Contains("Drabbade tjänster: E-post", warning, StringComparison.Ordinal);
        Assert.Contains("Kommunen fick kännedom: 2026-11-24 08:05 UTC", warning, StringComparison.Ordinal);
        Assert.Contains("[ja/nej, och varför]", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("Grundorsak", warning, StringComparison.Ordinal);
        var final = SignificantDraft.Of(SignificantReport.Final, view with { Review = IncidentReview.None with { Cause = "A certificate." } }, state.Significance!, 41, id => id, "en");
        Assert.Contains("Root cause: A certificate.", final, StringComparison.Ordinal);
        Assert.Contains("A server is broken.", final, StringComparison.Ordinal);
    }
}
