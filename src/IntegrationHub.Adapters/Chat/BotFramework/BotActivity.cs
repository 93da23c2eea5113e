using System.Text.Json;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>What a channel tells the bot, as far as the hub reads it. Nothing here is believed before the channel's token was checked.</summary>
/// <param name="Type">For example <c>message</c>; types that the hub does not know are carried too.</param>
/// <param name="Channel">Id of the channel: <c>msteams</c>, <c>webchat</c>, …</param>
/// <param name="Conversation">The channel's id of the conversation.</param>
/// <remarks>Source: Bot Framework activity schema 3.1. Unknown properties are passed over; a property of another kind than it should be counts as absent.</remarks>
public sealed record BotActivity(string Type, string Channel, string Conversation)
{
    /// <summary>The channel's id of the activity; null when it gives none.</summary>
    public string? Id { get; init; }

    /// <summary>When it happened, as the channel writes it; tells activities without an id apart.</summary>
    public string? Stamp { get; init; }

    /// <summary>Where the channel wants its answers.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>Who did it.</summary>
    public string? From { get; init; }

    /// <summary>The object id in Entra of who did it, as the channel says.</summary>
    public string? EntraId { get; init; }

    /// <summary>The bot itself.</summary>
    public string? Recipient { get; init; }

    /// <summary>What the bot is called there.</summary>
    public string? RecipientName { get; init; }

    /// <summary>Whether others than the user and the bot are in the conversation.</summary>
    public bool IsGroup { get; init; }

    /// <summary>The organisation that the conversation belongs to, as the channel says.</summary>
    public string? Tenant { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Locale { get; init; }

    /// <summary>What was written, without mentions of the bot.</summary>
    public string? Text { get; init; }

    /// <summary>Name of an event or an invoke.</summary>
    public string? Name { get; init; }

    /// <summary>What a card, an event or an invoke carries; undefined when nothing.</summary>
    public JsonElement Value { get; init; }

    /// <summary>Whether the answers go into the response, not to the service address.</summary>
    public bool ExpectsReplies { get; init; }

    /// <summary><c>add</c> or <c>remove</c> of an installation.</summary>
    public string? Action { get; init; }

    /// <summary>Who came into the conversation, by id.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Who left it, by id.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>How many files came with it.</summary>
    public int Files { get; init; }

    /// <summary>What a log may show: nothing of it.</summary>
    public override string ToString() => $"BotActivity {{ Type = {Type}, Channel = {Channel} }}";
}
