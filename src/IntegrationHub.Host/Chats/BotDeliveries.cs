using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Chats;

/// <summary>
/// Sends what is said in the conversations of Bot Framework channels: in order per conversation, each message until the channel has it.
/// Who cannot be reached any more is noted, and what the hub told there unasked goes another way.
/// </summary>
internal sealed class BotDeliveries(
    BotConnector connector, ChatStore chats, DeliveredMessages delivered, AwaitedAnswers awaited, IEventLog log, EventCodec codec, TimeProvider clock)
    : IWorkGroup
{
    /// <summary>How it goes about failures: a first wait of a second, many conversations beside each other, as one may hang.</summary>
    public static readonly WorkPace Pace = WorkPace.Patient with { AtOnce = 64 };

    private static readonly HashSet<string> s_types = [.. BotMessages.Kinds.Select(StoredTypes.NameOf)];
    private static readonly TimeSpan s_typingWithin = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<Guid, bool> _typed = new();

    /// <inheritdoc/>
    public string Name => "bot-deliveries";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => BotMessages.MaySay(happened.Fact) ? happened.Recorded.Stream : null;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        if (!await IsOfABotAsync(happened.Recorded.Stream, ct))
        {
            return WorkResult.Done;
        }

        var chat = await chats.LoadAsync(happened.Recorded.Stream, ct);
        if (BotReference.Read(chat.State.Reference?.Text) is not { } to)
        {
            return WorkResult.Done; // Erased.
        }

        var result = chat.State.Dead && happened.Fact is not ChatStepTaken
            ? await UnreachableAsync(happened, ct)
            : await SendAsync(chat, happened, to, ct);
        awaited.Tried(happened.Recorded.Id);
        if (result is not WorkFailed)
        {
            _typed.TryRemove(happened.Recorded.Id, out _);
        }

        return result;
    }

    private async Task<WorkResult> SendAsync(LoadedChat chat, Known happened, BotReference to, CancellationToken ct)
    {
        var messages = BotMessages.Of(chat, happened, to);
        var replyTo = (happened.Fact as ChatStepTaken)?.Heard.ReplyTo?.Text;
        var done = await delivered.CountAsync(happened.Recorded, ct);
        if (done == 0 && IsWaitedFor(happened) && await connector.SendAsync(to, new JsonObject { ["type"] = "typing" }, replyTo, ct) is BotLater { After: { } after } wait)
        {
            return new WorkFailed(wait.Why, after); // Not sent again: the message itself is tried next.
        }

        for (; done < messages.Count; done++)
        {
            switch (await connector.SendAsync(to, messages[done].Activity, replyTo, ct))
            {
                case BotLater later:
                    return new WorkFailed(later.Why, later.After);
                case BotGone gone:
                    await NoteDeadAsync(chat, happened, gone.Why, ct);
                    return await UnreachableAsync(happened, ct);
                case BotRefused no when messages[done].ForUser:
                    await UnreachableAsync(happened, ct);
                    return new WorkHopeless(no.Why);
                default:
                    await delivered.NoteAsync(happened.Recorded, done + 1, ct);
                    break;
            }
        }

        return WorkResult.Done;
    }

    /// <summary>Whether the user has just written, and sees a sign that the answer comes; once.</summary>
    private bool IsWaitedFor(Known happened) =>
        happened.Fact is ChatStepTaken { Heard.Act: ChatAct.Message, Said: not null } && clock.GetUtcNow() - happened.Recorded.RecordedAt < s_typingWithin
        && _typed.TryAdd(happened.Recorded.Id, true);

    /// <summary>What the hub told of a case, and the user did not get here, is to be told another way.</summary>
    private async Task<WorkResult> UnreachableAsync(Known happened, CancellationToken ct)
    {
        if (happened.Fact is ChatTold { Case: { } number } told)
        {
            var notified = new UserNotified(told.Message, "chat", told.Template, "refused", clock.GetUtcNow());
            await log.AppendAsync(
                number.Stream, ExpectedRevision.Any,
                [codec.Encode(EventId.From("chat-refused", told.Message), notified, new EventContext("hub", "chat", told.Message))], ct);
        }

        return WorkResult.Done;
    }

    private async Task NoteDeadAsync(LoadedChat chat, Known happened, string why, CancellationToken ct)
    {
        if (!chat.State.Dead)
        {
            var id = happened.Recorded.Id.ToString("N");
            await log.AppendAsync(
                chat.Stream, ExpectedRevision.Any,
                [codec.Encode(EventId.From(chat.Stream, "dead", id), new ChatDead(why, clock.GetUtcNow()), new EventContext("hub", "chat", id))], ct);
        }
    }

    private async Task<bool> IsOfABotAsync(string stream, CancellationToken ct)
    {
        await foreach (var first in log.ReadStreamAsync(stream, 0, ct))
        {
            return EventCodec.WithoutTexts.Decode(first).Fact is ChatStarted { Channel: not ChatChannel.Web };
        }

        return false;
    }
}
