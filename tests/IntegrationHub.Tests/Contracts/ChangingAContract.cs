using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Tests.Contracts;

/// <summary>What suppliers have built on stays true: see contracts/README.md, and contracts/suppliers/published.json for what was published.</summary>
/// <remarks>After a wanted addition: run this class with HUB_WRITE_CONTRACT=1, which adds to what was published and never takes away.</remarks>
public sealed class ChangingAContract
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string s_suppliers = Path.GetFullPath(Path.Combine(Here(), "../../../contracts/suppliers"));
    private static readonly string s_published = Path.Combine(s_suppliers, "published.json");

    [Fact]
    public void What_was_published_still_holds()
    {
        var now = Now();
        if (Environment.GetEnvironmentVariable("HUB_WRITE_CONTRACT") == "1")
        {
            File.WriteAllText(s_published, Merged(Published(), now).ToJsonString(s_readable) + "\n");
        }

        Assert.Empty(Breaks(Published(), now));
    }

    [Fact]
    public void What_is_new_is_published_too() =>
        Assert.Equal(Merged(Published(), Now()).ToJsonString(), Published().ToJsonString());

    [Theory]
    [InlineData("supplier.ticket.note-added.v1", """{"required":["case","ticket","text","agent"]}""", "agent is required now")]
    [InlineData("supplier.ticket.note-added.v1", """{"properties":{"text":{"type":"string","maxLength":100}}}""", "text may be shorter only")]
    [InlineData("supplier.ticket.note-added.v1", """{"properties":{"agent":null}}""", "agent is gone")]
    [InlineData("hub.case.note-added.v1", """{"required":["case","text"]}""", "by is not always there any more")]
    [InlineData("hub.case.note-added.v1", """{"properties":{"text":{"type":"number"}}}""", "text is of another type")]
    [InlineData("hub.case.closed.v1", "null", "the type is gone")]
    public void A_change_that_breaks_a_supplier_is_found(string type, string change, string found)
    {
        var changed = Now();
        if (JsonNode.Parse(change) is JsonObject patch)
        {
            Patch(changed[type]!.AsObject(), patch);
        }
        else
        {
            changed.Remove(type);
        }

        Assert.Contains(Breaks(Now(), changed), fault => fault.Contains(type, StringComparison.Ordinal) && fault.Contains(found, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("supplier.ticket.note-added.v1", """{"properties":{"mood":{"type":"string"}}}""")]
    [InlineData("supplier.ticket.note-added.v1", """{"required":["case","ticket"]}""")]
    [InlineData("hub.case.note-added.v1", """{"properties":{"mood":{"type":"string"}}}""")]
    public void An_addition_breaks_nobody(string type, string change)
    {
        var changed = Now();
        Patch(changed[type]!.AsObject(), JsonNode.Parse(change)!.AsObject());
        Assert.Empty(Breaks(Now(), changed));
    }

    private static IEnumerable<string> Breaks(JsonObject published, JsonObject now)
    {
        foreach (var (type, was) in published)
        {
            if (now[type] is not JsonObject stands)
            {
                yield return $"{type}: the type is gone; keep it, and make a new version beside it.";
                continue;
            }

            var received = type.StartsWith("supplier.", StringComparison.Ordinal); // What the hub receives may ask for less; what it sends may say more.
            var (before, after) = (Required(was!), Required(stands));
            foreach (var field in received ? after.Except(before, StringComparer.Ordinal) : before.Except(after, StringComparer.Ordinal))
            {
                yield return received ? $"{type}: {field} is required now, and suppliers do not send it." : $"{type}: {field} is not always there any more, and suppliers count on it.";
            }

            foreach (var (field, shape) in was!["properties"]!.AsObject())
            {
                foreach (var fault in Shape(shape!, stands["properties"]?[field], received))
                {
                    yield return $"{type}: {field} {fault}";
                }
            }
        }
    }

    private static IEnumerable<string> Shape(JsonNode was, JsonNode? now, bool received)
    {
        if (now is null)
        {
            yield return "is gone.";
            yield break;
        }

        if (was["type"]?.ToJsonString() != now["type"]?.ToJsonString() || was["pattern"]?.ToJsonString() != now["pattern"]?.ToJsonString())
        {
            yield return "is of another type or pattern.";
        }

        var (before, after) = ((int?)was["maxLength"] ?? int.MaxValue, (int?)now["maxLength"] ?? int.MaxValue);
        if (received ? after < before : after > before)
        {
            yield return received ? "may be shorter only." : "may be longer now.";
        }
    }

    private static IEnumerable<string> Required(JsonNode schema) => schema["required"]!.AsArray().Select(name => name!.GetValue<string>());

    /// <summary>The shapes as they stand: of each type the required fields, and of each field what narrows it.</summary>
    private static JsonObject Now() => new(Directory.GetFiles(Path.Combine(s_suppliers, "cloudevents"), "*.schema.json").Order(StringComparer.Ordinal).Select(file =>
    {
        var schema = JsonNode.Parse(File.ReadAllText(file))!;
        var shape = new JsonObject
        {
            ["required"] = schema["required"]!.DeepClone(),
            ["properties"] = new JsonObject(schema["properties"]!.AsObject().Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, Narrow(field.Value!)))),
        };
        return KeyValuePair.Create<string, JsonNode?>(schema["title"]!.GetValue<string>(), shape);
    }));

    private static JsonObject Narrow(JsonNode field) =>
        new(field.AsObject().Where(pair => pair.Key is "type" or "pattern" or "maxLength").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    private static JsonObject Published() => File.Exists(s_published) ? JsonNode.Parse(File.ReadAllText(s_published))!.AsObject() : [];

    /// <summary>What was published, and what is new beside it.</summary>
    private static JsonObject Merged(JsonObject published, JsonObject now)
    {
        var merged = published.DeepClone().AsObject();
        foreach (var (type, shape) in now)
        {
            if (merged[type] is not JsonObject known)
            {
                merged[type] = shape!.DeepClone();
                continue;
            }

            foreach (var (field, narrowed) in shape!["properties"]!.AsObject().Where(field => known["properties"]![field.Key] is null))
            {
                known["properties"]![field] = narrowed!.DeepClone();
            }
        }

        return new JsonObject(merged.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
    }

    private static void Patch(JsonObject shape, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject nested && shape[name] is JsonObject inside)
            {
                Patch(inside, nested);
            }
            else if (value is null)
            {
                shape.Remove(name);
            }
            else
            {
                shape[name] = value.DeepClone();
            }
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
