using System.Runtime.InteropServices;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Audit;

/// <summary>The chain after its first events.</summary>
/// <param name="Count">How many events; the last one's ordinal is one less.</param>
/// <param name="Hash">h(n) = SHA-256(h(n-1) ‖ leaf(n)), from 32 zero bytes; the same over every kind of log.</param>
/// <param name="StoreHash">s(n) = SHA-256(s(n-1) ‖ link(n)), from 32 zero bytes: also binds where and when this log recorded each event.</param>
/// <param name="Position">Where this log has the last of them.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChainState(long Count, Digest Hash, Digest StoreHash, LogPosition Position)
{
    /// <summary>Before the first event.</summary>
    public static readonly ChainState Empty = new(0, default, default, LogPosition.Start);

    /// <summary>The chain with one more event.</summary>
    public ChainState After(ChainLink link)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size + ChainLink.Size];
        StoreHash.Write(bytes);
        link.Write(bytes[Digest.Size..]);
        var store = Digest.Of(bytes);
        Hash.Write(bytes);
        return new ChainState(Count + 1, Digest.Of(bytes[..(2 * Digest.Size)]), store, link.Position);
    }
}
