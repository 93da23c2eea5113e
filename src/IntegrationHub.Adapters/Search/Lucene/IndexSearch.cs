using Lucene.Net.Index;
using Lucene.Net.Search;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>Finds documents, segment by segment.</summary>
internal static class IndexSearch
{
    private const byte Found = 1;

    /// <summary>Gives every document that is sought to the collector, in the order of each segment.</summary>
    /// <param name="searcher">The state of the index.</param>
    /// <param name="sought">What is sought.</param>
    /// <param name="collector">Takes them.</param>
    /// <param name="isSpent">Whether the time is over.</param>
    /// <exception cref="BudgetSpentException">The time is over.</exception>
    public static void Run(IndexSearcher searcher, SoughtDocuments sought, PageCollector collector, Func<bool> isSpent)
    {
        foreach (var leaf in searcher.IndexReader.Leaves)
        {
            if (collector.Begin(leaf))
            {
                Run(new SegmentTerms(leaf, isSpent), sought, collector);
            }
        }
    }

    private static void Run(SegmentTerms segment, SoughtDocuments sought, PageCollector collector)
    {
        using var found = new ScoreBoard(segment.Count);
        var isFirst = true;
        foreach (var (ways, scores) in sought.Filters.Select(ways => (ways, false)).Concat(sought.Parts.Select(ways => (ways, true))))
        {
            if (isFirst)
            {
                isFirst = false;
                if (!Write(segment, ways, scores, found))
                {
                    return;
                }

                continue;
            }

            using var board = new ScoreBoard(segment.Count);
            if (!Write(segment, ways, scores, board) || !found.And(board))
            {
                return;
            }
        }

        if (isFirst)
        {
            found.Scores.Fill(Found);
        }

        foreach (var ways in sought.Excluded)
        {
            using var board = new ScoreBoard(segment.Count);
            if (Write(segment, ways, scores: false, board))
            {
                found.Without(board);
            }
        }

        collector.Collect(found.Scores);
    }

    /// <summary>Writes one more than the score of the best way, so that none is 0: parts are at most 16, and a score at most 16 each.</summary>
    private static bool Write(SegmentTerms segment, IReadOnlyList<Way> ways, bool scores, ScoreBoard board)
    {
        var any = false;
        foreach (var way in ways)
        {
            any |= way.Write(segment, board.Scores, (byte)(scores ? way.Score + 1 : Found));
        }

        return any;
    }
}
