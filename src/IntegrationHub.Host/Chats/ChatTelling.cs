using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Chats;

/// <summary>How a message of the hub's own went into a conversation.</summary>
internal enum ChatTellingResult
{
    /// <summary>The user reads it now, or the channel keeps it for the user.</summary>
    Told,

    /// <summary>It stands there, and nobody reads it now.</summary>
    Unread,

    /// <summary>The user cannot be reached there any more.</summary>
    Dead,
}

/// <summary>Puts a message of the hub's own into a conversation, once.</summary>
/// <param name="isRead">Whether somebody reads the web conversation now.</param>
internal sealed class ChatTelling(ChatStore chats, Func<string, bool> isRead, TimeProvider clock)
{
    private const int Tries = 20;

    /// <summary>Tells it. Told before, it is not told again.</summary>
    /// <param name="chat">The conversation's stream.</param>
    /// <param name="message">The hub's id of the message.</param>
    /// <param name="number">The case that it is about; null for none.</param>
    /// <param name="template">Which message.</param>
    /// <param name="said">What it says.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<ChatTellingResult> TellAsync(string chat, string message, CaseNumber? number, string template, ChatMessage said, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var loaded = await chats.LoadAsync(chat, ct);
            var key = $"told {message}";
            var before = loaded.Find(key);
            if (loaded.State.Dead || loaded.History.Count == 0 || loaded.State.Conversation?.Text is null)
            {
                return ChatTellingResult.Dead;
            }

            if (before is not null || await AddAsync(loaded, key, message, number, template, said, ct))
            {
                return loaded.State.Channel != ChatChannel.Web || isRead(chat) ? ChatTellingResult.Told : ChatTellingResult.Unread;
            }
        }

        throw new EventLogException("busy", "The conversation is being changed by many at once.");
    }

    private async Task<bool> AddAsync(LoadedChat loaded, string key, string message, CaseNumber? number, string template, ChatMessage said, CancellationToken ct)
    {
        var text = new Personal(loaded.State.Person, ChatMessages.Write([said])).Within(loaded.Stream);
        return await chats.AddAsync(
            loaded, key, [new ChatTold(message, number, template, text, clock.GetUtcNow())], new EventContext("hub", "chat", message), ct) is not null;
    }
}
