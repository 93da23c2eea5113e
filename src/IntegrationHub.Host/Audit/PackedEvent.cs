using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Audit;

/// <summary>A line of a package's <c>events.jsonl</c>: an event as it is stored, byte for byte, and as it reads when opened.</summary>
/// <param name="Data">The stored bytes as UTF-8 text; personal texts are sealed in it. This is what the proof is over.</param>
/// <param name="Opened">The same with personal texts in the clear; vouched for by the package's signature only.</param>
internal sealed record PackedEvent(
    long Ordinal, long Position, string Stream, long Revision, Guid Id, string Type, DateTimeOffset RecordedAt,
    string Data, string Metadata, JsonElement Opened)
{
    /// <summary>The JSON of a package.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // For people to read; it is a file of its own, never part of a page.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    // Bytes that are no UTF-8 would not survive as text; the hub writes none, but a log may hold anything.
    private const string Base64 = "base64:";

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The line of an event.</summary>
    public static PackedEvent Of(long ordinal, RecordedEvent e, JsonElement opened) => new(
        ordinal, e.Position.Value, e.Stream, e.Revision, e.Id, e.Type, e.RecordedAt, Text(e.Data.Span), Text(e.Metadata.Span), opened);

    /// <summary>The event again, as it was stored.</summary>
    /// <exception cref="FormatException">The line was damaged.</exception>
    public RecordedEvent Recorded() => new(Stream, Revision, new LogPosition(Position), Id, Type, Bytes(Data), Bytes(Metadata), RecordedAt);

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Base64 + Convert.ToBase64String(bytes);
        }
    }

    private static byte[] Bytes(string text) => text.StartsWith(Base64, StringComparison.Ordinal)
        ? Convert.FromBase64String(text[Base64.Length..])
        : Encoding.UTF8.GetBytes(text);
}
