using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Mail;

/// <summary>A mail that the hub sends.</summary>
/// <param name="Id">The id of the event that it tells of; its Message-ID follows from it, so that whoever gets it twice sees one.</param>
/// <param name="Person">Whose matter it is: what is kept of the mail is kept under this pseudonym.</param>
/// <param name="Matter">The case's number, digits only: what thread the mail belongs to.</param>
/// <param name="To">One address, without a name.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain text, complete in itself.</param>
/// <param name="Html">The same as a document; null for text alone.</param>
/// <param name="Calendar">An invitation to a booked time; null for none.</param>
public sealed record OutgoingMail(
    Guid Id, PersonId Person, string Matter, string To, string Subject, string Text, string? Html, MailCalendar? Calendar = null)
{
    /// <summary><c>sv</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "sv";

    /// <summary>The Message-ID of the mail that this one answers, without angle brackets; null when it answers none.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>What a log may show: nothing of the person.</summary>
    public override string ToString() => $"OutgoingMail {{ Id = {Id:N}, Matter = {Matter} }}";
}

/// <summary>What a mail puts into the receiver's calendar.</summary>
/// <param name="Ics">The iCalendar text of RFC 5545, whose <c>METHOD</c> is <paramref name="Method"/>.</param>
/// <param name="Method"><c>REQUEST</c> for a new or changed time, <c>CANCEL</c> for one that is taken back.</param>
public sealed record MailCalendar(string Ics, string Method)
{
    /// <summary>What a log may show.</summary>
    public override string ToString() => $"MailCalendar {{ Method = {Method} }}";
}
