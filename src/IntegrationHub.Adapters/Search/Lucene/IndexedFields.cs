using IntegrationHub.Core.Search;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>One document after another in Lucene's form. Used over and over by one thread: to make fields and streams anew would cost as much as to index them.</summary>
internal sealed class IndexedFields : IDisposable
{
    private static readonly FieldType s_terms = Shape(IndexOptions.DOCS_ONLY);

    private static readonly FieldType s_places = Shape(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);

    private readonly IndexedWords _words;
    private readonly TermStream _keyTerm = new();
    private readonly TermStream _readers = new();
    private readonly TermStream _codes = new();
    private readonly SortedDocValuesField _key = new(IndexedDocument.Key, new BytesRef());
    private readonly NumericDocValuesField _at = new(IndexedDocument.At, 0);
    private readonly StoredField _stored = new(IndexedDocument.Stored, Array.Empty<byte>());
    private readonly IIndexableField[] _always;
    private readonly IndexedField[] _ofDocument = [.. SearchField.All.Select(field => new IndexedField(field, s_terms))];
    private readonly List<IIndexableField> _fields = [];

    /// <param name="book">The words that are known; shared.</param>
    public IndexedFields(WordBook book)
    {
        _words = new(book);
        _always =
        [
            _key, _at, _stored,
            new Field(IndexedDocument.Key, _keyTerm, s_terms),
            new Field(IndexAnalyzer.Title, _words.Title, s_terms),
            new Field(IndexAnalyzer.Words, _words.Words, s_places),
            new Field(IndexedDocument.Forms, _words.Forms, s_places),
            new Field(IndexedDocument.Reader, _readers, s_terms),
            new Field(IndexedDocument.Codes, _codes, s_terms),
        ];
    }

    /// <summary>The document's fields; good until the next one is asked for.</summary>
    public IReadOnlyList<IIndexableField> Of(SearchDocument document)
    {
        _words.Read(document);
        var key = new BytesRef(document.Key);
        _keyTerm.Clear();
        _keyTerm.Add(key);
        _key.SetBytesValue(key);
        _codes.Clear();
        _readers.Clear();
        foreach (var mark in SearchReader.MarksOf(document))
        {
            _readers.Add(new(mark));
        }

        _at.SetInt64Value(document.At.ToUnixTimeMilliseconds());
        _stored.SetBytesValue(IndexedDocument.Write(document));
        _fields.Clear();
        _fields.AddRange(_always);
        foreach (var field in _ofDocument)
        {
            field.Add(document, _fields, _codes);
        }

        return _fields;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _words.Dispose();
        _keyTerm.Dispose();
        _readers.Dispose();
        _codes.Dispose();
        foreach (var field in _ofDocument)
        {
            field.Dispose();
        }
    }

    private static FieldType Shape(IndexOptions options)
    {
        var shape = new FieldType { IsIndexed = true, IsTokenized = true, OmitNorms = true, IndexOptions = options };
        shape.Freeze();
        return shape;
    }

    /// <summary>One of the things that documents are sought by, as terms and, where answers count it, as values.</summary>
    private sealed class IndexedField(SearchField field, FieldType shape) : IDisposable
    {
        /// <summary>What is counted has few values, and they come over and over.</summary>
        private const int MostKept = 10_000;

        private readonly TermStream _terms = new();
        private readonly List<SortedSetDocValuesField> _counted = [];
        private readonly Dictionary<string, (BytesRef? Sought, BytesRef? Counted)> _known = new(StringComparer.Ordinal);
        private readonly string _facet = IndexedDocument.Facet(field);
        private Field? _sought;
        private int _next;

        public void Add(SearchDocument document, List<IIndexableField> to, TermStream codes)
        {
            var values = field.Held(document);
            if (values.Count == 0)
            {
                return;
            }

            _terms.Clear();
            _next = 0;
            foreach (var value in values)
            {
                var (sought, counted) = field.IsFacet ? Known(value) : (IndexedValues.Sought(field, value) is { Length: > 0 } term ? new(term) : null, null);
                if (sought is not null && _terms.Add(sought) && field.IsCode)
                {
                    codes.Add(sought);
                }

                if (counted is not null)
                {
                    to.Add(Counted(counted));
                }
            }

            to.Add(_sought ??= new Field(IndexedDocument.Filter(field), _terms, shape));
        }

        public void Dispose() => _terms.Dispose();

        private (BytesRef? Sought, BytesRef? Counted) Known(string value)
        {
            if (_known.TryGetValue(value, out var known))
            {
                return known;
            }

            if (_known.Count == MostKept)
            {
                _known.Clear();
            }

            return _known[value] = (
                IndexedValues.Sought(field, value) is { Length: > 0 } sought ? new(sought) : null,
                IndexedValues.Counted(value) is { Length: > 0 } counted ? new(counted) : null);
        }

        /// <summary>A value twice in one document counts once: the index sees to that.</summary>
        private SortedSetDocValuesField Counted(BytesRef value)
        {
            if (_next == _counted.Count)
            {
                _counted.Add(new(_facet, value));
            }

            _counted[_next].SetBytesValue(value);
            return _counted[_next++];
        }
    }
}
