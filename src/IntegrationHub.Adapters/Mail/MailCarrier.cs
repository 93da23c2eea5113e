using IntegrationHub.Core.Mail;

namespace IntegrationHub.Adapters.Mail;

/// <summary>Whoever carries the hub's mails: a mail server, or a folder where none is set.</summary>
/// <param name="Send">Sends it, or keeps it.</param>
public sealed record MailCarrier(Func<OutgoingMail, CancellationToken, Task<MailOutcome>> Send);

/// <summary>What became of a mail.</summary>
/// <remarks>
/// SMTP can lose its last answer and has no way to ask: such a mail is sent again under the same Message-ID, and receivers show it once.
/// Source: RFC 5321, section 4.5.3.2.6 and RFC 1047.
/// </remarks>
public abstract record MailOutcome
{
    private MailOutcome()
    {
    }

    /// <summary>The mail server has it; a mail that is not delivered comes back to the box.</summary>
    public sealed record Taken : MailOutcome;

    /// <summary>It lies in the data directory, as no mail server is set.</summary>
    public sealed record Kept : MailOutcome;

    /// <summary>Never, as it stands.</summary>
    /// <param name="Code">The server's, such as 550; 0 when the hub itself refuses.</param>
    /// <param name="TheAddress">Whether it is the address that takes no mail; what is not is for an operator to mend.</param>
    public sealed record Refused(int Code, bool TheAddress) : MailOutcome;

    /// <summary>Not taken, or perhaps taken and the answer lost; it may be sent again.</summary>
    /// <param name="Why">In English, without personal data.</param>
    public sealed record TryLater(string Why) : MailOutcome;
}
