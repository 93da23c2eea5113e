using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Core.Search;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>How a document lies in the index. Whoever changes this raises <see cref="Schema"/>.</summary>
internal static class IndexedDocument
{
    /// <summary>The shape of the index; one of another shape is rebuilt.</summary>
    public const string Schema = "1";

    /// <summary>The document's key; also doc values, to sort by.</summary>
    public const string Key = "key";

    /// <summary>Unix milliseconds; also doc values, to sort by.</summary>
    public const string At = "at";

    /// <summary>Every number and id of the document, to be found by free text.</summary>
    public const string Codes = "code";

    private const string Stored = "document";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FieldType Terms = Shape(IndexOptions.DOCS_ONLY, tokenized: false);

    private static readonly FieldType Stems = Shape(IndexOptions.DOCS_ONLY, tokenized: true);

    private static readonly FieldType Positions = Shape(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, tokenized: true);

    /// <summary>Where a field's values lie for filters.</summary>
    public static string Filter(SearchField field) => "is." + field.Name;

    /// <summary>Where a field's values lie for counting.</summary>
    public static string Facet(SearchField field) => "facet." + field.Name;

    public static Document Of(SearchDocument document)
    {
        var at = document.At.ToUnixTimeMilliseconds();
        var indexed = new Document
        {
            new Field(Key, document.Key, Terms),
            new SortedDocValuesField(Key, new BytesRef(document.Key)),
            new Int64Field(At, at, Field.Store.NO),
            new NumericDocValuesField(At, at),
            new StoredField(Stored, JsonSerializer.SerializeToUtf8Bytes(document, Json)),
            new Field(IndexAnalyzer.Title, SearchText.Clean(document.Title), Stems),
        };
        foreach (var text in document.Texts.Prepend(document.Title).Select(SearchText.Clean))
        {
            indexed.Add(new Field(IndexAnalyzer.Swedish, text, Positions));
            indexed.Add(new Field(IndexAnalyzer.English, text, Stems));
            indexed.Add(new Field(IndexAnalyzer.Stems, text, Positions));
            indexed.Add(new Field(IndexAnalyzer.Words, text, Positions));
        }

        foreach (var field in SearchField.All)
        {
            Add(indexed, field, field.Held(document));
        }

        return indexed;
    }

    public static SearchDocument Read(Document indexed)
    {
        var stored = indexed.GetBinaryValue(Stored);
        return JsonSerializer.Deserialize<SearchDocument>(stored.Bytes.AsSpan(stored.Offset, stored.Length), Json)!;
    }

    private static void Add(Document indexed, SearchField field, IReadOnlyList<string> values)
    {
        foreach (var value in values.Select(field.Comparable).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal))
        {
            indexed.Add(new Field(Filter(field), value, Terms));
            if (field.IsCode)
            {
                indexed.Add(new Field(Codes, value, Terms));
            }
        }

        if (field.IsFacet)
        {
            foreach (var value in values.Select(FacetValue).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal))
            {
                indexed.Add(new SortedSetDocValuesField(Facet(field), new BytesRef(value)));
            }
        }
    }

    /// <summary>A value as it is shown, not so long that it could not be a term.</summary>
    private static string FacetValue(string value) =>
        SearchText.Clean(value.Length <= SearchText.MaxValue ? value : value[..SearchText.MaxValue]).Trim();

    private static FieldType Shape(IndexOptions options, bool tokenized)
    {
        var shape = new FieldType { IsIndexed = true, IsTokenized = tokenized, OmitNorms = true, IndexOptions = options };
        shape.Freeze();
        return shape;
    }
}
