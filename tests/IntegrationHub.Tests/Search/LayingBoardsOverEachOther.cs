using CsCheck;
using IntegrationHub.Adapters.Search.Lucene;
using Lucene.Net.Util;

namespace IntegrationHub.Tests.Search;

/// <summary>What is done 32 documents at a time is the same as one by one, whatever the number of documents.</summary>
public sealed class LayingBoardsOverEachOther
{
    private static readonly Gen<(byte[] One, byte[] Other)> s_boards =
        Gen.Int[1, 200].SelectMany(n => Gen.Select(Scores(n), Scores(n)));

    [Fact]
    public void What_both_have_stays_with_the_sum_of_their_scores() => s_boards.Sample((one, other) =>
    {
        using ScoreBoard found = Board(one), also = Board(other);
        var expected = one.Zip(other, (mine, its) => mine == 0 || its == 0 ? 0 : Math.Min(255, mine + its - 1)).Select(score => (byte)score).ToArray();
        Assert.Equal(expected.Any(score => score != 0), found.And(also));
        Assert.Equal(expected, found.Scores.ToArray());
    });

    [Fact]
    public void What_the_other_has_is_taken_away() => s_boards.Sample((one, other) =>
    {
        using ScoreBoard found = Board(one), also = Board(other);
        found.Without(also);
        Assert.Equal(one.Zip(other, (mine, its) => its == 0 ? mine : (byte)0), found.Scores.ToArray());
    });

    [Fact]
    public void Each_document_whose_bit_is_set_gets_the_number() => s_boards.Sample((one, other) =>
    {
        var bits = new CommonBits(one.Length).None();
        for (var doc = 0; doc < one.Length; doc++)
        {
            bits[doc / 64] |= one[doc] != 0 ? 1UL << (doc % 64) : 0;
        }

        using var board = Board(other);
        CommonBits.Write(bits, board.Scores, 7);
        Assert.Equal(one.Zip(other, (bit, before) => bit != 0 ? (byte)7 : before), board.Scores.ToArray());
    });

    [Fact]
    public void Bits_are_known_by_field_term_and_meaning_and_too_many_are_found_anew()
    {
        var (common, word) = (new CommonBits(100), new BytesRef("skriv"));
        var bits = common.None();
        common.Keep("word", word, BitsOf.Term, bits);
        word.CopyChars("other"); // As an enumeration of terms does with its own.
        Assert.Same(bits, common.Find("word", new BytesRef("skriv"), BitsOf.Term));
        Assert.Null(common.Find("word", new BytesRef("skriv"), BitsOf.Longer));
        Assert.Null(common.Find("title", new BytesRef("skriv"), BitsOf.Term));

        for (var n = 0; n < 600; n++)
        {
            common.Keep("word", new BytesRef($"w{n}"), BitsOf.Term, bits);
        }

        Assert.Null(common.Find("word", new BytesRef("skriv"), BitsOf.Term));
        Assert.Same(bits, common.Find("word", new BytesRef("w599"), BitsOf.Term));
    }

    private static Gen<byte[]> Scores(int documents) =>
        Gen.Frequency((3, Gen.Const((byte)0)), (2, Gen.Byte[1, 17]), (1, Gen.Byte)).Array[documents];

    private static ScoreBoard Board(byte[] scores)
    {
        var board = new ScoreBoard(scores.Length);
        scores.CopyTo(board.Scores);
        return board;
    }
}
