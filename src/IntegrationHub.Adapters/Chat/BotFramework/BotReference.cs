using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>Where a conversation is answered, also later and unasked. Kept as JSON, sealed; the same for every activity, so that it is noted once.</summary>
/// <param name="ServiceUrl">The channel's service; it may change.</param>
/// <param name="Channel">Id of the channel.</param>
/// <param name="Conversation">The channel's id of the conversation.</param>
/// <param name="Bot">The bot's id there.</param>
/// <param name="User">The user's id there; null where it is not known.</param>
public sealed record BotReference(string ServiceUrl, string Channel, string Conversation, string Bot, string? User)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>What the bot is called there.</summary>
    public string? BotName { get; init; }

    /// <summary>The organisation, where the channel says it.</summary>
    public string? Tenant { get; init; }

    /// <summary>What the user reads there, BCP 47.</summary>
    public string? Locale { get; init; }

    /// <summary>Whether others read along.</summary>
    public bool Group { get; init; }

    /// <summary>The reference of an activity; null when it does not say where, or to whom, it came.</summary>
    /// <param name="activity">As it came; its token was checked.</param>
    /// <param name="user">The user's id.</param>
    public static BotReference? Of(BotActivity activity, string? user) =>
        activity is { ServiceUrl: { } service, Recipient: { } bot }
            ? new BotReference(service, activity.Channel, activity.Conversation, bot, user == bot ? null : user)
            {
                BotName = activity.RecipientName,
                Tenant = activity.Tenant,
                Locale = activity.Locale,
                Group = activity.IsGroup,
            }
            : null;

    /// <summary>JSON of it; the same for the same.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json);

    /// <summary>The reference again; null when the text was erased or is none.</summary>
    public static BotReference? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<BotReference>(text, s_json) is { ServiceUrl: not null, Conversation: not null, Bot: not null } reference ? reference : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Gives an activity its addresses: from the bot, to the user, in the conversation.</summary>
    /// <param name="activity">With its type and content; changed and returned.</param>
    /// <param name="replyTo">Id of the activity that it answers; null for none.</param>
    public JsonObject Address(JsonObject activity, string? replyTo)
    {
        activity["from"] = BotName is null ? new JsonObject { ["id"] = Bot } : new JsonObject { ["id"] = Bot, ["name"] = BotName };
        activity["conversation"] = new JsonObject { ["id"] = Conversation };
        if (User is not null)
        {
            activity["recipient"] = new JsonObject { ["id"] = User };
        }

        if (replyTo is not null)
        {
            activity["replyToId"] = replyTo;
        }

        return activity;
    }

    /// <summary>What a log may show: nothing of it.</summary>
    public override string ToString() => $"BotReference {{ Channel = {Channel} }}";
}
