using System.Text.Json;
using IntegrationHub.Core.Chats;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>Reads activities.</summary>
public static class BotActivityReader
{
    /// <summary>Ids and addresses that are longer are not read.</summary>
    public const int LongestId = 1_000;

    private const int Deepest = 32;
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = Deepest };

    /// <summary>Reads an activity.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="fault">What is wrong with it, for whoever sent it; null when nothing is.</param>
    /// <returns>Null when it cannot be read.</returns>
    public static BotActivity? Read(ReadOnlyMemory<byte> body, out string? fault)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body, s_json);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            fault = $"The body is no JSON, or nested more than {Deepest} deep.";
            return null;
        }

        if (Text(root, "type") is not { } type || Text(root, "channelId") is not { } channel || !IsChannel(channel)
            || Text(Member(root, "conversation"), "id") is not { } conversation || conversation is "." or "..")
        {
            fault = $"An activity has a type, a channelId, and a conversation with an id, each of at most {LongestId} characters.";
            return null;
        }

        fault = null;
        return Read(root, type, channel, conversation);
    }

    private static BotActivity Read(JsonElement root, string type, string channel, string conversation)
    {
        var (from, recipient, place) = (Member(root, "from"), Member(root, "recipient"), Member(root, "conversation"));
        return new BotActivity(type, channel, conversation)
        {
            Id = Text(root, "id"),
            Stamp = Text(root, "timestamp"),
            ServiceUrl = Text(root, "serviceUrl"),
            From = Text(from, "id"),
            EntraId = Text(from, "aadObjectId"),
            Recipient = Text(recipient, "id"),
            RecipientName = Text(recipient, "name"),
            IsGroup = Member(place, "isGroup").ValueKind == JsonValueKind.True || Text(place, "conversationType") is not (null or "personal"),
            Tenant = Text(place, "tenantId") ?? Text(Member(Member(root, "channelData"), "tenant"), "id"),
            Locale = Text(root, "locale"),
            Text = WithoutMentions(Text(root, "text", int.MaxValue), root, Text(recipient, "id")),
            Name = Text(root, "name"),
            Value = Member(root, "value"),
            ExpectsReplies = Text(root, "deliveryMode") == "expectReplies",
            Action = Text(root, "action"),
            Added = Ids(root, "membersAdded"),
            Removed = Ids(root, "membersRemoved"),
            Files = Items(root, "attachments").Count(IsFile),
        };
    }

    /// <summary>A text of an object.</summary>
    /// <param name="longest">One that is longer, or empty, counts as absent.</param>
    /// <returns>Null also when it is no text, or not valid Unicode.</returns>
    public static string? Text(JsonElement of, string name, int longest = LongestId)
    {
        try
        {
            return Member(of, name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } text && text.Length <= longest ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half of a surrogate pair.
        }
    }

    /// <summary>A member of an object; undefined when there is none.</summary>
    public static JsonElement Member(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string[] Ids(JsonElement of, string name) => [.. Items(of, name).Select(one => Text(one, "id")).OfType<string>()];

    /// <summary>The hub's own web chat has a name that no channel may take.</summary>
    private static bool IsChannel(string channel) =>
        channel.Length <= 50 && channel != ChatChannel.Web && channel.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign is '-' or '_' or '.' or ':');

    /// <summary>Teams sends each message's own HTML as an attachment too: that is no file, and neither is a card.</summary>
    private static bool IsFile(JsonElement attachment) =>
        Text(attachment, "contentType") is { } type && !type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
        && !type.StartsWith("application/vnd.microsoft.card", StringComparison.OrdinalIgnoreCase);

    private static string? WithoutMentions(string? text, JsonElement root, string? bot)
    {
        foreach (var entity in text is null ? default : Items(root, "entities"))
        {
            if (Text(entity, "type") == "mention" && bot is not null && Text(Member(entity, "mentioned"), "id") == bot && Text(entity, "text") is { } mention)
            {
                text = text!.Replace(mention, "", StringComparison.Ordinal);
            }
        }

        return text?.Trim() is { Length: > 0 } said ? said : null;
    }
}
