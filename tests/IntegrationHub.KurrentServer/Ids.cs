using System.Security.Cryptography;

namespace IntegrationHub.KurrentServer;

/// <summary>Ids as a real node makes them: random, version 4. Older official clients take no other version apart from 1 to 5.</summary>
internal static class Ids
{
    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
