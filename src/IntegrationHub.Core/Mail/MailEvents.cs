using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Mail;

/// <summary>A mail came to the support's address. Durable before anything follows from it, and before it leaves the box. First in its stream.</summary>
/// <param name="Key">What the same mail again is recognised by: it follows from its Message-ID, its sender and its text.</param>
/// <param name="Person">The pseudonym of whoever has the address.</param>
/// <param name="From">The address.</param>
/// <param name="Name">As the mail has it; null when it has none.</param>
/// <param name="Text">The whole of it, with what it quotes; null when a robot wrote it.</param>
/// <param name="MessageId">Its own, without angle brackets; null when it has none.</param>
/// <param name="Thread">The case whose mail it answers, as its headers say.</param>
/// <param name="ThreadEvent">The event that that mail told of.</param>
/// <param name="Robot">Why it is from a robot, which is not answered: <c>auto-submitted</c>, <c>precedence</c>, …; null for a person's.</param>
/// <param name="Bounce">What it says of a mail of the hub's own; null when it is no such report.</param>
/// <param name="Files">What came with it; the files stay in the box.</param>
[StoredAs("mail-received", 1)]
public sealed record MailReceived(
    string Key, PersonId Person, Personal From, Personal? Name, Personal? Subject, Personal? Text, Personal? MessageId, CaseNumber? Thread,
    string? ThreadEvent, string? Robot, MailBounce? Bounce, IReadOnlyList<MailFile> Files, DateTimeOffset At)
{
    private const string StreamPrefix = "mail-";
    private const string ContactPrefix = "contact-";

    /// <summary>The stream of a mail: it has the id of the contact that a new case comes by, so that one leads to the other.</summary>
    public static string StreamOf(string key) => StreamPrefix + EventId.From("contact", "mail", key).ToString("N");

    /// <summary>The stream of the mail that something follows from; null when it follows from none.</summary>
    /// <param name="cause">As in <see cref="EventContext.Cause"/>.</param>
    public static string? StreamOfCause(string? cause) => cause switch
    {
        not null when cause.StartsWith(StreamPrefix, StringComparison.Ordinal) => cause,
        not null when cause.StartsWith(ContactPrefix, StringComparison.Ordinal) => StreamPrefix + cause[ContactPrefix.Length..],
        _ => null,
    };
}

/// <summary>What a mail server reports of a mail of the hub's own.</summary>
/// <param name="Case">The case that the mail told of.</param>
/// <param name="Message">The event that it told of.</param>
/// <param name="Outcome"><c>delivered</c> or <c>undelivered</c>.</param>
/// <param name="Code">The status code of RFC 3463; null when it has none.</param>
public sealed record MailBounce(CaseNumber Case, string Message, string Outcome, string? Code);

/// <summary>A file that came with a mail.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its content, lower-case hex.</param>
public sealed record MailFile(Personal Name, string MediaType, long Bytes, string Sha256);

/// <summary>What a mail led to.</summary>
public enum MailAct
{
    /// <summary>A case was opened.</summary>
    Opened,

    /// <summary>It was noted in a case.</summary>
    Noted,

    /// <summary>It answered what was asked.</summary>
    Answered,

    /// <summary>The case is closed, as the sender says that it works.</summary>
    Confirmed,

    /// <summary>The case is open again, as the sender says that it does not work.</summary>
    Reopened,

    /// <summary>A mail of the hub's own was or was not delivered.</summary>
    Followed,

    /// <summary>Nothing: a robot wrote it.</summary>
    Ignored,
}

/// <summary>What a mail led to; last in its stream.</summary>
/// <param name="Case">The case; null when there is none.</param>
[StoredAs("mail-taken", 1)]
public sealed record MailTaken(MailAct Act, CaseNumber? Case, DateTimeOffset At);

/// <summary>A mail could not be read, and lies in the box's folder for a person to look at.</summary>
/// <param name="Reason"><c>too-large</c>, <c>too-many-parts</c>, <c>no-sender</c> or <c>unreadable</c>.</param>
/// <param name="Bytes">Its size.</param>
[StoredAs("mail-set-aside", 1)]
public sealed record MailSetAside(string Reason, long Bytes, DateTimeOffset At);
