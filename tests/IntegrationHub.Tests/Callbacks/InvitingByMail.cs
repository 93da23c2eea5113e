using Ical.Net;
using Ical.Net.DataTypes;
using IntegrationHub.Adapters.Notifications;

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

    private static (CallbackInvitation Invitation, Ical.Net.CalendarComponents.CalendarEvent Entry) Read(CallbackFacts facts)
    {
        var invitation = CallbackInvitation.Of(facts);
        return (invitation, Assert.Single(Calendar.Load(invitation.Calendar)!.Events));
    }
}
