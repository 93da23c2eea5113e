using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using global::Amqp;
using global::Amqp.Framing;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>Reads a supplier's messages: CloudEvents, binary and structured, and what an NServiceBus endpoint sends.</summary>
/// <remarks>Sources: as <see cref="AmqpMessages"/>. Attribute values are taken as their own type and as text (3.1.3 of the binding).</remarks>
public static class AmqpReading
{
    private static readonly string[] s_prefixes = [AmqpMessages.Attribute, "cloudEvents:"];

    /// <summary>Reads one message.</summary>
    /// <param name="message">As the broker gave it.</param>
    /// <param name="supplier">Who sent it, as the queue tells.</param>
    /// <param name="now">An event whose time lies more than 24 hours ahead of it is refused.</param>
    public static Reading Read(Message message, AmqpSupplier supplier, DateTimeOffset now)
    {
        if (Body(message) is not { } body)
        {
            return Fault("body", "is not one section of data or text; send the event's data in one Data section.");
        }

        if (body.Length > EventLimits.Default.Bytes)
        {
            return CloudEventReader.TooLarge(EventLimits.Default);
        }

        var contentType = message.Properties?.ContentType?.ToString();
        if (contentType?.StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase) == true)
        {
            return CloudEventReader.Read(new HeaderDictionary { ["Content-Type"] = contentType }, body, EventLimits.Default, now);
        }

        var properties = Properties(message);
        return properties.Any(pair => Name(pair.Key) is not null) ? Binary(properties, contentType, body, now)
            : properties.TryGetValue(AmqpMessages.EnclosedTypes, out var types) ? Endpoint(message, properties, types, body, supplier, now)
            : Fault("message", "is neither a CloudEvent nor an NServiceBus message; send cloudEvents_id, _source, _type and _specversion, "
                + "or Content-Type application/cloudevents+json, or NServiceBus.EnclosedMessageTypes.");
    }

    private static Reading Binary(Dictionary<string, string> properties, string? contentType, byte[] body, DateTimeOffset now)
    {
        var draft = new EventDraft(AmqpMessages.Attribute, index: null) { DataContentType = contentType, Data = body };
        foreach (var (key, value) in properties)
        {
            if (Name(key) is { } name)
            {
                draft.Set(name, value);
            }
        }

        return Finish(draft, now);
    }

    private static Reading Endpoint(
        Message message, Dictionary<string, string> properties, string types, byte[] body, AmqpSupplier supplier, DateTimeOffset now)
    {
        var names = types.Split(';').Select(name => name.Split(',')[0].Trim()).ToList();
        var type = names.Select(name => supplier.Types.GetValueOrDefault(name)).FirstOrDefault(known => known is not null);
        var draft = new EventDraft("NServiceBus.", index: null) { DataContentType = "application/json", Data = CamelCase(body) };
        draft.Set("specversion", "1.0");
        draft.Set("id", properties.GetValueOrDefault(AmqpMessages.MessageId) ?? Id(message) ?? "");
        draft.Set("source", $"//{supplier.Id}/{Uri.EscapeDataString(properties.GetValueOrDefault(AmqpMessages.OriginatingEndpoint) ?? "nservicebus")}");
        draft.Set("type", type ?? names[0]); // What is not mapped is kept as unmapped.
        if (properties.TryGetValue(AmqpMessages.TimeSent, out var sent))
        {
            draft.Set("time", DateTime.TryParseExact(
                sent, AmqpMessages.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
                ? at.ToString("O", CultureInfo.InvariantCulture) : sent);
        }

        return Finish(draft, now);
    }

    private static Reading Finish(EventDraft draft, DateTimeOffset now) =>
        draft.Finish(now) is { } received ? new EventsRead([received]) : new Unreadable(400, "event-invalid", draft.Faults);

    /// <summary>The names of .NET properties as the contract writes them: <c>Case</c> becomes <c>case</c>, at every depth.</summary>
    private static byte[] CamelCase(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject data ? JsonSerializer.SerializeToUtf8Bytes(CamelCase(data)) : body;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return body; // The reading names the fault.
        }
    }

    private static JsonNode? CamelCase(JsonNode? node) => node switch
    {
        JsonObject data => new JsonObject(data.DistinctBy(pair => JsonNamingPolicy.CamelCase.ConvertName(pair.Key), StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(pair.Key), CamelCase(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(CamelCase)]),
        _ => node?.DeepClone(),
    };

    private static Dictionary<string, string> Properties(Message message)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in message.ApplicationProperties?.Map ?? [])
        {
            read[pair.Key.ToString()!] = Text(pair.Value);
        }

        return read;
    }

    private static string? Name(string property) =>
        s_prefixes.FirstOrDefault(prefix => property.StartsWith(prefix, StringComparison.Ordinal)) is { } found ? property[found.Length..] : null;

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime instant => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The message's id as text; null when it has none.</summary>
    public static string? Id(Message message) => message.Properties?.GetMessageId() is { } id ? Text(id) : null;

    /// <summary>What tells messages without an id apart: their properties and body, hashed.</summary>
    internal static string Mark(Message message) => Convert.ToHexStringLower(SHA256.HashData(
        [.. System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Properties(message).Select(pair => $"{pair.Key}={pair.Value}"))), 0, .. Body(message) ?? []]));

    private static byte[]? Body(Message message) => message.BodySection switch
    {
        Data data => data.Binary ?? Copy(data.Buffer),
        AmqpValue { Value: byte[] bytes } => bytes,
        AmqpValue { Value: string text } => System.Text.Encoding.UTF8.GetBytes(text),
        null => [],
        _ => null,
    };

    private static byte[] Copy(ByteBuffer? buffer) => buffer is null ? [] : buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();

    private static Unreadable Fault(string field, string what) => new(400, "not-a-message", [new EventFault(field, what)]);
}
