using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.Mail;
using MimeKit;

namespace IntegrationHub.Adapters.Mail;

/// <summary>A mail cannot be read.</summary>
/// <param name="reason">As in <see cref="MailSetAside.Reason"/>.</param>
public sealed class MailUnreadableException(string reason) : Exception("The mail cannot be read: " + reason)
{
    /// <summary>Stable name of the fault.</summary>
    public string Reason { get; } = reason;
}

/// <summary>A file of a mail.</summary>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record ReadFile(string Name, string MediaType, long Bytes, string Sha256);

/// <summary>What a mail says; within bounds, whatever was sent.</summary>
/// <param name="From">The address in lower case.</param>
/// <param name="Name">Null when it has none.</param>
/// <param name="Subject">One line; may be empty.</param>
/// <param name="Text">All of it, as plain text; may be empty.</param>
/// <param name="MessageId">Without angle brackets; null when it has none.</param>
/// <param name="Answers">Message-IDs of what it answers, oldest first.</param>
/// <param name="Robot">Why it is from a robot; null for a person's.</param>
/// <param name="Bounce">What it reports of a mail of the hub's.</param>
/// <param name="Files">At most 20.</param>
public sealed record ReadMail(
    string From, string? Name, string Subject, string Text, string? MessageId, IReadOnlyList<string> Answers, string? Robot, MailBounce? Bounce,
    IReadOnlyList<ReadFile> Files)
{
    /// <summary>Largest mail read, in bytes.</summary>
    public const int MostBytes = 30 * 1024 * 1024;

    private const int MostParts = 300;
    private const int MostDepth = 30;
    private const int MostText = 150_000; // Sealed it must fit into one event of a megabyte, whatever the alphabet.
    private const int MostFiles = 20;
    private const int MostHeader = 300;

    /// <summary>Reads a mail.</summary>
    /// <param name="raw">As received; at most <see cref="MostBytes"/>.</param>
    /// <param name="own">The hub's own address.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="MailUnreadableException">It is no mail, or beyond the bounds.</exception>
    public static async Task<ReadMail> ReadAsync(Stream raw, MailboxAddress own, CancellationToken ct)
    {
        using var message = await LoadAsync(raw, ct);
        if (message.BodyParts.Take(MostParts + 1).Count() > MostParts)
        {
            throw new MailUnreadableException("too-many-parts");
        }

        var sender = message.From.Mailboxes.Concat([message.Sender]).FirstOrDefault(IsUsable) ?? throw new MailUnreadableException("no-sender");
        var from = sender.Address.ToLowerInvariant();
        var domain = MailComposer.DomainOf(own);
        return new ReadMail(
            from, Line(sender.Name) is { Length: > 0 } name ? name : null, Line(message.Subject), TextOf(message),
            Line(message.MessageId) is { Length: > 0 } id ? id : null, [.. message.References.TakeLast(50), message.InReplyTo ?? ""],
            RobotSigns.Of(message, from, own.Address), DeliveryReport.Read(message, domain), [.. FilesOf(message).Take(MostFiles)]);
    }

    /// <summary>What a log may show: nothing of the person.</summary>
    public override string ToString() => $"ReadMail {{ Robot = {Robot} }}";

    private static async Task<MimeMessage> LoadAsync(Stream raw, CancellationToken ct)
    {
        try
        {
            var options = ParserOptions.Default.Clone();
            options.MaxMimeDepth = MostDepth;
            return await MimeMessage.LoadAsync(options, raw, ct);
        }
        catch (FormatException)
        {
            throw new MailUnreadableException("unreadable");
        }
    }

    private static bool IsUsable(MailboxAddress? address) =>
        address?.Address is { Length: > 2 and <= 254 } text && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1
        && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static string TextOf(MimeMessage message)
    {
        var plain = message.TextBody;
        var text = !string.IsNullOrWhiteSpace(plain) ? plain : HtmlText.Of(message.HtmlBody ?? "", MostText);
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(MostText))
        {
            clean.Append(Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t') ? "" : rune.ToString()); // Half a surrogate pair is read as U+FFFD.
        }

        return clean.ToString().Trim();
    }

    private static IEnumerable<ReadFile> FilesOf(MimeMessage message)
    {
        foreach (var part in message.Attachments.OfType<MimePart>())
        {
            using var content = part.Content?.Open() ?? Stream.Null;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (buffer, bytes) = (new byte[64 * 1024], 0L);
            for (int read; (read = content.Read(buffer)) > 0; bytes += read)
            {
                hash.AppendData(buffer, 0, read);
            }

            yield return new ReadFile(
                Line(part.FileName) is { Length: > 0 } name ? name : "namnlös", Line(part.ContentType.MimeType), bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
    }

    private static string Line(string? text) =>
        string.Concat((text ?? "").EnumerateRunes().Take(MostHeader).Select(rune => Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
}
