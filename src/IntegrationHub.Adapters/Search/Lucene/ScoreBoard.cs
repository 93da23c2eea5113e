using System.Buffers;
using System.Runtime.Intrinsics;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>One number for each document of a segment, written way by way: the last one stays.</summary>
/// <remarks>
/// A word is found in half a dozen ways. To write one byte for each document that a way finds is several times quicker than to merge
/// the ways' lists in order, and boards are laid over each other 32 documents at a time.
/// </remarks>
internal sealed class ScoreBoard : IDisposable
{
    private readonly byte[] _scores;
    private readonly int _documents;

    /// <param name="documents">How many the segment has.</param>
    public ScoreBoard(int documents)
    {
        (_scores, _documents) = (ArrayPool<byte>.Shared.Rent(documents), documents);
        Array.Clear(_scores, 0, documents);
    }

    /// <summary>The number of each document; 0 for one that no way has found.</summary>
    public Span<byte> Scores => _scores.AsSpan(0, _documents);

    /// <summary>Leaves what both have, with the sum of their scores less one; at most 255, which is more than one is ever told apart by.</summary>
    /// <returns>Whether anything is left.</returns>
    public bool And(ScoreBoard other)
    {
        var scores = Scores;
        var others = other.Scores;
        var (any, doc) = (Vector256<byte>.Zero, 0);
        for (; doc + 32 <= scores.Length; doc += 32)
        {
            var those = scores.Slice(doc, 32);
            var (mine, its) = (Vector256.Create<byte>(those), Vector256.Create<byte>(others.Slice(doc, 32)));
            var sum = mine + (its - Vector256<byte>.One);
            sum = Vector256.ConditionalSelect(Vector256.LessThan(sum, mine), Vector256<byte>.AllBitsSet, sum);
            var both = Vector256.Equals(mine, Vector256<byte>.Zero) | Vector256.Equals(its, Vector256<byte>.Zero);
            sum = Vector256.AndNot(sum, both);
            any |= sum;
            sum.CopyTo(those);
        }

        var left = any != Vector256<byte>.Zero;
        for (; doc < scores.Length; doc++)
        {
            scores[doc] = others[doc] == 0 || scores[doc] == 0 ? (byte)0 : (byte)Math.Min(byte.MaxValue, scores[doc] + others[doc] - 1);
            left |= scores[doc] != 0;
        }

        return left;
    }

    /// <summary>Takes away what another has.</summary>
    public void Without(ScoreBoard other)
    {
        var scores = Scores;
        var others = other.Scores;
        var doc = 0;
        for (; doc + 32 <= scores.Length; doc += 32)
        {
            var those = scores.Slice(doc, 32);
            (Vector256.Create<byte>(those) & Vector256.Equals(Vector256.Create<byte>(others.Slice(doc, 32)), Vector256<byte>.Zero)).CopyTo(those);
        }

        for (; doc < scores.Length; doc++)
        {
            scores[doc] = others[doc] == 0 ? scores[doc] : (byte)0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_scores);
}
