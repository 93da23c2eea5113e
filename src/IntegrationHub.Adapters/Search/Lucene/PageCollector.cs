using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>Takes in all that matches, once: how many, the facets' values, and the hits of one page.</summary>
internal sealed class PageCollector(SearchQuery query, int size, Func<bool> isSpent, CancellationToken ct)
{
    /// <summary>So many are counted at a time, field by field; the clock is looked at as often.</summary>
    private const int AtOnce = 1_024;

    private readonly PageOrder _order = new(query.Order);
    private readonly FoundDocument? _after = PageOrder.Place(query.After);
    private readonly SoughtTime _time = SoughtTime.Of(query);
    private readonly bool _scores = query.Order == SearchSort.Relevance;
    private readonly PriorityQueue<FoundDocument, FoundDocument> _page = new(size + 1, new PageOrder(query.Order).Reversed);
    private readonly Dictionary<string, int>[] _counts = [.. SegmentColumns.Fields.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    private readonly int[] _waiting = new int[AtOnce];
    private readonly int[] _scored = new int[AtOnce];
    private readonly int[][] _ofSegment = new int[SegmentColumns.Fields.Length][];
    private SegmentColumns? _columns;
    private SortedDocValues? _keys;
    private IBits? _live;
    private int _base;
    private int _waits;

    /// <summary>How many match.</summary>
    public int Total { get; private set; }

    /// <summary>Begins a segment.</summary>
    /// <returns>False when nothing of it is of the time that is sought.</returns>
    public bool Begin(AtomicReaderContext leaf)
    {
        EndSegment();
        LookAtTime();
        _columns = SegmentColumns.Of(leaf.AtomicReader);
        _keys = leaf.AtomicReader.GetSortedDocValues(IndexedDocument.Key);
        (_base, _live) = (leaf.DocBase, leaf.AtomicReader.LiveDocs);
        for (var i = 0; i < _ofSegment.Length; i++)
        {
            _ofSegment[i] = new int[_columns.Facets[i].Sets];
        }

        return _columns.LastAt >= _time.From && _columns.FirstAt < _time.To;
    }

    /// <summary>Takes the documents of a segment that match: those with a score, which is one more than how well.</summary>
    public void Collect(ReadOnlySpan<byte> scores)
    {
        for (var doc = scores.IndexOfAnyExcept((byte)0); doc >= 0;)
        {
            for (; doc < scores.Length && scores[doc] != 0; doc++)
            {
                Collect(doc, scores[doc] - 1);
            }

            var next = scores[doc..].IndexOfAnyExcept((byte)0);
            doc = next < 0 ? -1 : doc + next;
        }
    }

    /// <summary>The page's documents in order, and one more when there is one.</summary>
    public IReadOnlyList<FoundDocument> Page()
    {
        EndSegment();
        return [.. _page.UnorderedItems.Select(item => item.Element).Order(_order)];
    }

    /// <summary>By field, the most frequent values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets()
    {
        EndSegment();
        return SegmentColumns.Fields.Select((field, i) => (field.Name, Counts: Most(_counts[i]))).ToDictionary(f => f.Name, f => f.Counts, StringComparer.Ordinal);
    }

    private void Collect(int doc, int score)
    {
        if (!_time.Holds(_columns!.At[doc]) || _live?.Get(doc) == false)
        {
            return;
        }

        Total++;
        _waiting[_waits] = doc;
        _scored[_waits++] = _scores ? score : 0;
        if (_waits == AtOnce)
        {
            TakeWaiting();
            LookAtTime();
        }
    }

    private void Offer(FoundDocument found)
    {
        if (_page.Count > size && _order.Compare(found, _page.Peek()) >= 0)
        {
            return;
        }

        if (_after is { } after && _order.Compare(found, after) <= 0)
        {
            return;
        }

        if (_page.Count > size)
        {
            _page.EnqueueDequeue(found, found);
        }
        else
        {
            _page.Enqueue(found, found);
        }
    }

    /// <summary>Counts those that wait, and offers them to the page: the newest first, so that few of them ever enter it.</summary>
    private void TakeWaiting()
    {
        for (var i = 0; i < _waits; i++)
        {
            var waiting = query.Order == SearchSort.Oldest ? i : _waits - 1 - i;
            var (doc, score) = (_waiting[waiting], _scored[waiting]);
            if (_page.Count <= size || score >= _page.Peek().Score)
            {
                Offer(new(score, _columns!.At[doc], doc, _base, _keys));
            }
        }

        for (var i = 0; i < _ofSegment.Length; i++)
        {
            _columns!.Facets[i].Count(_waiting.AsSpan(0, _waits), _ofSegment[i]);
        }

        _waits = 0;
    }

    private void EndSegment()
    {
        if (_columns is null)
        {
            return;
        }

        TakeWaiting();
        for (var i = 0; i < _ofSegment.Length; i++)
        {
            _columns.Facets[i].Add(_ofSegment[i], _counts[i]);
        }

        _columns = null;
    }

    private void LookAtTime()
    {
        ct.ThrowIfCancellationRequested();
        if (isSpent())
        {
            throw new BudgetSpentException();
        }
    }

    private static IReadOnlyList<FacetCount> Most(Dictionary<string, int> counts) =>
    [
        .. counts.Select(count => new FacetCount(count.Key, count.Value))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal)
            .Take(SearchPage.MaxFacetValues),
    ];
}

/// <summary>Ends a search that takes too long; what was collected until then is the answer.</summary>
internal sealed class BudgetSpentException : Exception;
