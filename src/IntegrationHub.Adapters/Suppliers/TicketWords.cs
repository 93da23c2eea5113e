using System.Globalization;
using System.Text;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers;

/// <summary>What a message adds to a ticket that agents read, and what it changes there.</summary>
/// <param name="Words">The text.</param>
/// <param name="IsPublic">Whether the person may read it.</param>
/// <param name="Move">Why it moves the ticket; null when it does not.</param>
/// <param name="From">Whether it moves from what the ticket's state means; there with a move.</param>
/// <param name="Priority">The hub's priority that it leads to, <c>1</c> to <c>4</c>; null for none.</param>
/// <param name="IsFinal">Whether it leads there whatever an agent did that the hub had not heard of: there is nothing more to be done with the ticket.</param>
/// <param name="File">The file that goes with it, where it has content; null for none.</param>
internal sealed record TicketNote(
    string Words, bool IsPublic, TicketMove? Move = null, Func<TicketMeaning?, bool>? From = null, string? Priority = null, bool IsFinal = false,
    CaseFileAdded? File = null);

/// <summary>The hub's messages in the words of a ticket: Swedish, as a supplier's agents read them. Pure.</summary>
internal static class TicketWords
{
    private const int LongestSubject = 120;
    private static readonly TimeZoneInfo s_here = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The subject, one line of at most 120 characters, and the text of a new ticket.</summary>
    /// <exception cref="ArgumentException">The message gives the supplier no case.</exception>
    public static (string Subject, string Words) Ticket(HubMessage news)
    {
        var (description, words) = news switch
        {
            CaseAssigned e => (e.Description, Given(e.Description, e.Reporter, e.Service, e.Area, e.Site, e.Organisation)),
            CaseHandoverRequested e => (e.Description, $"Servicedesken {e.FromDesk} föreslår att ni tar över: {e.Reason}{Tried(e.Tried)}\n\n" + Given(e.Description, e.Reporter, e.Service)),
            CaseJointResolution e => (e.Description, $"Servicedesken {e.Responsible} har ärendet och behöver er hjälp: {e.Reason}{Tried(e.Tried)}\n\n" + Given(e.Description, e.Reporter, e.Service)),
            _ => throw new ArgumentException($"{news.GetType().Name} makes no ticket.", nameof(news)),
        };
        var line = description.ReplaceLineEndings(" ").Trim();
        return (line.Length <= LongestSubject ? line : line[..(LongestSubject - 1)] + "…", words);
    }

    /// <summary>What a message adds to a ticket.</summary>
    public static TicketNote Of(HubMessage news) => news switch
    {
        CaseNoteAdded e => new($"{By(e.By)}: {e.Text}", IsPublic: true),
        CaseFileAdded e => new($"{By(e.By)}: {FileWords.Of(e)}", IsPublic: true, File: e),
        CaseQuestionAnswered e => new($"Svar: {e.Text}", IsPublic: true, TicketMove.Answered, from => from is TicketMeaning.Waiting),
        CaseReopened e => new($"Det fungerar inte: {e.Reason}", IsPublic: true, TicketMove.Reopened, TicketStates.IsOver),
        CaseAssigned e => new("Ärendet är ert igen.\n\n" + Given(e.Description, e.Reporter, e.Service, e.Area, e.Site, e.Organisation), IsPublic: false, TicketMove.Offered, TicketStates.IsOver),
        CaseHandoverRequested e => new($"Servicedesken {e.FromDesk} föreslår att ni tar över: {e.Reason}{Tried(e.Tried)}", IsPublic: false, TicketMove.Offered, TicketStates.IsOver),
        CaseJointResolution e => new($"Servicedesken {e.Responsible} har ärendet och behöver er hjälp: {e.Reason}{Tried(e.Tried)}", IsPublic: false, TicketMove.Offered, TicketStates.IsOver),
        CaseResolutionConfirmed => new("Användaren har bekräftat att det fungerar.", IsPublic: false),
        CaseClosed e => new(
            e.Confirmed ? "Ärendet är avslutat." : "Ärendet är avslutat utan bekräftelse.", IsPublic: false, TicketMove.Closed, from => !TicketStates.IsOver(from), IsFinal: true),
        CaseWithdrawn e => new($"Ärendet är inte längre ert: {e.Reason}", IsPublic: false, TicketMove.Withdrawn, from => !TicketStates.IsOver(from), IsFinal: true),
        CaseHandoverAnswered { Accepted: true } e => new(
            $"Servicedesken {e.ToDesk} har tagit över ärendet.", IsPublic: false, TicketMove.HandedOver, from => !TicketStates.IsOver(from), IsFinal: true),
        CaseHandoverAnswered e => new($"Servicedesken {e.ToDesk} tar inte över ärendet: {e.Reason}", IsPublic: false),
        CasePriorityChanged e => new(
            $"Prioriteten är nu {e.Priority}: {e.Reason}", IsPublic: false, Priority: e.Priority),
        CaseCallbackBooked { CalledBy: { } } e => new($"Återuppringning {Times(e)} till {e.Phone} ({e.Name}). Supporten ringer upp och kopplar in er; ring inte själva.", IsPublic: false),
        CaseCallbackBooked e => new($"Ring upp {e.Name} på {e.Phone} {Times(e)}.", IsPublic: false),
        CaseFaultSuspected e => new($"{(e.Overdue ? "Påminnelse: ett" : "Ett")} gemensamt fel misstänks: {e.Reason} Bedöm det senast {Local(e.JudgeDue)}.", IsPublic: false),
        _ => throw new ArgumentException($"{news.GetType().Name} has no words.", nameof(news)),
    };

    /// <summary>What a message says of a field that a supplier may map: <c>service</c>, <c>area</c>, <c>site</c>, <c>organisation</c>, <c>incident</c>; null for nothing.</summary>
    public static string? Value(HubMessage news, string field) => (field.ToUpperInvariant(), news) switch
    {
        ("SERVICE", CaseAssigned e) => e.Service,
        ("SERVICE", CaseHandoverRequested e) => e.Service,
        ("SERVICE", CaseJointResolution e) => e.Service,
        ("AREA", CaseAssigned e) => e.Area,
        ("SITE", CaseAssigned e) => e.Site,
        ("ORGANISATION", CaseAssigned e) => e.Organisation,
        ("INCIDENT", CaseAssigned e) => e.Incident,
        _ => null,
    };

    private static string Given(string description, Reporter reporter, string? service, string? area = null, string? site = null, string? organisation = null)
    {
        var words = new StringBuilder(description).Append("\n\n");
        foreach (var (name, value) in new[]
        {
            ("Namn", reporter.Name), ("Telefon", reporter.Phone), ("E-post", reporter.Email), ("Språk", reporter.Language),
            ("Tjänst", service), ("Område", area), ("Plats", site), ("Organisation", organisation),
        })
        {
            if (value is not null)
            {
                words.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
            }
        }

        return words.ToString().TrimEnd();
    }

    private static string Tried(string? tried) => tried is null ? "" : "\nDetta har prövats: " + tried;

    private static string By(string by) => by == "user" ? "Användaren" : by.Split(':') is ["desk" or "supplier", var who] ? who : "Supporten";

    private static string Times(CaseCallbackBooked e) => $"mellan {Local(e.Start)} och {Local(e.End)}";

    private static string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, s_here).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
