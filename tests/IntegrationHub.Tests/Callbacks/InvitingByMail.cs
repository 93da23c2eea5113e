using Ical.Net;
using Ical.Net.DataTypes;
using IntegrationHub.Adapters.Notifications;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Callbacks;
using IntegrationHub.Tests.Cases;

namespace IntegrationHub.Tests.Callbacks;

public sealed class InvitingByMail
{
    private static readonly DateTimeOffset s_from = new(2026, 11, 26, 13, 0, 0, TimeSpan.Zero);

    private static readonly CallbackFacts s_facts = new(
        "10000016-3fa9c2d1", "1000 0016", s_from, s_from.AddMinutes(30), 0, Cancelled: false, "sv", "it@staden.example", "anna@staden.example",
        "https://hub.example.se/callback/abc", s_from.AddDays(-1));

    [Fact]
    public void The_entry_stands_at_the_time_in_Stockholm_and_is_a_request()
    {
        var (invitation, entry) = Read(s_facts);
        Assert.Equal("REQUEST", invitation.Method);
        Assert.Contains("METHOD:REQUEST\r\n", invitation.Calendar, StringComparison.Ordinal);
        Assert.Contains("DTSTART;TZID=Europe/Stockholm:20261126T140000\r\n", invitation.Calendar, StringComparison.Ordinal);
        Assert.Contains("BEGIN:VTIMEZONE", invitation.Calendar, StringComparison.Ordinal);
        Assert.Equal((s_from.UtcDateTime, s_from.AddMinutes(30).UtcDateTime), (entry.Start!.AsUtc, entry.End!.AsUtc));
        Assert.Equal(("10000016-3fa9c2d1@callback.integrationhub", 0, "CONFIRMED"), (entry.Uid, entry.Sequence, entry.Status));
        Assert.Equal("mailto:anna@staden.example", entry.Attendees[0].Value!.OriginalString);
        Assert.Contains("torsdag den 26 november mellan 14.00 och 14.30", invitation.Text, StringComparison.Ordinal);
        Assert.Contains("https://hub.example.se/callback/abc", invitation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Moved_it_is_the_same_entry_with_a_higher_sequence()
    {
        var (_, entry) = Read(s_facts with { From = s_from.AddDays(1), Until = s_from.AddDays(1).AddMinutes(30), Sequence = 1 });
        Assert.Equal(("10000016-3fa9c2d1@callback.integrationhub", 1), (entry.Uid, entry.Sequence));
    }

    [Fact]
    public void Cancelled_it_is_taken_out_of_the_calendar()
    {
        var (invitation, entry) = Read(s_facts with { Cancelled = true, Sequence = 2 });
        Assert.Equal(("CANCEL", "CANCELLED", 2), (invitation.Method, entry.Status, entry.Sequence));
        Assert.Contains("METHOD:CANCEL\r\n", invitation.Calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", invitation.Text, StringComparison.Ordinal);
        Assert.StartsWith("Avbokat", invitation.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_facts_give_the_same_mail_and_in_English_when_asked()
    {
        Assert.Equal(CallbackInvitation.Of(s_facts), CallbackInvitation.Of(s_facts));
        Assert.Contains("Thursday 26 November between 14.00 and 14.30", CallbackInvitation.Of(s_facts with { Language = "en" }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_leads_to_an_entry_for_a_booked_time_and_takes_it_back_when_there_is_none_any_more()
    {
        var id = CallbackId.Of(Scenario.Number, Guid.Empty);
        var open = Scenario.Open();
        var who = new PersonId("p-1");
        var story = new CaseStory()
            .Then("user", open with { Opened = open.Opened with { Reporter = new Reporter(who, null, null, new Personal(who, "anna@staden.example")) } })
            .Then("user", new BookCallBack("+46701234567", "asked-for", s_from, s_from.AddMinutes(30), Scenario.Start) { Callback = id, Kind = CallBackKind.Booked });
        Assert.Contains("/callback/x", Assert.IsType<CallbackInvitation>(Mail(story.Until<CallBackBooked>())).Text, StringComparison.Ordinal);
        story.Then("user", new MoveCallBack(id, CallBackKind.Booked, s_from.AddDays(1), s_from.AddDays(1).AddMinutes(30), null, Scenario.Start));
        Assert.Contains("SEQUENCE:1", Mail(story.Until<CallBackMoved>())!.Calendar, StringComparison.Ordinal);
        story.Then("user", new MoveCallBack(id, CallBackKind.KeptPlace, Scenario.Start, Scenario.Start.AddMinutes(30), null, Scenario.Start));
        Assert.Equal("CANCEL", Mail(story.Until<CallBackMoved>())!.Method);
        story.Then("user", new CancelCallBack(id, null, Scenario.Start));
        Assert.Null(Mail(story.Until<CallBackCancelled>())); // It had no time any more.

        static CallbackInvitation? Mail(IReadOnlyList<Known> history) =>
            CallbackMail.For(history, "it@staden.example", (_, _) => "https://hub.example.se/callback/x");
    }

    private static (CallbackInvitation Invitation, Ical.Net.CalendarComponents.CalendarEvent Entry) Read(CallbackFacts facts)
    {
        var invitation = CallbackInvitation.Of(facts);
        return (invitation, Assert.Single(Calendar.Load(invitation.Calendar)!.Events));
    }
}
