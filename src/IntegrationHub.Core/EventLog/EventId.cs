using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Core.EventLog;

/// <summary>Ids that follow from what they stand for, so that the same thing done again has the same id.</summary>
public static class EventId
{
    /// <summary>A name-based id in the layout of RFC 9562 version 8, over SHA-256.</summary>
    /// <param name="parts">What the id stands for, most general first; a part may hold any text.</param>
    public static Guid From(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var utf8 = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, utf8.Length);
            hash.AppendData(length);
            hash.AppendData(utf8);
        }

        return Shape(hash.GetHashAndReset());
    }

    /// <summary>The id of the n-th event that one command led to.</summary>
    /// <param name="command">The command's id.</param>
    /// <param name="index">0 for the first event.</param>
    public static Guid Of(Guid command, int index)
    {
        Span<byte> bytes = stackalloc byte[20];
        command.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], index);
        return Shape(SHA256.HashData(bytes));
    }

    private static Guid Shape(Span<byte> hash)
    {
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
