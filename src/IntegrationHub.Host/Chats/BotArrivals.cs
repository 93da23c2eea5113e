using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Chats;

/// <summary>What an activity means in a conversation. Pure.</summary>
internal static class BotArrivals
{
    /// <summary>The channel on which a user's object id is the service's own word; elsewhere a client may say what it likes.</summary>
    private const string Teams = "msteams";

    private const int LongestKey = 200;
    private const int LongestChoice = 100;
    private static readonly string[] s_joins = ["webchat/join", "startConversation"];

    /// <summary>What the user did; null when it is nothing that the hub takes: a reaction, a sign of typing, a type of tomorrow.</summary>
    public static ChatArrival? Of(BotActivity activity) => activity.Type switch
    {
        "message" when activity.IsGroup => InGroup(activity),
        "message" => Message(activity),
        "event" when s_joins.Contains(activity.Name, StringComparer.Ordinal) && !activity.IsGroup =>
            New(activity, ChatAct.Joined) with { Locale = BotActivityReader.Text(activity.Value, "language") ?? activity.Locale, ReplyTo = activity.Id },
        "conversationUpdate" when !activity.IsGroup && activity.Added.FirstOrDefault(id => id != activity.Recipient) is { } user => New(activity, ChatAct.Joined, user),
        "installationUpdate" when activity is { Action: "add", IsGroup: false } => New(activity, ChatAct.Joined),
        _ => null,
    };

    /// <summary>Why the user cannot be reached any more, when the activity says so: the bot, or the user, is gone.</summary>
    public static string? Left(BotActivity activity) => activity.Type switch
    {
        "endOfConversation" => "left",
        "installationUpdate" when activity.Action == "remove" => "left",
        "conversationUpdate" when activity.Removed.Any(id => id == activity.Recipient || !activity.IsGroup) => "left",
        _ => null,
    };

    /// <summary>The press of a card's button that is answered at once; null when it is none.</summary>
    /// <param name="activity">An invoke by the name <c>adaptiveCard/action</c>.</param>
    public static ChatArrival? Press(BotActivity activity)
    {
        var action = BotActivityReader.Member(activity.Value, "action");
        var data = BotActivityReader.Member(action, "data");
        return BotActivityReader.Text(action, "type") == "Action.Execute"
            && BotActivityReader.Text(activity.Value, "trigger") != "automatic" // A card that is only shown again presses nothing.
            && (BotActivityReader.Text(data, "choice", LongestChoice) ?? BotActivityReader.Text(action, "verb", LongestChoice)) is { } choice
            ? New(activity, ChatAct.Message) with
            {
                Choice = choice,
                Step = Number(data, "step"),
                Text = BotActivityReader.Text(data, "text", int.MaxValue),
                InResponse = false, // The response shows the used card; what is said comes besides, and answers no message.
            }
            : null;
    }

    /// <summary>What a repeat is recognised by: the channel's id, or what was sent.</summary>
    public static string KeyOf(BotActivity activity) => activity.Id is { Length: <= LongestKey } id ? id
        : EventId.From("activity", activity.Id ?? "", activity.Type, activity.From ?? "", activity.Stamp ?? "", activity.Name ?? "", activity.Text ?? "",
            activity.Value.ValueKind == JsonValueKind.Undefined ? "" : activity.Value.GetRawText(), string.Join(' ', activity.Added)).ToString("N");

    private static ChatArrival Message(BotActivity activity)
    {
        var value = activity.Value.ValueKind == JsonValueKind.String ? Parsed(activity.Value) : activity.Value;
        var choice = BotActivityReader.Text(value, "choice", LongestChoice);
        var text = BotActivityReader.Text(value, "text", int.MaxValue) ?? activity.Text ?? (value.ValueKind == JsonValueKind.String ? Said(value) : null);
        return New(activity, choice is null && text is null && activity.Files > 0 ? ChatAct.Other : ChatAct.Message) with
        {
            Text = text,
            Choice = choice,
            Step = Number(value, "step"),
            ReplyTo = activity.Id,
            FilesNotTaken = activity.Files,
        };
    }

    /// <summary>Where others read along nothing is taken: neither what was written, nor who wrote it. The user is told so.</summary>
    private static ChatArrival InGroup(BotActivity activity) => New(activity, ChatAct.Other) with { EntraId = null, ReplyTo = activity.Id };

    private static ChatArrival New(BotActivity activity, ChatAct act, string? user = null) =>
        new(activity.Channel, activity.Conversation, KeyOf(activity), act)
        {
            Locale = activity.Locale,
            EntraId = activity.Channel == Teams ? activity.EntraId : null,
            Reference = BotReference.Of(activity, activity.IsGroup ? null : user ?? activity.From)?.Write(),
            InResponse = activity.ExpectsReplies,
        };

    private static string? Said(JsonElement value) => value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Some channels send what a card carries as text.</summary>
    private static JsonElement Parsed(JsonElement text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.GetString()!);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : text;
        }
        catch (JsonException)
        {
            return text;
        }
        catch (InvalidOperationException)
        {
            return default; // Half of a surrogate pair.
        }
    }

    private static int? Number(JsonElement of, string name) => BotActivityReader.Member(of, name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var step) => step,
        { ValueKind: JsonValueKind.String } when int.TryParse(BotActivityReader.Text(of, name, 10), NumberStyles.None, CultureInfo.InvariantCulture, out var step) => step,
        _ => null,
    };
}
