using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Core.Search;
using Lucene.Net.Documents;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>How a document lies in the index. Whoever changes this, or what is drawn into documents, raises <see cref="Schema"/>.</summary>
internal static class IndexedDocument
{
    /// <summary>The shape of the index; one of another shape is rebuilt.</summary>
    public const string Schema = "3";

    /// <summary>The document's key; also doc values, to sort by.</summary>
    public const string Key = "key";

    /// <summary>Unix milliseconds, as doc values: to sort by and to limit by.</summary>
    public const string At = "at";

    /// <summary>Every number and id of the document, to be found by free text.</summary>
    public const string Codes = "code";

    /// <summary>Marks of those who may read the document.</summary>
    public const string Reader = "reader";

    /// <summary>The stems of the words in every language that somebody may have written, each once in its word's place: nobody says which one it is.</summary>
    public const string Forms = "form";

    /// <summary>The document itself, to be shown.</summary>
    public const string Stored = "document";

    /// <summary>Shapes that can be searched until the rebuild is done, by the city's own staff alone: they may say otherwise who reads what.</summary>
    private static readonly string[] s_readable = [Schema, "2", "1"];

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether an index of this shape can be searched by this version.</summary>
    public static bool IsReadable(string? schema) => s_readable.Contains(schema, StringComparer.Ordinal);

    /// <summary>Where a field's values lie for filters.</summary>
    public static string Filter(SearchField field) => "is." + field.Name;

    /// <summary>Where a field's values lie for counting.</summary>
    public static string Facet(SearchField field) => "facet." + field.Name;

    /// <summary>The document as it is kept, to be shown.</summary>
    public static byte[] Write(SearchDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, s_json);

    /// <summary>The document as it was put.</summary>
    public static SearchDocument Read(Document indexed)
    {
        var stored = indexed.GetBinaryValue(Stored);
        return JsonSerializer.Deserialize<SearchDocument>(stored.Bytes.AsSpan(stored.Offset, stored.Length), s_json)!;
    }
}
