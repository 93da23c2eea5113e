using System.Text;
using IntegrationHub.Core.Mail;
using MimeKit;
using MimeKit.Text;

namespace IntegrationHub.Adapters.Mail;

/// <summary>Makes the message of a mail.</summary>
/// <remarks>
/// Sources: RFC 5322 (Message-ID, threads), RFC 3834 (Auto-Submitted keeps other robots from answering), RFC 6047 (invitations).
/// </remarks>
public static class MailComposer
{
    /// <summary>The message; null when the address is none, or more than one.</summary>
    public static MimeMessage? Compose(OutgoingMail mail, MailboxAddress from, DateTimeOffset now)
    {
        if (mail.To.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>')
            || !MailboxAddress.TryParse(mail.To, out var to) || to.Address.IndexOf('@', StringComparison.Ordinal) <= 0)
        {
            return null;
        }

        var domain = DomainOf(from);
        var root = MailThread.Root(mail.Matter, domain);
        var message = new MimeMessage([from], [to], OneLine(mail.Subject), Body(mail))
        {
            MessageId = MailThread.MessageId(mail.Matter, mail.Id, domain),
            Date = now,
            InReplyTo = mail.InReplyTo is { } answered ? OneLine(answered) : root,
        };
        message.References.Add(root);
        if (mail.InReplyTo is { } before)
        {
            message.References.Add(OneLine(before));
        }

        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Headers.Add(HeaderId.ContentLanguage, mail.Language == "en" ? "en" : "sv");
        return message;
    }

    /// <summary>The part of an address after the @, in lower case.</summary>
    public static string DomainOf(MailboxAddress address) => address.Address[(address.Address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    private static MimeEntity Body(OutgoingMail mail)
    {
        var text = new TextPart(TextFormat.Plain);
        text.SetText(Encoding.UTF8, mail.Text);
        if (mail.Html is null && mail.Calendar is null)
        {
            return text;
        }

        var ways = new MultipartAlternative { text };
        if (mail.Html is not null)
        {
            var html = new TextPart(TextFormat.Html);
            html.SetText(Encoding.UTF8, mail.Html);
            ways.Add(html);
        }

        if (mail.Calendar is not { } calendar)
        {
            return ways;
        }

        var invitation = new TextPart("calendar");
        invitation.SetText(Encoding.UTF8, calendar.Ics);
        invitation.ContentType.Parameters.Add("method", calendar.Method);
        ways.Add(invitation);
        var file = new MimePart("application", "ics")
        {
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(calendar.Ics))),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "invite.ics" },
        };
        return new Multipart("mixed") { ways, file };
    }

    // A line break in a header would begin another header.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
