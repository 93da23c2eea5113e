using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>The documents of one segment that have what many have, a bit for each: found once and kept, because people seek the same words over and over.</summary>
/// <remarks>To copy bits costs the same whatever they say; to read a list of documents costs by its length, and the lists of common words are the longest.</remarks>
/// <param name="documents">How many the segment has.</param>
internal sealed class CommonBits(int documents)
{
    /// <summary>What one document of so many has is common: its list is slower than the bits.</summary>
    private const int OneOf = 24;

    /// <summary>With a bit for each document, at most 64 bytes a document.</summary>
    private const int MostKept = 512;

    private static readonly Vector256<byte> s_byteOfBit = Vector256.Create(
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, (byte)3);

    private static readonly Vector256<byte> s_bit = Vector256.Create(0x8040201008040201UL).AsByte();

    private readonly ConcurrentDictionary<(string Field, BytesRef Term, BitsOf Of), ulong[]> _kept = [];

    /// <summary>Whether so many documents are many.</summary>
    public bool IsCommon(int found) => found > documents / OneOf;

    /// <summary>What is known; null when nothing is.</summary>
    public ulong[]? Find(string field, BytesRef term, BitsOf of) => _kept.GetValueOrDefault((field, term, of));

    /// <summary>Keeps bits. When there are too many, all are found anew: that is no work to speak of, and needs no book of who was last sought.</summary>
    public void Keep(string field, BytesRef term, BitsOf of, ulong[] bits)
    {
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        _kept[(field, BytesRef.DeepCopyOf(term), of)] = bits;
    }

    /// <summary>Room for a bit for each document, none set.</summary>
    public ulong[] None() => new ulong[(documents + 63) / 64];

    /// <summary>Writes a number for each document whose bit is set.</summary>
    public static void Write(ReadOnlySpan<ulong> bits, Span<byte> scores, byte score)
    {
        var parts = MemoryMarshal.Cast<ulong, uint>(bits);
        var all = Vector256.Create(score);
        var part = 0;
        for (; (part + 1) * 32 <= scores.Length; part++)
        {
            if (parts[part] == 0)
            {
                continue;
            }

            var those = scores.Slice(part * 32, 32);
            var isSet = Vector256.Equals(Vector256.Shuffle(Vector256.Create(parts[part]).AsByte(), s_byteOfBit) & s_bit, s_bit);
            Vector256.ConditionalSelect(isSet, all, Vector256.Create<byte>(those)).CopyTo(those);
        }

        for (var doc = part * 32; doc < scores.Length; doc++)
        {
            if ((bits[doc >> 6] & (1UL << doc)) != 0)
            {
                scores[doc] = score;
            }
        }
    }
}

/// <summary>What a term stands for.</summary>
internal enum BitsOf
{
    /// <summary>Itself.</summary>
    Term,

    /// <summary>Every term that begins so.</summary>
    Beginning,

    /// <summary>Every longer term that begins so.</summary>
    Longer,
}
