using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Chats;

namespace IntegrationHub.Adapters.Chat.DirectLine;

/// <summary>What is wrong with what a client sent.</summary>
/// <param name="Code">As the protocol has it: <c>BadSyntax</c>, <c>MissingProperty</c>, <c>BadArgument</c>.</param>
/// <param name="Message">What, and what to do.</param>
public sealed record SentFault(string Code, string Message);

/// <summary>An activity that a client posted.</summary>
/// <param name="Type">As the client says: <c>message</c>, <c>event</c>, <c>typing</c>, …</param>
/// <param name="Act">What the user did.</param>
public sealed record SentActivity(string Type, ChatAct Act)
{
    private const int LongestName = 100;

    private static readonly JsonDocumentOptions s_once = new() { AllowDuplicateProperties = false };

    // What a client is shown again of what it sent: nothing that the hub answers for, and no attachments but those that the hub keeps.
    private static readonly string[] s_shown =
    [
        "type", "name", "text", "speak", "locale", "localTimestamp", "localTimezone", "channelData", "value", "entities", "replyToId", "inputHint",
    ];

    /// <summary>What was written, without passwords; null for none.</summary>
    public string? Text { get; private init; }

    /// <summary>The choice of a card's button.</summary>
    public string? Choice { get; private init; }

    /// <summary>The step of the button's card.</summary>
    public int? Step { get; private init; }

    /// <summary>What the client says that the user reads; null when it does not say.</summary>
    public string? Locale { get; private init; }

    /// <summary>The client's own id of it: a repeat has the same. Null when it gave none.</summary>
    public string? ClientId { get; private init; }

    /// <summary>As it is shown to the client again, without passwords; JSON. Null for what is answered and not shown.</summary>
    public string? Shown { get; private init; }

    /// <summary>What a log may show: nothing of it.</summary>
    public override string ToString() => $"SentActivity {{ Act = {Act} }}";

    /// <summary>Reads an activity.</summary>
    /// <param name="utf8">Its JSON.</param>
    /// <param name="user">Whom the token is of; whatever the activity says about it is replaced. Null: the secret was shown, and the activity says it.</param>
    /// <param name="withFiles">Files come with it, so it may be without words.</param>
    /// <param name="fault">What is wrong with it, when null is returned.</param>
    public static SentActivity? Read(ReadOnlySpan<byte> utf8, string? user, bool withFiles, out SentFault? fault)
    {
        try
        {
            // A half of a surrogate pair is found out only when the text is read, so all of it stands in here.
            return JsonNode.Parse(utf8, documentOptions: s_once) is JsonObject sent ? Of(sent, user, withFiles, out fault) : Refuse(out fault);
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            return Refuse(out fault);
        }
    }

    private static SentActivity? Refuse(out SentFault? fault)
    {
        fault = new SentFault("BadSyntax", "The body is no JSON object. Send one activity.");
        return null;
    }

    private static SentFault? FaultOf(JsonObject sent, string? user) =>
        Word(sent, "type") is null ? new SentFault("MissingProperty", "The activity has no type. Send for example {\"type\":\"message\",\"text\":\"…\"}.")
        : user is null && Word(sent["from"] as JsonObject, "id") is null ? new SentFault("MissingProperty", "The activity has no from.id.")
        : sent["text"] is not null && TextOf(sent["text"]) is null ? new SentFault("BadArgument", "The activity's text is no text.")
        : null;

    private static SentActivity? Of(JsonObject sent, string? user, bool withFiles, out SentFault? fault)
    {
        fault = FaultOf(sent, user);
        if (fault is not null)
        {
            return null;
        }

        var from = sent["from"] as JsonObject;
        var type = Word(sent, "type")!;
        var submitted = type == "invoke" ? (sent["value"] as JsonObject)?["action"]?["data"] : sent["value"];
        var data = submitted as JsonObject;
        var text = WithoutPassword(TextOf(sent["text"]) is { Length: > 0 } written ? written : TextOf(data?["text"]) ?? TextOf(submitted));
        if (type == "message" && !withFiles && string.IsNullOrWhiteSpace(text) && data is null)
        {
            fault = new SentFault("BadArgument", "The message has neither text nor value. Files are sent to the upload route.");
            return null;
        }

        var joins = type == "event" && Word(sent, "name") == "webchat/join";
        return new SentActivity(type, joins ? ChatAct.Joined : withFiles ? ChatAct.Files : type is "message" || data?["choice"] is not null ? ChatAct.Message : ChatAct.Other)
        {
            Text = text,
            Choice = Word(data, "choice"),
            Step = data?["step"] is JsonValue step && int.TryParse(step.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            Locale = (joins ? Word(data, "language") : null) ?? Word(sent, "locale"),
            ClientId = Word(sent["channelData"] as JsonObject, "clientActivityID"),
            Shown = type == "invoke" ? null : Show(sent, user ?? Word(from, "id")!, Word(from, "name")),
        };
    }

    private static string Show(JsonObject sent, string user, string? name)
    {
        var shown = new JsonObject();
        foreach (var (property, value) in sent.Where(property => s_shown.Contains(property.Key, StringComparer.Ordinal) && property.Value is not null))
        {
            shown[property] = Masked(value!);
        }

        if (shown["text"] is not null)
        {
            shown["textFormat"] = "plain"; // Whatever the client says: what a user writes is never read as markup.
        }

        var from = new JsonObject { ["id"] = user, ["role"] = "user" };
        if (name is not null)
        {
            from["name"] = WithoutPassword(name);
        }

        shown["from"] = from;
        return shown.ToJsonString();
    }

    private static JsonNode? Masked(JsonNode node) => node switch
    {
        JsonObject all => new JsonObject(all.Select(one => KeyValuePair.Create(one.Key, one.Value is null ? null : Masked(one.Value)))),
        JsonArray all => new JsonArray([.. all.Select(one => one is null ? null : Masked(one))]),
        JsonValue one when one.GetValueKind() == JsonValueKind.String => JsonValue.Create(WithoutPassword(one.GetValue<string>())),
        _ => node.DeepClone(),
    };

    private static string? WithoutPassword(string? text)
    {
        try
        {
            return Secrets.WithoutPassword(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return Secrets.Hidden; // It cannot be told what it holds.
        }
    }

    private static string? Word(JsonObject? of, string name) => TextOf(of?[name]) is { Length: > 0 and <= LongestName } word ? word : null;

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
