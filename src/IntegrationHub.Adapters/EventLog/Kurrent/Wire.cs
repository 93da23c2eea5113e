using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>The small things that every message of the protocol is made of.</summary>
internal static class Wire
{
    public static readonly Empty Empty = new();

    public static readonly Google.Protobuf.WellKnownTypes.Empty GoogleEmpty = new();

    private const string Type = "type";
    private const string ContentType = "content-type";

    // 100 ns since 1970, as decimal text.
    private const string Created = "created";

    public static StreamIdentifier Stream(string name) => new() { StreamName = ByteString.CopyFromUtf8(name) };

    public static UUID Id(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Id(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
    }

    public static UUID Id(long most, long least) =>
        new() { Structured = new UUID.Types.Structured { MostSignificantBits = most, LeastSignificantBits = least } };

    public static Guid Id(UUID id)
    {
        if (id.ValueCase is UUID.ValueOneofCase.String)
        {
            return Guid.Parse(id.String, CultureInfo.InvariantCulture);
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id.Structured?.MostSignificantBits ?? 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], id.Structured?.LeastSignificantBits ?? 0);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>What the protocol keeps beside an event; any other key would be dropped.</summary>
    public static void Describe(IDictionary<string, string> metadata, string type)
    {
        metadata[Type] = type;
        metadata[ContentType] = "application/json";
    }

    public static string TypeOf(IDictionary<string, string> metadata) => metadata[Type];

    public static DateTimeOffset CreatedOf(IDictionary<string, string> metadata) =>
        DateTimeOffset.UnixEpoch.AddTicks(long.Parse(metadata[Created], CultureInfo.InvariantCulture));

    /// <summary>Bytes that are only read while the message is being sent, so they need no copy.</summary>
    public static ByteString Bytes(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);
}
