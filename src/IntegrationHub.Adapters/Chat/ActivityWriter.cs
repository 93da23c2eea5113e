using System.Text.Json.Nodes;
using IntegrationHub.Core.Chats;

namespace IntegrationHub.Adapters.Chat;

/// <summary>The hub's messages as activities of the Bot Framework schema, without the addresses that a channel adds.</summary>
/// <remarks>
/// Source: the activity specification of Bot Framework, and Adaptive Cards 1.3 (the newest that Teams and Web Chat both take without
/// doubt; labels of fields need it). Users' words stand in plain text and in text runs, which are never read as Markdown or HTML.
/// </remarks>
public static class ActivityWriter
{
    /// <summary>The media type of an Adaptive Card.</summary>
    public const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <summary>The activity of a message.</summary>
    public static JsonObject Message(ChatMessage message)
    {
        var activity = new JsonObject { ["type"] = "message" };
        if (message.Text.Length > 0)
        {
            activity["text"] = message.Text;
            activity["textFormat"] = "plain";
        }

        activity["locale"] = Locale(message.Language);
        activity["inputHint"] = message.Choices is { Count: > 0 } || message.Card is not null ? "expectingInput" : "acceptingInput";
        if (message.Card is { } card)
        {
            activity["attachments"] = new JsonArray(new JsonObject { ["contentType"] = CardType, ["content"] = Card(card, message.Language) });
        }

        if (message.Choices is { Count: > 0 } choices)
        {
            activity["suggestedActions"] = new JsonObject { ["actions"] = new JsonArray([.. choices.Select(Action)]) };
        }

        if (message.By is { } by)
        {
            activity["channelData"] = new JsonObject { ["by"] = by };
        }

        return activity;
    }

    /// <summary>A locale as BCP 47.</summary>
    /// <param name="language"><c>sv</c> or <c>en</c>.</param>
    public static string Locale(string language) => language == "en" ? "en-GB" : "sv-SE";

    private static JsonObject Action(ChatChoice choice) => choice.Opens is { } address
        ? new JsonObject { ["type"] = "openUrl", ["title"] = choice.Title, ["value"] = address }
        : new JsonObject { ["type"] = "imBack", ["title"] = choice.Title, ["value"] = choice.Title };

    private static JsonObject Card(ChatCard card, string language)
    {
        var body = new JsonArray(new JsonObject
        {
            ["type"] = "TextBlock",
            ["text"] = Escaped(card.Title),
            ["style"] = "heading",
            ["weight"] = "bolder",
            ["size"] = "medium",
            ["wrap"] = true,
        });
        foreach (var fact in card.Facts)
        {
            body.Add(new JsonObject
            {
                ["type"] = "RichTextBlock",
                ["inlines"] = new JsonArray(
                    new JsonObject { ["type"] = "TextRun", ["text"] = fact.Name + ": ", ["weight"] = "bolder" },
                    new JsonObject { ["type"] = "TextRun", ["text"] = fact.Value }),
            });
        }

        if (card.Field is { } field)
        {
            body.Add(new JsonObject { ["type"] = "Input.Text", ["id"] = "text", ["label"] = field.Label, ["isMultiline"] = true, ["maxLength"] = 4000 });
        }

        return new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.3",
            ["lang"] = language,
            ["fallbackText"] = card.Title,
            ["speak"] = card.Title,
            ["body"] = body,
            ["actions"] = new JsonArray([.. card.Buttons.Select(button => Button(button, card.Step))]),
        };
    }

    private static JsonObject Button(ChatChoice choice, int step) => choice.Opens is { } address
        ? new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = choice.Title, ["url"] = address }
        : new JsonObject
        {
            ["type"] = "Action.Submit",
            ["title"] = choice.Title,
            ["data"] = new JsonObject { ["choice"] = choice.Id, ["step"] = step },
        };

    /// <summary>A text block reads some Markdown: what would be read so is escaped.</summary>
    private static string Escaped(string text) => string.Concat(text.Select(sign => "\\`*_{}[]()#+-!<>|~".Contains(sign, StringComparison.Ordinal) ? "\\" + sign : sign.ToString()));
}
