using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Audit;

/// <summary>What the chain keeps of one event.</summary>
/// <param name="Leaf">What the event says and where it stands in its stream and in the chain; the same over every kind of log.</param>
/// <param name="Position">Where this log has it.</param>
/// <param name="Recorded">When this log wrote it: units of 100 ns since 1970, UTC.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChainLink(Digest Leaf, LogPosition Position, long Recorded)
{
    /// <summary>Bytes of a link as it is kept.</summary>
    public const int Size = Digest.Size + (2 * sizeof(long));

    // Seven lengths, ordinal, revision and id.
    private const int FixedBytes = (7 * sizeof(int)) + (2 * sizeof(long)) + 16;

    /// <summary>The link of an event.</summary>
    /// <param name="ordinal">Its place in the chain, from 0, without gaps: a log's own positions differ between kinds of logs.</param>
    /// <param name="recorded">The event.</param>
    public static ChainLink Of(long ordinal, RecordedEvent recorded) => new(
        LeafOf(ordinal, recorded), recorded.Position, recorded.RecordedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);

    /// <summary>
    /// SHA-256 over seven fields, each after its length in 4 bytes: ordinal (8 bytes), stream (UTF-8), revision (8 bytes),
    /// event id (16 bytes in the order of its text), stored type (UTF-8), data, metadata. Numbers are big-endian.
    /// </summary>
    public static Digest LeafOf(long ordinal, RecordedEvent recorded)
    {
        var most = FixedBytes + Encoding.UTF8.GetMaxByteCount(recorded.Stream.Length) + Encoding.UTF8.GetMaxByteCount(recorded.Type.Length)
            + recorded.Data.Length + recorded.Metadata.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            var place = Number(buffer, 0, ordinal);
            place = Text(buffer, place, recorded.Stream);
            place = Number(buffer, place, recorded.Revision);
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(place), 16);
            recorded.Id.TryWriteBytes(buffer.AsSpan(place + sizeof(int)), bigEndian: true, out _);
            place = Text(buffer, place + sizeof(int) + 16, recorded.Type);
            place = Bytes(buffer, place, recorded.Data.Span);
            place = Bytes(buffer, place, recorded.Metadata.Span);
            return Digest.Of(buffer.AsSpan(0, place));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The link that stands in the first 48 bytes.</summary>
    public static ChainLink Read(ReadOnlySpan<byte> bytes) => new(
        Digest.Read(bytes), new LogPosition(BinaryPrimitives.ReadInt64BigEndian(bytes[Digest.Size..])),
        BinaryPrimitives.ReadInt64BigEndian(bytes[(Digest.Size + sizeof(long))..]));

    /// <summary>Writes the 48 bytes: leaf, position, time of recording.</summary>
    public void Write(Span<byte> bytes)
    {
        Leaf.Write(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[Digest.Size..], Position.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(Digest.Size + sizeof(long))..], Recorded);
    }

    private static int Number(byte[] buffer, int place, long value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(place), sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(place + sizeof(int)), value);
        return place + sizeof(int) + sizeof(long);
    }

    private static int Text(byte[] buffer, int place, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, buffer.AsSpan(place + sizeof(int)));
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(place), length);
        return place + sizeof(int) + length;
    }

    private static int Bytes(byte[] buffer, int place, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(place), bytes.Length);
        bytes.CopyTo(buffer.AsSpan(place + sizeof(int)));
        return place + sizeof(int) + bytes.Length;
    }
}
