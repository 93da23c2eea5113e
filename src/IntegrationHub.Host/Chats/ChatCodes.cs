using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Mail;
using IntegrationHub.Host.Notifications;

namespace IntegrationHub.Host.Chats;

/// <summary>Sends the codes that prove who a user is: only while they hold, and nothing is noted but that it was done.</summary>
internal sealed class ChatCodes(SmsOnce sms, MailOnce mails, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(ChatCodePromised))];

    /// <inheritdoc/>
    public string Name => "chat-codes";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var promised = (ChatCodePromised)happened.Fact!;
        if (promised.To.Text is not { } to || promised.Code.Text is not { } code || promised.Until < clock.GetUtcNow())
        {
            return WorkResult.Done;
        }

        var english = promised.Language == "en";
        var text = english
            ? $"Your code for the city's IT support chat is {code}. It holds for 10 minutes. Give it to nobody."
            : $"Din kod till it-supportens chatt är {code}. Den gäller i 10 minuter. Lämna den inte till någon.";
        if (promised.Way == "sms")
        {
            return await sms.SendAsync(happened.Recorded, to, text, _ => Task.CompletedTask, ct);
        }

        var subject = english ? "Your code for the chat" : "Din kod till chatten";
        var body = new MailBody([text], english);
        return await mails.SendAsync(
            new OutgoingMail(happened.Recorded.Id, promised.To.Of, promised.To.In!, to, subject, body.Text, body.Html(subject)) { Language = promised.Language },
            _ => Task.CompletedTask, ct);
    }
}
