using System.Runtime.InteropServices;
using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>A document that matches, with what it is ordered by. Its key is read only when nothing else decides.</summary>
/// <param name="Score">How well it matches; 0 where that does not count.</param>
/// <param name="At">When it was opened, Unix milliseconds.</param>
/// <param name="Doc">Its number in the segment.</param>
/// <param name="Base">The segment's first number in the index.</param>
/// <param name="Keys">The segment's keys.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundDocument(int Score, long At, int Doc, int Base, SortedDocValues? Keys)
{
    /// <summary>The key when it is known otherwise.</summary>
    public BytesRef? Given { get; init; }

    /// <summary>The document's key.</summary>
    public BytesRef Key
    {
        get
        {
            if (Given is not null || Keys is null)
            {
                return Given ?? new BytesRef();
            }

            var key = new BytesRef();
            Keys.Get(Doc, key);
            return key;
        }
    }
}

/// <summary>In which order documents come: the first of two is the smaller one.</summary>
internal sealed class PageOrder(SearchSort sort) : IComparer<FoundDocument>
{
    /// <summary>The last one first.</summary>
    public IComparer<FoundDocument> Reversed => Comparer<FoundDocument>.Create((one, other) => Compare(other, one));

    /// <inheritdoc/>
    public int Compare(FoundDocument x, FoundDocument y)
    {
        if (sort == SearchSort.Relevance && x.Score != y.Score)
        {
            return x.Score > y.Score ? -1 : 1;
        }

        if (x.At != y.At)
        {
            return x.At > y.At == (sort != SearchSort.Oldest) ? -1 : 1;
        }

        return x.Key.CompareTo(y.Key);
    }

    /// <summary>The hit before a page.</summary>
    public static FoundDocument? Place(SearchCursor? after) =>
        after is null ? null : new FoundDocument(after.Score, after.At, 0, 0, null) { Given = new BytesRef(after.Key) };
}
