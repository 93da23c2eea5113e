using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;

namespace IntegrationHub.KurrentServer.Log;

/// <summary>What the last <c>$metadata</c> event of a stream says about which of its events are shown.</summary>
/// <param name="MaxCount">How many of the last events; null for all.</param>
/// <param name="MaxAge">How old at most; null for ever.</param>
/// <param name="TruncateBefore">The first revision shown; <see cref="long.MaxValue"/> is a soft-deleted stream.</param>
internal sealed record StreamRules(long? MaxCount, TimeSpan? MaxAge, long TruncateBefore)
{
    public static StreamRules None { get; } = new(null, null, 0);

    /// <summary>A metadata stream shows its last event only.</summary>
    public static StreamRules OfMetadata { get; } = new(1, null, 0);

    /// <summary>Anything but a JSON object means no rules.</summary>
    public static StreamRules Parse(ByteString json)
    {
        var said = Read(json);
        return new StreamRules(
            Number(said, "$maxCount"),
            Number(said, "$maxAge") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Number(said, "$tb") ?? 0);
    }

    /// <summary>The same metadata with another first revision.</summary>
    public static ByteString WithTruncateBefore(ByteString json, long revision)
    {
        var said = Read(json);
        said["$tb"] = revision;
        return ByteString.CopyFromUtf8(said.ToJsonString());
    }

    private static JsonObject Read(ByteString json)
    {
        try
        {
            return json.IsEmpty ? [] : JsonNode.Parse(json.Span) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static long? Number(JsonObject said, string key) => said[key] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
}
