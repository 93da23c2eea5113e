using IntegrationHub.Core.Mail;
using MimeKit;

namespace IntegrationHub.Adapters.Mail;

/// <summary>Reads what a mail server reports of a mail of the hub's own.</summary>
/// <remarks>Source: RFC 3464 and RFC 6522.</remarks>
internal static class DeliveryReport
{
    /// <summary>What it says; null when the mail is no such report, or of no mail of the hub's.</summary>
    /// <param name="message">The mail.</param>
    /// <param name="domain">The hub's own.</param>
    public static MailBounce? Read(MimeMessage message, string domain)
    {
        if (message.Body is not MultipartReport report
            || report.OfType<MessageDeliveryStatus>().FirstOrDefault()?.StatusGroups.FirstOrDefault(group => group["Action"] is not null) is not { } said
            || MailThread.Find([.. message.References, message.InReplyTo ?? "", .. Returned(report)], domain) is not { } own)
        {
            return null;
        }

        var code = said["Status"]?.Trim();
        return said["Action"]!.Trim().ToLowerInvariant() switch
        {
            "failed" => new MailBounce(own.Case, own.Event.ToString("N"), "undelivered", code is { Length: <= 11 } && code.All(c => char.IsAsciiDigit(c) || c == '.') ? code : null),
            "delivered" => new MailBounce(own.Case, own.Event.ToString("N"), "delivered", null),
            _ => null, // Delayed, relayed, expanded: not over yet.
        };
    }

    private static IEnumerable<string> Returned(MultipartReport report)
    {
        foreach (var part in report)
        {
            if (part is MessagePart { Message.MessageId: { } id })
            {
                yield return id;
            }
            else if (part is MimePart { Content: { } content } && part.ContentType.IsMimeType("text", "rfc822-headers"))
            {
                using var headers = content.Open();
                if (HeaderList.Load(headers)[HeaderId.MessageId] is { } own)
                {
                    yield return own;
                }
            }
        }
    }
}
