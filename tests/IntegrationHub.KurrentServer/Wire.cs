using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.KurrentServer.Log;

namespace IntegrationHub.KurrentServer;

/// <summary>Between what is on the wire and what is in the log.</summary>
internal static class Wire
{
    private const string Json = "application/json";

    public static UUID Id(Guid id, bool asText)
    {
        if (asText)
        {
            return new UUID { String = id.ToString() };
        }

        var bytes = id.ToByteArray(bigEndian: true);
        return new UUID
        {
            Structured = new UUID.Types.Structured
            {
                MostSignificantBits = BinaryPrimitives.ReadInt64BigEndian(bytes),
                LeastSignificantBits = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8)),
            },
        };
    }

    /// <exception cref="FormatException">There is no id, or its text is none.</exception>
    public static Guid Id(UUID? id)
    {
        switch (id?.ValueCase)
        {
            case UUID.ValueOneofCase.String:
                return Guid.Parse(id.String);
            case UUID.ValueOneofCase.Structured:
                Span<byte> bytes = stackalloc byte[16];
                BinaryPrimitives.WriteInt64BigEndian(bytes, id.Structured.MostSignificantBits);
                BinaryPrimitives.WriteInt64BigEndian(bytes[8..], id.Structured.LeastSignificantBits);
                return new Guid(bytes, bigEndian: true);
            default:
                throw new FormatException("There is no id.");
        }
    }

    /// <summary>The stream's name; an empty one fails as nobody foresaw.</summary>
    public static string Name(StreamIdentifier? stream) => stream is { StreamName.IsEmpty: false } ? stream.StreamName.ToStringUtf8() : throw Refusals.Unforeseen();

    public static StreamIdentifier Name(string stream) => new() { StreamName = ByteString.CopyFromUtf8(stream) };

    /// <summary>An event for the log. Only <c>type</c> and <c>content-type</c> count; other keys are dropped.</summary>
    /// <exception cref="FormatException">No id, the id of zeros, or an empty type.</exception>
    public static Proposed Event(UUID id, MapField<string, string> metadata, ByteString data, ByteString custom)
    {
        var parsed = Id(id);
        var type = metadata["type"];
        return parsed != Guid.Empty && type.Length > 0
            ? new Proposed(parsed, type, metadata["content-type"] == Json, data, custom)
            : throw new FormatException("An event needs an id and a type.");
    }

    public static void Describe(LogRecord record, MapField<string, string> metadata)
    {
        metadata["type"] = record.Type;
        metadata["created"] = record.Created.ToString(CultureInfo.InvariantCulture);
        metadata["content-type"] = record.IsJson ? Json : "application/octet-stream";
    }
}
