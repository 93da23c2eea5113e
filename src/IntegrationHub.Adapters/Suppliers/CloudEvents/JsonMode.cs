using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>Events as JSON: one object (structured) or an array of them (batched).</summary>
/// <remarks>Source: cloudevents/spec 1.0.2, <c>formats/json-format.md</c>; a null attribute counts as absent (2.1 and 4).</remarks>
internal static class JsonMode
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public static bool IsUtf8(string contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type)
        || !type.Charset.HasValue
        || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    public static Reading Read(ReadOnlyMemory<byte> body, bool batched, EventLimits limits, DateTimeOffset now)
    {
        using var document = Parse(body, out var fault);
        if (document is null)
        {
            return new Unreadable(400, "not-a-cloudevent", [fault!]);
        }

        var root = document.RootElement;
        if (root.ValueKind != (batched ? JsonValueKind.Array : JsonValueKind.Object))
        {
            return new Unreadable(400, "not-a-cloudevent", [new EventFault("body", batched
                ? "must be a JSON array of events; send one event as application/cloudevents+json."
                : "must be a JSON object; send an array as application/cloudevents-batch+json.")]);
        }

        if (batched && root.GetArrayLength() > limits.Events)
        {
            return new Unreadable(413, "too-large", [new EventFault(
                "body", string.Create(CultureInfo.InvariantCulture, $"holds more than {limits.Events} events; send smaller batches."))]);
        }

        return Read(batched ? [.. root.EnumerateArray()] : [root], batched, now);
    }

    private static Reading Read(IReadOnlyList<JsonElement> elements, bool batched, DateTimeOffset now)
    {
        List<ReceivedEvent> events = [];
        List<EventFault> faults = [];
        for (var i = 0; i < elements.Count; i++)
        {
            var draft = new EventDraft("", batched ? i : null);
            Fill(draft, elements[i]);
            if (draft.Finish(now) is { } received)
            {
                events.Add(received);
            }

            faults.AddRange(draft.Faults);
        }

        return faults.Count == 0 ? new EventsRead(events) : new Unreadable(400, "event-invalid", faults);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body, out EventFault? fault)
    {
        try
        {
            fault = null;
            return JsonDocument.Parse(body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[3..] : body, s_strict);
        }
        catch (JsonException broken)
        {
            fault = new EventFault("body", string.Create(
                CultureInfo.InvariantCulture,
                $"is not JSON, or names a property twice, near line {(broken.LineNumber ?? 0) + 1}, byte {(broken.BytePositionInLine ?? 0) + 1}; mend it there."));
            return null;
        }
    }

    private static void Fill(EventDraft draft, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            draft.Fault("event", "must be a JSON object.");
            return;
        }

        JsonElement data = default, base64 = default;
        try
        {
            foreach (var property in element.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
            {
                switch (property.Name)
                {
                    case "data": data = property.Value; break;
                    case "data_base64": base64 = property.Value; break;
                    default: FillAttribute(draft, property.Name, property.Value); break;
                }
            }

            FillData(draft, data, base64);
        }
        catch (InvalidOperationException)
        {
            draft.Fault("event", "holds half a surrogate pair (\\uD800 to \\uDFFF); escape characters in full.");
        }
    }

    private static void FillAttribute(EventDraft draft, string name, JsonElement value)
    {
        var isCore = name is "specversion" or "id" or "source" or "type" or "subject" or "time" or "datacontenttype" or "dataschema";
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True when !isCore => "true",
            JsonValueKind.False when !isCore => "false",
            JsonValueKind.Number when !isCore && value.TryGetInt32(out var number) => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        if (text is null)
        {
            draft.Fault(name, isCore ? "must be a JSON string." : "must be a string, a boolean or a whole number of 32 bits.");
        }
        else if (name == "datacontenttype")
        {
            draft.DataContentType = text;
        }
        else
        {
            draft.Set(name, text);
        }
    }

    private static void FillData(EventDraft draft, JsonElement data, JsonElement base64)
    {
        var (hasData, hasBase64) = (data.ValueKind != JsonValueKind.Undefined, base64.ValueKind != JsonValueKind.Undefined);
        draft.DataContentType ??= "application/json";
        if (hasData && hasBase64)
        {
            draft.Fault("data_base64", "stands beside data; send one of them.");
        }
        else if (hasBase64)
        {
            if (base64.ValueKind == JsonValueKind.String && base64.TryGetBytesFromBase64(out var bytes))
            {
                draft.Data = bytes;
            }
            else
            {
                draft.Fault("data_base64", "must be a base64 string (RFC 4648, section 4).");
            }
        }
        else if (hasData)
        {
            draft.Data = data.ValueKind == JsonValueKind.String && !draft.HoldsJson
                ? Encoding.UTF8.GetBytes(data.GetString()!)
                : JsonMarshal.GetRawUtf8Value(data).ToArray();
        }
    }
}
