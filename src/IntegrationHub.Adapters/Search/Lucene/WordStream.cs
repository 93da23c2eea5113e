using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>One field's terms of words that were cut already. Used over and over by one thread.</summary>
internal sealed class WordStream : TokenStream
{
    /// <summary>Keeps phrases from running from one text into the next.</summary>
    public const int BetweenTexts = 100;

    private readonly Func<WordForms, BytesRef[]> _terms;
    private readonly TermBytes _term = new();
    private readonly IPositionIncrementAttribute _place;
    private IReadOnlyList<WordForms?> _words = [];
    private BytesRef[] _ofWord = [];
    private int _nextOfWord;
    private int _next;
    private int _end;

    /// <param name="terms">The terms of a word in this field, all in one place.</param>
    public WordStream(Func<WordForms, BytesRef[]> terms)
    {
        _terms = terms;
        AddAttributeImpl(_term);
        _place = AddAttribute<IPositionIncrementAttribute>();
    }

    /// <summary>Gives it words; null stands between two texts.</summary>
    public void Read(IReadOnlyList<WordForms?> words, int count) => (_words, _end) = (words, count);

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        (_next, _ofWord, _nextOfWord) = (0, [], 0);
    }

    /// <inheritdoc/>
    public override bool IncrementToken()
    {
        if (_nextOfWord < _ofWord.Length)
        {
            _place.PositionIncrement = 0;
            _term.Set(_ofWord[_nextOfWord++]);
            return true;
        }

        for (var step = 1; _next < _end; step += BetweenTexts)
        {
            if (_words[_next++] is { } word)
            {
                (_ofWord, _nextOfWord) = (_terms(word), 1);
                _place.PositionIncrement = step;
                _term.Set(_ofWord[0]);
                return true;
            }
        }

        return false;
    }
}

/// <summary>A term as the bytes that the index takes, so that nothing is encoded for each of a million texts anew.</summary>
internal sealed class TermBytes : global::Lucene.Net.Util.Attribute, ITermToBytesRefAttribute
{
    /// <inheritdoc/>
    public BytesRef BytesRef { get; } = new();

    /// <summary>The term; the bytes are not copied.</summary>
    public void Set(BytesRef term) => (BytesRef.Bytes, BytesRef.Offset, BytesRef.Length) = (term.Bytes, term.Offset, term.Length);

    /// <inheritdoc/>
    public void FillBytesRef()
    {
        // It is filled when the term is set.
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        // The next term takes the place of this one.
    }

    /// <inheritdoc/>
    public override void CopyTo(IAttribute target) => ((TermBytes)target).Set(BytesRef);
}
