using System.Security.Cryptography;
using IntegrationHub.Adapters.Mail;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Mail;

/// <summary>Takes a mail from the box into the log: nothing more. What follows from it is done by <see cref="InboundMail"/>.</summary>
internal sealed partial class MailIntake(IEventLog log, EventCodec codec, IPersonKeys keys, MailSettings settings, TimeProvider clock, ILogger<MailIntake> logger)
{
    private static readonly EventContext s_context = new("user", "mail");

    /// <summary>Takes one mail; the same one again adds nothing. Whatever it holds, it never throws for it.</summary>
    /// <param name="size">In bytes.</param>
    /// <param name="raw">As received; null when it is too large.</param>
    /// <param name="ct">Ends the wait; it may be taken again.</param>
    /// <exception cref="EventLogException">The log cannot be written; the mail stays in the box.</exception>
    public async Task<BoxVerdict> TakeAsync(long size, Stream? raw, CancellationToken ct)
    {
        if (raw is null)
        {
            return await SetAsideAsync("too-large", size, $"{size}", ct);
        }

        using var held = new MemoryStream();
        await raw.CopyToAsync(held, ct);
        held.Position = 0;
        ReadMail mail;
        try
        {
            mail = await ReadMail.ReadAsync(held, settings.From, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever goes wrong with what somebody sent, it is that mail's fault, and the others are read.
            return await SetAsideAsync((fault as MailUnreadableException)?.Reason ?? "unreadable", size, Convert.ToHexStringLower(SHA256.HashData(held.ToArray())), ct);
        }

        await KeepAsync(mail, ct);
        return BoxVerdict.Taken;
    }

    private async Task<BoxVerdict> SetAsideAsync(string reason, long size, string content, CancellationToken ct)
    {
        SetAside(logger, reason, size);
        var id = EventId.From("mail-set-aside", reason, content);
        await log.AppendAsync(
            $"mail-aside-{id:N}", ExpectedRevision.None, [codec.Encode(id, new MailSetAside(reason, size, clock.GetUtcNow()), s_context)], ct);
        return BoxVerdict.Aside;
    }

    private async Task KeepAsync(ReadMail mail, CancellationToken ct)
    {
        var key = EventId.From("mail", mail.MessageId ?? "", mail.From, mail.Subject, mail.Text).ToString("N");
        var (stream, person) = (MailReceived.StreamOf(key), keys.Pseudonym("email", mail.From));
        Personal Sealed(string text) => new Personal(person, text).Within(stream);
        await keys.MakeAsync(person, stream, ct);

        var thread = MailThread.Find(mail.Answers, settings.Domain);
        var human = mail.Robot is null; // What a robot writes is of no use to anybody, and stays in the box for a month.
        var received = new MailReceived(
            key, person, Sealed(mail.From), mail.Name is null ? null : Sealed(mail.Name), human ? Sealed(mail.Subject) : null, human ? Sealed(mail.Text) : null,
            mail.MessageId is null ? null : Sealed(mail.MessageId), thread?.Case, thread?.Event.ToString("N"), mail.Robot, mail.Bounce,
            human ? [.. mail.Files.Select(file => new MailFile(Sealed(file.Name), file.MediaType, file.Bytes, file.Sha256))] : [], clock.GetUtcNow());
        await log.AppendAsync(stream, ExpectedRevision.None, [codec.Encode(EventId.From("mail-received", key), received, s_context)], ct);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A mail of {Bytes} bytes was set aside in the box: {Reason}")]
    private static partial void SetAside(ILogger logger, string reason, long bytes);
}
