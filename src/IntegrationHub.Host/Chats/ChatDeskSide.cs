using IntegrationHub.Core;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Chats;

/// <summary>The desk's side of a conversation: takes it, writes in it, gives it back. The same press twice is one.</summary>
internal sealed class ChatDeskSide(ChatStore chats)
{
    private const int Tries = 20;

    /// <summary>Does what a person at the desk wants.</summary>
    /// <param name="stream">The conversation's stream.</param>
    /// <param name="key">What a repeat is recognised by: of the form that was pressed.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="actor">Who, as events name them.</param>
    /// <param name="ct">Ends the wait; the same may be done again.</param>
    /// <returns>What happened, nothing for a repeat; or a refusal <c>chat-unknown</c>, <c>chat-not-handed-over</c>, <c>chat-with-another</c>, <c>text-missing</c>, <c>text-too-long</c>.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<Decision<ChatEvent>> DoAsync(string stream, string key, ChatDeskCommand command, string actor, CancellationToken ct)
    {
        var known = $"desk {command.GetType().Name} {key}";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var chat = await chats.LoadAsync(stream, ct);
            if (chat.Find(known) is not null)
            {
                return new Accepted<ChatEvent>([]);
            }

            var decision = ChatDeskRules.Decide(stream, chat.State, command);
            if (decision is not Accepted<ChatEvent> { Events: { Count: > 0 } facts }
                || await chats.AddAsync(chat, known, facts, new EventContext(actor, "chat"), ct) is not null)
            {
                return decision;
            }
        }

        throw new EventLogException("busy", "The conversation is being changed by many at once.");
    }
}
