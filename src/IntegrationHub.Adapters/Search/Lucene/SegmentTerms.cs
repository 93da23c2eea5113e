using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Lucene.Net.Util.Automaton;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>One search's reading of one segment: which documents have a term, the deleted ones too.</summary>
internal sealed class SegmentTerms(AtomicReaderContext context, Func<bool> isSpent)
{
    private const int LookEvery = 65_536;

    /// <summary>So many terms that begin alike are worth keeping together.</summary>
    private const int ManyTerms = 64;

    private readonly Dictionary<string, TermsEnum?> _fields = new(StringComparer.Ordinal);
    private readonly CommonBits _common = SegmentColumns.Of(context.AtomicReader).Common;
    private DocsEnum? _reused;
    private int _read;

    /// <summary>How many documents the segment has.</summary>
    public int Count { get; } = context.AtomicReader.MaxDoc;

    /// <summary>Writes a number for every document that has a term.</summary>
    /// <returns>Whether there is any.</returns>
    public bool Write(string field, BytesRef term, Span<byte> scores, byte score)
    {
        if (_common.Find(field, term, BitsOf.Term) is { } bits)
        {
            CommonBits.Write(bits, scores, score);
            return true;
        }

        if (Terms(field) is not { } terms || !terms.SeekExact(term))
        {
            return false;
        }

        Write(field, terms, scores, score);
        return true;
    }

    /// <summary>Writes a number for every document that has a term that begins so.</summary>
    /// <param name="field">The field.</param>
    /// <param name="prefix">How it begins.</param>
    /// <param name="longer">Only terms that are longer: the term itself is written by a better way.</param>
    /// <param name="scores">One for each document.</param>
    /// <param name="score">The number.</param>
    /// <returns>Whether there is any.</returns>
    public bool WriteBeginning(string field, BytesRef prefix, bool longer, Span<byte> scores, byte score)
    {
        var of = longer ? BitsOf.Longer : BitsOf.Beginning;
        var bits = _common.Find(field, prefix, of);
        if (bits is null)
        {
            if (Terms(field) is not { } terms || terms.SeekCeil(prefix) == TermsEnum.SeekStatus.END || !StringHelper.StartsWith(terms.Term, prefix))
            {
                return false;
            }

            bits = _common.None();
            if (AddBeginning(terms, prefix, longer, bits) > ManyTerms)
            {
                _common.Keep(field, prefix, of, bits);
            }
        }

        CommonBits.Write(bits, scores, score);
        return true;
    }

    /// <summary>Writes a number for every document that has a term like another.</summary>
    /// <returns>Whether there is any.</returns>
    public bool WriteSimilar(string field, CompiledAutomaton similar, Span<byte> scores, byte score)
    {
        if (context.AtomicReader.GetTerms(field)?.Intersect(similar, startTerm: null) is not { } terms)
        {
            return false;
        }

        var any = false;
        while (terms.MoveNext())
        {
            Write(field, terms, scores, score);
            any = true;
        }

        return any;
    }

    /// <summary>Writes a number for every document that a query of Lucene's finds.</summary>
    /// <returns>Whether there is any.</returns>
    public bool Write(Weight query, Span<byte> scores, byte score)
    {
        if (query.GetScorer(context, acceptDocs: null) is not { } found)
        {
            return false;
        }

        for (var doc = found.NextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = found.NextDoc())
        {
            scores[doc] = score;
            LookAtTime();
        }

        return true;
    }

    private TermsEnum? Terms(string field)
    {
        if (!_fields.TryGetValue(field, out var terms))
        {
            _fields[field] = terms = context.AtomicReader.GetTerms(field)?.GetEnumerator();
        }

        return terms;
    }

    private void Write(string field, TermsEnum terms, Span<byte> scores, byte score)
    {
        if (_common.IsCommon(terms.DocFreq))
        {
            CommonBits.Write(BitsOfCommon(field, terms), scores, score);
            return;
        }

        _reused = terms.Docs(null, _reused, DocsFlags.NONE);
        for (var doc = _reused.NextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = _reused.NextDoc())
        {
            scores[doc] = score;
            LookAtTime();
        }
    }

    private ulong[] BitsOfCommon(string field, TermsEnum terms)
    {
        if (_common.Find(field, terms.Term, BitsOf.Term) is { } known)
        {
            return known;
        }

        var bits = _common.None();
        Add(terms, bits);
        _common.Keep(field, terms.Term, BitsOf.Term, bits);
        return bits;
    }

    private int AddBeginning(TermsEnum terms, BytesRef prefix, bool longer, ulong[] bits)
    {
        var count = 0;
        do
        {
            if (!StringHelper.StartsWith(terms.Term, prefix))
            {
                break;
            }

            if (!longer || terms.Term.Length > prefix.Length)
            {
                Add(terms, bits);
                count++;
            }
        }
        while (terms.MoveNext());
        return count;
    }

    private void Add(TermsEnum terms, ulong[] bits)
    {
        _reused = terms.Docs(null, _reused, DocsFlags.NONE);
        for (var doc = _reused.NextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = _reused.NextDoc())
        {
            bits[doc >> 6] |= 1UL << doc;
            LookAtTime();
        }
    }

    private void LookAtTime()
    {
        if (++_read % LookEvery == 0 && isSpent())
        {
            throw new BudgetSpentException();
        }
    }
}
