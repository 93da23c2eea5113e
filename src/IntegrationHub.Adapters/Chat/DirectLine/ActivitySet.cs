using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.Chat.DirectLine;

/// <summary>What a client is given of a conversation: activities that follow from its events, the same at every reading.</summary>
/// <param name="conversation">The conversation's id, as the client has it.</param>
/// <param name="deskName">What a desk is called, by its id.</param>
/// <param name="address">Where the user may fetch a file that was sent.</param>
/// <remarks>Source: Direct Line 3.0, receive activities; facts in the protocol notes, section 7.</remarks>
public sealed class ActivitySet(string conversation, Func<string, string> deskName, Func<ChatFile, string> address)
{
    /// <summary>The hub's id as the sender of activities.</summary>
    public const string Bot = "spoc";

    /// <summary>The hub's name as the sender of activities.</summary>
    public const string BotName = "It-supporten";

    /// <summary>The channel of every activity.</summary>
    public const string Channel = "directline";

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The id of what an event shows.</summary>
    /// <param name="conversation">The conversation's id.</param>
    /// <param name="revision">The event's revision in the conversation.</param>
    public static string IdOf(string conversation, long revision) => string.Create(CultureInfo.InvariantCulture, $"{conversation}|{revision:D7}");

    /// <summary>The set as it goes over the wire.</summary>
    /// <param name="activities">In order.</param>
    /// <param name="watermark">Null for what is not kept.</param>
    public static byte[] Write(IEnumerable<JsonObject> activities, string? watermark)
    {
        var set = new JsonObject { ["activities"] = new JsonArray([.. activities]) };
        if (watermark is not null)
        {
            set["watermark"] = watermark;
        }

        return JsonSerializer.SerializeToUtf8Bytes(set, s_json);
    }

    /// <summary>The activities of an event, in order; none for one that shows nothing, or that was erased.</summary>
    public IReadOnlyList<JsonObject> Of(Known known)
    {
        var id = IdOf(conversation, known.Recorded.Revision);
        return known.Fact switch
        {
            ChatStepTaken e => [.. Echo(e, id), .. Said(e.Said?.Text, id, e.At, e.Heard.Activity is null ? null : id)],
            ChatTold e => Said(e.Said.Text, id, e.At, replyTo: null),
            ChatDeskSaid e => Said(e.Said.Text, id, e.At, replyTo: null, e.Desk),
            ChatHandedOver e => [Handoff("initiate", new JsonObject { ["desk"] = e.Desk, ["name"] = deskName(e.Desk) }, id, e.At)],
            ChatTaken e => [Handoff("status", new JsonObject { ["state"] = "accepted", ["desk"] = e.Desk, ["name"] = deskName(e.Desk) }, id, e.At)],
            ChatGivenBack e => [Handoff("status", new JsonObject { ["state"] = "completed" }, id, e.At), .. Said(e.Said?.Text, id, e.At, replyTo: null)],
            _ => [],
        };
    }

    /// <summary>That the hub is about to answer: shown for a moment, never kept.</summary>
    public JsonObject Typing(DateTimeOffset now) => Addressed(new JsonObject { ["type"] = "typing" }, id: null, now, desk: null);

    private IEnumerable<JsonObject> Echo(ChatStepTaken taken, string id)
    {
        if (taken.Heard.Activity?.Text is not { } text || JsonNode.Parse(text) is not JsonObject activity)
        {
            yield break;
        }

        if (taken.Heard.Files is { Count: > 0 } files)
        {
            activity["attachments"] = new JsonArray([.. files.Where(file => file.Name.Text is not null).Select(file => new JsonObject
            {
                ["contentType"] = file.MediaType, ["name"] = file.Name.Text, ["contentUrl"] = address(file),
            })]);
        }

        yield return InConversation(activity, id, taken.At);
    }

    private List<JsonObject> Said(string? said, string id, DateTimeOffset at, string? replyTo, string? desk = null)
    {
        var activities = new List<JsonObject>();
        foreach (var message in ChatMessages.Read(said))
        {
            var activity = ActivityWriter.Message(message);
            if (replyTo is not null)
            {
                activity["replyToId"] = replyTo;
            }

            var by = message.By?.StartsWith("desk:", StringComparison.Ordinal) == true ? message.By["desk:".Length..] : desk;
            activities.Add(Addressed(activity, string.Create(CultureInfo.InvariantCulture, $"{id}.{activities.Count + 1}"), at, by));
        }

        return activities;
    }

    private JsonObject Handoff(string what, JsonObject value, string id, DateTimeOffset at) =>
        Addressed(new JsonObject { ["type"] = "event", ["name"] = "handoff." + what, ["value"] = value }, id, at, desk: null);

    private JsonObject Addressed(JsonObject activity, string? id, DateTimeOffset at, string? desk)
    {
        activity["from"] = new JsonObject { ["id"] = Bot, ["name"] = desk is null ? BotName : deskName(desk), ["role"] = "bot" };
        return InConversation(activity, id, at);
    }

    private JsonObject InConversation(JsonObject activity, string? id, DateTimeOffset at)
    {
        if (id is not null)
        {
            activity["id"] = id;
        }

        activity["timestamp"] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        activity["channelId"] = Channel;
        activity["conversation"] = new JsonObject { ["id"] = conversation };
        return activity;
    }
}
