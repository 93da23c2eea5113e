using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>The values of one field as they are. Used over and over by one thread.</summary>
internal sealed class TermStream : TokenStream
{
    private readonly TermBytes _term = new();
    private readonly List<BytesRef> _values = [];
    private readonly IPositionIncrementAttribute _place;
    private int _next;

    public TermStream()
    {
        AddAttributeImpl(_term);
        _place = AddAttribute<IPositionIncrementAttribute>();
    }

    /// <summary>Takes away what it has.</summary>
    public void Clear() => _values.Clear();

    /// <summary>Gives it a value.</summary>
    /// <returns>False when it has that one.</returns>
    public bool Add(BytesRef value)
    {
        if (_values.Contains(value))
        {
            return false;
        }

        _values.Add(value);
        return true;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        (_next, _place.PositionIncrement) = (0, 1); // The end of the use before left it at 0.
    }

    /// <inheritdoc/>
    public override bool IncrementToken()
    {
        if (_next == _values.Count)
        {
            return false;
        }

        _term.Set(_values[_next++]);
        return true;
    }
}
