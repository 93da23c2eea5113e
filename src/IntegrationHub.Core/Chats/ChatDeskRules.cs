using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Chats;

/// <summary>Something that a person at a desk does with a conversation that was handed over.</summary>
/// <param name="Desk">The desk that acts.</param>
/// <param name="Now">When.</param>
public abstract record ChatDeskCommand(string Desk, DateTimeOffset Now);

/// <summary>Takes the conversation: the user is told that a person is there.</summary>
public sealed record TakeChat(string Desk, DateTimeOffset Now) : ChatDeskCommand(Desk, Now);

/// <summary>Writes to the user; takes the conversation thereby when nobody had.</summary>
/// <param name="Text">1 to <see cref="ChatDeskRules.LongestText"/> signs.</param>
public sealed record SayInChat(string Desk, string? Text, DateTimeOffset Now) : ChatDeskCommand(Desk, Now);

/// <summary>Gives the conversation back: the hub answers again.</summary>
public sealed record GiveChatBack(string Desk, DateTimeOffset Now) : ChatDeskCommand(Desk, Now);

/// <summary>What a desk may do with a conversation. Pure.</summary>
public static class ChatDeskRules
{
    /// <summary>The most that a desk writes at once.</summary>
    public const int LongestText = 4_000;

    /// <summary>What happens; a refusal says why not.</summary>
    /// <param name="stream">The conversation's stream: what is said is kept as part of it.</param>
    /// <param name="chat">The conversation as it stands.</param>
    /// <param name="command">What the desk wants.</param>
    public static Decision<ChatEvent> Decide(string stream, ChatState chat, ChatDeskCommand command) => (chat, command) switch
    {
        ({ Step: < 0 }, _) => new Refused<ChatEvent>("chat-unknown", "There is no such conversation."),
        ({ Desk: null }, _) => new Refused<ChatEvent>("chat-not-handed-over", "The hub answers in this conversation; it was given back, or never handed over."),
        ({ Desk: var desk }, _) when desk != command.Desk => new Refused<ChatEvent>("chat-with-another", "Another desk has this conversation."),
        ({ Taken: true }, TakeChat) => new Accepted<ChatEvent>([]),
        (_, TakeChat) => new Accepted<ChatEvent>([new ChatTaken(command.Desk, command.Now)]),
        (_, SayInChat { Text: var text }) when string.IsNullOrWhiteSpace(text) => new Refused<ChatEvent>("text-missing", "Write something first."),
        (_, SayInChat { Text.Length: > LongestText }) => new Refused<ChatEvent>("text-too-long", "Write 4,000 signs at most."),
        (_, SayInChat say) => new Accepted<ChatEvent>([.. chat.Taken ? (ChatEvent[])[] : [new ChatTaken(say.Desk, say.Now)], Said(stream, chat, say)]),
        (_, GiveChatBack back) => new Accepted<ChatEvent>([new ChatGivenBack(back.Desk, Own(stream, chat, ChatPrompts.GivenBack(chat.Turn.Language)), back.Now)]),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a desk's."),
    };

    private static ChatDeskSaid Said(string stream, ChatState chat, SayInChat say)
    {
        // Line breaks of a form are those of HTTP.
        var text = Secrets.WithoutPassword(say.Text!.ReplaceLineEndings("\n").Trim())!;
        return new ChatDeskSaid(say.Desk, Own(stream, chat, new ChatMessage(text) { By = "desk:" + say.Desk, Language = chat.Turn.Language }), say.Now);
    }

    private static Personal Own(string stream, ChatState chat, ChatMessage said) => new Personal(chat.Person, ChatMessages.Write([said])).Within(stream);
}
