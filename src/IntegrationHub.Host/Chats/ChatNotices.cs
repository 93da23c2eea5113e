using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Chats;

/// <summary>
/// Tells the person what concerns a case in the conversation where it is followed. What must arrive and is not read there is noted so
/// (<see cref="UserNotified"/> with <c>unread</c> or <c>refused</c>), and goes by text message or mail instead.
/// </summary>
internal sealed class ChatNotices(CaseStore cases, ChatTelling chats, IEventLog log, EventCodec codec, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. ChatNotice.Kinds.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "chat-notices";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var number = CaseNumber.OfStream(happened.Recorded.Stream);
        var loaded = await cases.LoadAsync(number, ct);
        var message = happened.Recorded.Id.ToString("N");
        Known[] until = [.. loaded.History.Take((int)happened.Recorded.Revision + 1)];
        if (loaded.History.Any(known => known.Fact is UserNotified { Channel: NoticeWay.Chat } e && e.Message == message)
            || NoticeWay.ChatOf(until) is null || loaded.State.Followed is not { } followed || ChatNotice.For(until) is not { } notice)
        {
            return WorkResult.Done;
        }

        var told = await chats.TellAsync(followed.Chat, message, number, notice.Template, notice.Message, ct);
        var outcome = told switch { ChatTellingResult.Told => "sent", ChatTellingResult.Unread => "unread", _ => "refused" };
        if (told == ChatTellingResult.Told || ChatNotice.MustArrive(notice.Template))
        {
            var notified = new UserNotified(message, NoticeWay.Chat, notice.Template, outcome, clock.GetUtcNow());
            await log.AppendAsync(
                number.Stream, ExpectedRevision.Any,
                [codec.Encode(EventId.From("told-in-chat", message), notified, new EventContext("hub", "chat", message))], ct);
        }

        return WorkResult.Done;
    }
}
