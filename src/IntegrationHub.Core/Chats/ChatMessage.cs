using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace IntegrationHub.Core.Chats;

/// <summary>One message of the hub's, or of a person at a desk, in no channel's own form.</summary>
/// <param name="Text">Plain text; a channel escapes it as it must. Line breaks count. Empty only when there is a card or an event.</param>
public sealed record ChatMessage(string Text)
{
    /// <summary>Answers to press, in order; they are written too.</summary>
    public IReadOnlyList<ChatChoice>? Choices { get; init; }

    /// <summary>What was understood, or how a case stands, as a card.</summary>
    public ChatCard? Card { get; init; }

    /// <summary>Who wrote it: <c>desk:ID</c>; null for the hub.</summary>
    public string? By { get; init; }

    /// <summary><c>sv</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "sv";

    /// <summary>What a log may show: nothing of it.</summary>
    public override string ToString() => "ChatMessage";
}

/// <summary>An answer to press.</summary>
/// <param name="Id">Stable: what the rules know it by.</param>
/// <param name="Title">What stands on it, and what counts when it is written instead.</param>
public sealed record ChatChoice(string Id, string Title)
{
    /// <summary>An address that is opened instead of answering; null for an answer.</summary>
    public string? Opens { get; init; }
}

/// <summary>A card: a title, facts, and buttons. A used or old one is harmless: its buttons carry its step.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Facts">Name and value, in order.</param>
/// <param name="Buttons">What may be pressed.</param>
/// <param name="Step">The step that it belongs to.</param>
public sealed record ChatCard(string Title, IReadOnlyList<ChatFact> Facts, IReadOnlyList<ChatChoice> Buttons, int Step)
{
    /// <summary>A field to write in; null for none.</summary>
    public ChatField? Field { get; init; }
}

/// <summary>A line of a card.</summary>
public sealed record ChatFact(string Name, string Value);

/// <summary>A field of a card; what is written comes back with the button as the text.</summary>
/// <param name="Label">What to write.</param>
public sealed record ChatField(string Label);

/// <summary>Messages as they are kept in an event's sealed text.</summary>
public static class ChatMessages
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>JSON of the messages; null when there are none.</summary>
    public static string? Write(IReadOnlyList<ChatMessage> messages) => messages.Count == 0 ? null : JsonSerializer.Serialize(messages, s_json);

    /// <summary>The messages again; none when the text was erased.</summary>
    public static IReadOnlyList<ChatMessage> Read(string? text) => text is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<ChatMessage>>(text, s_json)!;
}
