using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Chats;

/// <summary>Who a line of a conversation is by.</summary>
internal enum ChatVoice
{
    /// <summary>The user.</summary>
    User,

    /// <summary>The hub.</summary>
    Hub,

    /// <summary>A person at the desk.</summary>
    Desk,

    /// <summary>Nobody: something happened.</summary>
    Event,
}

/// <summary>One line of a conversation as a desk reads it.</summary>
/// <param name="Revision">Of the event that it is from.</param>
/// <param name="Text">What was said; of an event its stored name.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>; what the line is written in.</param>
internal sealed record ChatLine(long Revision, DateTimeOffset At, ChatVoice Voice, string Text, string Language)
{
    /// <summary>The heading and facts of a card that was shown; null for none.</summary>
    public ChatCard? Card { get; init; }

    /// <summary>The desk that wrote, or that something happened with.</summary>
    public string? Desk { get; init; }
}

/// <summary>A conversation as a desk reads it: everything that was said, by whom, when.</summary>
internal static class ChatTranscript
{
    /// <summary>Every line, oldest first.</summary>
    public static IReadOnlyList<ChatLine> Of(LoadedChat chat)
    {
        var (lines, state) = (new List<ChatLine>(), ChatState.Empty);
        foreach (var known in chat.History)
        {
            lines.AddRange(Lines(known, state));
            state = state.After(known.Fact);
        }

        return lines;
    }

    private static IEnumerable<ChatLine> Lines(Known known, ChatState before)
    {
        var revision = known.Recorded.Revision;
        ChatLine Happened(ChatEvent fact, string desk) => new(revision, fact.At, ChatVoice.Event, known.Recorded.Type, before.Turn.Language) { Desk = desk };
        IEnumerable<ChatLine> Said(ChatEvent fact, Personal? said) => said is null ? []
            : said.Text is null ? [new ChatLine(revision, fact.At, ChatVoice.Hub, Personal.Erased, before.Turn.Language)]
            : ChatMessages.Read(said.Text).Select(message => Spoken(revision, fact.At, message));
        return known.Fact switch
        {
            ChatStepTaken e => [.. Heard(revision, e, before), .. Said(e, e.Said)],
            ChatTold e => Said(e, e.Said),
            ChatDeskSaid e => Said(e, e.Said),
            ChatGivenBack e => [Happened(e, e.Desk), .. Said(e, e.Said)],
            ChatHandedOver e => [Happened(e, e.Desk)],
            ChatTaken e => [Happened(e, e.Desk)],
            ChatDead e => [Happened(e, "")],
            _ => [],
        };
    }

    /// <summary>What the user wrote, pressed or sent.</summary>
    private static IEnumerable<ChatLine> Heard(long revision, ChatStepTaken step, ChatState before)
    {
        ChatLine User(string text) => new(revision, step.At, ChatVoice.User, text, step.Turn.Language);
        var heard = step.Heard;
        if (heard.Choice is { } choice)
        {
            yield return User("[" + (before.Offered.FirstOrDefault(offered => offered.Id == choice)?.Title ?? choice) + "]");
        }

        if (heard.Text is { } text)
        {
            yield return User(text.Shown);
        }

        foreach (var file in heard.Files ?? [])
        {
            yield return User($"[{file.Name.Shown}, {(file.Bytes + 1023) / 1024} kB]");
        }
    }

    private static ChatLine Spoken(long revision, DateTimeOffset at, ChatMessage message) =>
        new(revision, at, message.By is null ? ChatVoice.Hub : ChatVoice.Desk, message.Text, message.Language)
        {
            Card = message.Card,
            Desk = message.By?.StartsWith("desk:", StringComparison.Ordinal) == true ? message.By["desk:".Length..] : null,
        };
}
