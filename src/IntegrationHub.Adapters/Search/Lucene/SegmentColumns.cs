using System.Runtime.CompilerServices;
using System.Text;
using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>What a search needs of each document of one segment, in arrays: segments never change, so it is read once.</summary>
internal sealed class SegmentColumns
{
    private static readonly ConditionalWeakTable<object, SegmentColumns> s_known = [];

    private SegmentColumns(AtomicReader reader)
    {
        var at = reader.GetNumericDocValues(IndexedDocument.At);
        At = new long[reader.MaxDoc];
        for (var doc = 0; doc < At.Length; doc++)
        {
            At[doc] = at?.Get(doc) ?? 0;
            FirstAt = Math.Min(FirstAt, At[doc]);
            LastAt = Math.Max(LastAt, At[doc]);
        }

        Common = new(reader.MaxDoc);
        Facets = [.. Fields.Select(field => FacetColumn.Of(reader.GetSortedSetDocValues(IndexedDocument.Facet(field)), reader.MaxDoc))];
    }

    /// <summary>The fields that are counted.</summary>
    public static SearchField[] Fields { get; } = [.. SearchField.All.Where(field => field.IsFacet)];

    /// <summary>When each document was opened, Unix milliseconds.</summary>
    public long[] At { get; }

    /// <summary>The earliest of them: segments hold what was opened about the same time.</summary>
    public long FirstAt { get; } = long.MaxValue;

    /// <summary>The latest of them.</summary>
    public long LastAt { get; } = long.MinValue;

    /// <summary>What many of its documents have.</summary>
    public CommonBits Common { get; }

    /// <summary>In the order of <see cref="Fields"/>.</summary>
    public FacetColumn[] Facets { get; }

    /// <summary>The columns of a segment.</summary>
    public static SegmentColumns Of(AtomicReader reader) => s_known.GetValue(reader.CoreCacheKey, _ => new SegmentColumns(reader));

    /// <summary>Reads the columns of every segment, so that no search has to.</summary>
    public static void Warm(IndexReader reader)
    {
        foreach (var leaf in reader.Leaves)
        {
            Of(leaf.AtomicReader);
        }
    }
}

/// <summary>The values of one facet in one segment. Each set of values that some document has gets a number; a document has one number.</summary>
internal sealed class FacetColumn
{
    private readonly byte[]? _few;
    private readonly ushort[]? _some;
    private readonly int[]? _many;
    private readonly string[][] _sets;

    private FacetColumn(int[] numbers, List<string[]> sets)
    {
        _sets = [.. sets];
        if (sets.Count <= byte.MaxValue)
        {
            _few = [.. numbers.Select(number => (byte)number)];
        }
        else if (sets.Count <= ushort.MaxValue)
        {
            _some = [.. numbers.Select(number => (ushort)number)];
        }
        else
        {
            _many = numbers;
        }
    }

    /// <summary>How many sets of values there are; the first is the empty one.</summary>
    public int Sets => _sets.Length;

    /// <summary>Reads the column.</summary>
    public static FacetColumn Of(SortedSetDocValues? values, int documents)
    {
        var numbers = new int[documents];
        var sets = new List<string[]> { Array.Empty<string>() };
        if (values is null)
        {
            return new([], sets);
        }

        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var single = new int[values.ValueCount];
        var ordinals = new List<long>();
        for (var doc = 0; doc < documents; doc++)
        {
            ordinals.Clear();
            values.SetDocument(doc);
            for (var ordinal = values.NextOrd(); ordinal != SortedSetDocValues.NO_MORE_ORDS; ordinal = values.NextOrd())
            {
                ordinals.Add(ordinal);
            }

            numbers[doc] = ordinals.Count switch
            {
                0 => 0,
                1 => single[(int)ordinals[0]] is var number and > 0 ? number : single[(int)ordinals[0]] = Add(),
                _ => known.TryGetValue(string.Join(',', ordinals), out var number) ? number : known[string.Join(',', ordinals)] = Add(),
            };
        }

        return new(numbers, sets);

        int Add()
        {
            sets.Add([.. ordinals.Select(ordinal => Text(values, ordinal))]);
            return sets.Count - 1;
        }
    }

    /// <summary>Counts documents by the number of their set.</summary>
    public void Count(ReadOnlySpan<int> documents, int[] counts)
    {
        if (_few is { Length: > 0 } few)
        {
            foreach (var doc in documents)
            {
                counts[few[doc]]++;
            }
        }
        else if (_some is { } some)
        {
            foreach (var doc in documents)
            {
                counts[some[doc]]++;
            }
        }
        else if (_many is { } many)
        {
            foreach (var doc in documents)
            {
                counts[many[doc]]++;
            }
        }
    }

    /// <summary>Adds the counts of sets to those of their values.</summary>
    public void Add(int[] counts, Dictionary<string, int> to)
    {
        for (var set = 1; set < _sets.Length; set++)
        {
            if (counts[set] > 0)
            {
                foreach (var value in _sets[set])
                {
                    to[value] = to.GetValueOrDefault(value) + counts[set];
                }
            }
        }
    }

    private static string Text(SortedSetDocValues values, long ordinal)
    {
        var bytes = new BytesRef();
        values.LookupOrd(ordinal, bytes);
        return Encoding.UTF8.GetString(bytes.Bytes, bytes.Offset, bytes.Length);
    }
}
