using System.Text;
using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>Counts the facets' values over all that matches, and ends the search when nobody waits for it any more.</summary>
internal sealed class FacetCollector(CancellationToken ct) : ICollector
{
    private const int LookEvery = 4_096;

    private static readonly SearchField[] Fields = [.. SearchField.All.Where(field => field.IsFacet)];

    private readonly Dictionary<string, int>[] _counts = [.. Fields.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    private readonly SortedSetDocValues?[] _values = new SortedSetDocValues?[Fields.Length];
    private readonly int[][] _ordinals = new int[Fields.Length][];
    private int _seen;

    public bool AcceptsDocsOutOfOrder => true;

    /// <summary>The counts, once the search is over.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets()
    {
        AddSegment();
        return Fields.Select((field, i) => (field.Name, Counts: Most(_counts[i]))).ToDictionary(f => f.Name, f => f.Counts, StringComparer.Ordinal);
    }

    public void SetScorer(Scorer scorer)
    {
        // Counts do not depend on scores.
    }

    public void SetNextReader(AtomicReaderContext context)
    {
        ct.ThrowIfCancellationRequested();
        AddSegment();
        for (var i = 0; i < Fields.Length; i++)
        {
            _values[i] = context.AtomicReader.GetSortedSetDocValues(IndexedDocument.Facet(Fields[i]));
            _ordinals[i] = new int[_values[i]?.ValueCount ?? 0];
        }
    }

    public void Collect(int doc)
    {
        if (++_seen % LookEvery == 0)
        {
            ct.ThrowIfCancellationRequested();
        }

        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is not { } values)
            {
                continue;
            }

            var ordinals = _ordinals[i];
            values.SetDocument(doc);
            for (var ordinal = values.NextOrd(); ordinal != SortedSetDocValues.NO_MORE_ORDS; ordinal = values.NextOrd())
            {
                ordinals[ordinal]++;
            }
        }
    }

    private void AddSegment()
    {
        var value = new BytesRef();
        for (var i = 0; i < _values.Length; i++)
        {
            for (var ordinal = 0; _values[i] is not null && ordinal < _ordinals[i].Length; ordinal++)
            {
                if (_ordinals[i][ordinal] > 0)
                {
                    _values[i]!.LookupOrd(ordinal, value);
                    var text = Encoding.UTF8.GetString(value.Bytes, value.Offset, value.Length);
                    _counts[i][text] = _counts[i].GetValueOrDefault(text) + _ordinals[i][ordinal];
                }
            }

            _values[i] = null;
        }
    }

    private static IReadOnlyList<FacetCount> Most(Dictionary<string, int> counts) =>
    [
        .. counts.Select(count => new FacetCount(count.Key, count.Value))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal)
            .Take(SearchPage.MaxFacetValues),
    ];
}
