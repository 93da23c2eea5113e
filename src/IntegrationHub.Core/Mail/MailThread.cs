using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Mail;

/// <summary>
/// The hub's own Message-IDs: <c>10000016.EVENT@domain</c> for a mail, <c>10000016@domain</c> for the case that all of its mails answer.
/// They tell by themselves which case an answer is about, so that nothing needs to be remembered.
/// </summary>
/// <remarks>Source: RFC 5322, section 3.6.4. Ids are written without their angle brackets.</remarks>
public static class MailThread
{
    /// <summary>The Message-ID of a mail; the same mail again has the same.</summary>
    public static string MessageId(string matter, Guid id, string domain) => $"{matter}.{id:N}@{domain}";

    /// <summary>What all mails of a case answer, so that a mail program shows them together.</summary>
    public static string Root(string matter, string domain) => $"{matter}@{domain}";

    /// <summary>The last of the hub's own mails that these ids name.</summary>
    /// <param name="ids">Message-IDs, oldest first; angle brackets are passed over.</param>
    /// <param name="domain">The hub's own.</param>
    /// <returns>The case, and the event that the mail told of; null when none of them is the hub's.</returns>
    public static (CaseNumber Case, Guid Event)? Find(IEnumerable<string> ids, string domain)
    {
        foreach (var id in ids.Reverse())
        {
            var parts = id.Trim().Trim('<', '>').Split('@');
            var local = parts[0].Split('.');
            if (parts.Length == 2 && parts[1].Equals(domain, StringComparison.OrdinalIgnoreCase) && local.Length == 2
                && CaseNumber.TryParse(local[0], out var number) && Guid.TryParseExact(local[1], "N", out var happened))
            {
                return (number, happened);
            }
        }

        return null;
    }
}
