using System.Globalization;
using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Calendar = Ical.Net.Calendar;

namespace IntegrationHub.Adapters.Notifications;

/// <summary>What is known of a booked call-back when its invitation is written.</summary>
/// <param name="Id">The call-back's id: the calendar entry's UID follows from it and stays the same.</param>
/// <param name="Number">The case's number, in groups as people read it.</param>
/// <param name="From">Not before.</param>
/// <param name="Until">Not after.</param>
/// <param name="Sequence">0 at first, one more with each change: calendars pass over what is older than they have.</param>
/// <param name="Cancelled">Whether it was cancelled.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
/// <param name="Sender">The city's address that mail comes from.</param>
/// <param name="Receiver">The person's address.</param>
/// <param name="Link">Where the time is changed or cancelled; null when there is no such page.</param>
/// <param name="WrittenAt">When the change happened; the same facts give the same bytes.</param>
public sealed record CallbackFacts(
    string Id, string Number, DateTimeOffset From, DateTimeOffset Until, int Sequence, bool Cancelled, string Language, string Sender, string Receiver,
    string? Link, DateTimeOffset WrittenAt);

/// <summary>A mail with a calendar entry for a booked call-back. Pure: the same facts give the same mail.</summary>
/// <param name="Subject">One line, without the person's name or number.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Calendar">iCalendar, UTF-8, lines ended by CR LF; to be sent as <c>text/calendar; method=…; charset=utf-8</c>.</param>
/// <param name="Method"><c>REQUEST</c> or <c>CANCEL</c>.</param>
/// <remarks>Source: RFC 5545, RFC 5546 sections 3.2.2 and 3.2.5.</remarks>
public sealed record CallbackInvitation(string Subject, string Text, string Calendar, string Method)
{
    private const string Zone = "Europe/Stockholm";
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById(Zone);

    /// <summary>Writes it.</summary>
    public static CallbackInvitation Of(CallbackFacts facts)
    {
        var english = facts.Language == "en";
        var (day, from, until) = (Day(facts.From, english), Clock(facts.From), Clock(facts.Until));
        var subject = (facts.Cancelled, english) switch
        {
            (true, true) => $"Cancelled: we do not call you about case {facts.Number}",
            (true, false) => $"Avbokat: vi ringer inte om ärende {facts.Number}",
            (_, true) => $"We will call you about case {facts.Number}",
            _ => $"Vi ringer dig om ärende {facts.Number}",
        };
        var text = new StringBuilder();
        text.AppendLine((facts.Cancelled, english) switch
        {
            (true, true) => $"The call on {day} between {from} and {until} is cancelled.",
            (true, false) => $"Samtalet {day} mellan {from} och {until} är avbokat.",
            (_, true) => $"The city's IT support will call you on {day} between {from} and {until}.",
            _ => $"Stadens it-support ringer dig {day} mellan {from} och {until}.",
        });
        text.AppendLine(english ? $"It is about case {facts.Number}." : $"Det gäller ärende {facts.Number}.");
        if (facts is { Cancelled: false, Link: { } link })
        {
            text.AppendLine().AppendLine(english ? "Change or cancel the time here:" : "Ändra eller avboka tiden här:").AppendLine(link);
        }

        return new CallbackInvitation(subject, text.ToString().ReplaceLineEndings("\n"), Written(facts, subject), facts.Cancelled ? "CANCEL" : "REQUEST");
    }

    private static string Written(CallbackFacts facts, string subject)
    {
        var entry = new CalendarEvent
        {
            Uid = facts.Id + "@callback.integrationhub",
            Sequence = facts.Sequence,
            DtStamp = new CalDateTime(facts.WrittenAt.UtcDateTime, "UTC"),
            Created = new CalDateTime(facts.WrittenAt.UtcDateTime, "UTC"),
            Summary = subject,
            Start = At(facts.From),
            End = At(facts.Until),
            Status = facts.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
            Organizer = new Organizer("mailto:" + facts.Sender),
            Transparency = TransparencyType.Opaque,
        };
        entry.Attendees.Add(new Attendee("mailto:" + facts.Receiver)
        {
            Role = ParticipationRole.RequiredParticipant,
            ParticipationStatus = EventParticipationStatus.NeedsAction,
            Rsvp = false,
        });
        var calendar = new Calendar { Method = facts.Cancelled ? CalendarMethods.Cancel : CalendarMethods.Request, ProductId = "-//IntegrationHub//Callback//SV" };
        calendar.AddTimeZone(VTimeZone.FromDateTimeZone(Zone, facts.From.UtcDateTime.AddYears(-1), includeHistoricalData: false));
        calendar.Events.Add(entry);
        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }

    private static CalDateTime At(DateTimeOffset instant) => new(TimeZoneInfo.ConvertTime(instant, s_city).DateTime, Zone);

    private static string Day(DateTimeOffset at, bool english) => TimeZoneInfo.ConvertTime(at, s_city)
        .ToString(english ? "dddd d MMMM" : "dddd 'den' d MMMM", CultureInfo.GetCultureInfo(english ? "en-GB" : "sv-SE"));

    private static string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, s_city).ToString("HH.mm", CultureInfo.InvariantCulture);
}
