using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat;
using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Chats;

/// <summary>An activity that an event leads to, without addresses.</summary>
/// <param name="ForUser">Whether the user must get it; what is for the channel's machinery may be refused without harm.</param>
internal sealed record BotMessage(JsonObject Activity, bool ForUser = true);

/// <summary>What a channel is told of an event of a conversation. Pure: the same event gives the same activities, in the same order.</summary>
/// <remarks>Source of the events <c>handoff.initiate</c> and <c>handoff.status</c>: Bot Framework, transition from bot to human.</remarks>
internal static class BotMessages
{
    private const int LongestTranscript = 50;
    private const int LongestLine = 500;

    /// <summary>The events that may lead to activities.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
        [typeof(ChatStepTaken), typeof(ChatTold), typeof(ChatHandedOver), typeof(ChatTaken), typeof(ChatDeskSaid), typeof(ChatGivenBack)];

    /// <summary>Whether an event may lead to activities, as far as it tells by itself.</summary>
    public static bool MaySay(object? fact) => fact switch
    {
        ChatStepTaken e => e.Heard.InResponse != true && (e.Said is not null || e.Heard is { FilesNotTaken: > 0 } or { Act: ChatAct.Other, ReplyTo: not null }),
        null => false,
        _ => true,
    };

    /// <summary>The sealed messages that an event holds; null for none.</summary>
    public static Personal? SaidIn(object? fact) => fact switch
    {
        ChatStepTaken e => e.Said,
        ChatTold e => e.Said,
        ChatDeskSaid e => e.Said,
        ChatGivenBack e => e.Said,
        _ => null,
    };

    /// <summary>The activities of an event.</summary>
    /// <param name="chat">The conversation, that event included.</param>
    /// <param name="happened">The event.</param>
    /// <param name="to">The conversation's reference.</param>
    public static IReadOnlyList<BotMessage> Of(LoadedChat chat, Known happened, BotReference to)
    {
        var language = chat.State.Turn.Language;
        var said = ChatMessages.Read(SaidIn(happened.Fact)?.Text);
        var messages = happened.Fact is ChatStepTaken step
            ? Of(step.Heard.FilesNotTaken ?? 0, to.Group && step.Heard is { Act: ChatAct.Other, ReplyTo: not null }, said, language) : said;
        IEnumerable<BotMessage> activities = messages.Select(message => new BotMessage(ActivityWriter.Message(message)));
        return happened.Fact switch
        {
            ChatHandedOver e => [new BotMessage(Initiate(chat, happened.Recorded.Revision, e, to), ForUser: false)],
            ChatTaken => [new BotMessage(Status("accepted"), ForUser: false)],
            ChatGivenBack => [.. activities, new BotMessage(Status("completed"), ForUser: false)],
            _ => [.. activities],
        };
    }

    /// <summary>All that the user is told: what the channel itself calls for, then what was said on the matter.</summary>
    public static IReadOnlyList<ChatMessage> Of(int filesNotTaken, bool inGroup, IReadOnlyList<ChatMessage> said, string language) =>
    [
        .. inGroup ? [ChannelWords.NotInGroups(language)] : Array.Empty<ChatMessage>(),
        .. filesNotTaken > 0 && !inGroup ? [ChannelWords.NoFiles(language)] : Array.Empty<ChatMessage>(),
        .. said,
    ];

    private static JsonObject Status(string state) =>
        new() { ["type"] = "event", ["name"] = "handoff.status", ["value"] = new JsonObject { ["state"] = state } };

    private static JsonObject Initiate(LoadedChat chat, long revision, ChatHandedOver e, BotReference to)
    {
        var value = new JsonObject { ["desk"] = e.Desk };
        if (e.Case is { } number)
        {
            value["case"] = number.Value;
        }

        var lines = chat.History.Take((int)revision).SelectMany(known => Lines(known, to)).TakeLast(LongestTranscript);
        return new JsonObject
        {
            ["type"] = "event",
            ["name"] = "handoff.initiate",
            ["value"] = value,
            ["relatesTo"] = new JsonObject
            {
                ["bot"] = new JsonObject { ["id"] = to.Bot },
                ["conversation"] = new JsonObject { ["id"] = to.Conversation },
                ["channelId"] = to.Channel,
                ["serviceUrl"] = to.ServiceUrl,
            },
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["name"] = "Transcript",
                ["contentType"] = "application/json",
                ["content"] = new JsonObject { ["activities"] = new JsonArray([.. lines]) },
            }),
        };
    }

    private static IEnumerable<JsonObject> Lines(Known known, BotReference to)
    {
        if (known.Fact is ChatStepTaken { Heard.Text.Text: { } heard })
        {
            yield return Line(to.User ?? "user", "user", heard, known);
        }

        foreach (var said in ChatMessages.Read(SaidIn(known.Fact)?.Text).Where(message => message.Text.Length > 0))
        {
            yield return Line(to.Bot, "bot", said.Text, known);
        }
    }

    private static JsonObject Line(string who, string role, string text, Known known) => new()
    {
        ["type"] = "message",
        ["from"] = new JsonObject { ["id"] = who, ["role"] = role },
        ["timestamp"] = known.Recorded.RecordedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["text"] = text.Length <= LongestLine ? text : text[..LongestLine] + "…",
    };
}
