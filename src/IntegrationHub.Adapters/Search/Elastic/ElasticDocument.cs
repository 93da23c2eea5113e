using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>How a document lies in Elasticsearch. Whoever changes this, <see cref="ElasticTemplate"/>, or what is drawn into documents raises <see cref="Schema"/>.</summary>
internal static class ElasticDocument
{
    /// <summary>The shape of the index; one of another shape is rebuilt.</summary>
    public const string Schema = "2";

    /// <summary>The document's key; only the index's own note of its position has none.</summary>
    public const string Key = "key";

    /// <summary>Unix milliseconds.</summary>
    public const string At = "at";

    /// <summary>Every number and id of the document, to be found by free text.</summary>
    public const string Codes = "code";

    /// <summary>Marks of those who may read the document.</summary>
    public const string Reader = "reader";

    /// <summary>The title's stems.</summary>
    public const string Title = "title";

    /// <summary>The words as they stand, folded; its sub-fields are <see cref="Stems"/>, <see cref="Swedish"/> and <see cref="English"/>.</summary>
    public const string Words = "text";

    /// <summary>Swedish light stems, folded.</summary>
    public const string Stems = "text.stem";

    /// <summary>Swedish, Snowball stems, without stop words.</summary>
    public const string Swedish = "text.sv";

    /// <summary>English, Porter stems, without stop words.</summary>
    public const string English = "text.en";

    /// <summary>The document as it was put; not indexed.</summary>
    public const string Stored = "document";

    /// <summary>The id under which the index notes how far it tells of the log.</summary>
    public const string PositionId = "position";

    /// <summary>Where a field's values lie for filters.</summary>
    public static string Filter(SearchField field) => "is." + field.Name;

    /// <summary>Where a field's values lie for counting.</summary>
    public static string Facet(SearchField field) => "facet." + field.Name;

    /// <summary>The document in Elasticsearch's form.</summary>
    public static JsonObject Of(SearchDocument document)
    {
        var (sought, counted, codes) = (new JsonObject(), new JsonObject(), new List<string>());
        foreach (var field in SearchField.All)
        {
            List<string> values = [.. IndexedValues.Sought(field, field.Held(document))];
            codes.AddRange(field.IsCode ? values : []);
            Add(sought, field, values);
            Add(counted, field, field.IsFacet ? [.. IndexedValues.Counted(field.Held(document))] : []);
        }

        return new JsonObject
        {
            [Key] = document.Key,
            [At] = document.At.ToUnixTimeMilliseconds(),
            [Title] = SearchText.Clean(document.Title),
            [Words] = ElasticJson.Array(document.Texts.Prepend(document.Title).Select(SearchText.Clean)),
            [Codes] = ElasticJson.Array(codes.Distinct(StringComparer.Ordinal)),
            [Reader] = ElasticJson.Array(SearchReader.MarksOf(document)),
            ["is"] = sought,
            ["facet"] = counted,
            [Stored] = JsonSerializer.SerializeToNode(document, ElasticJson.Options),
        };
    }

    /// <summary>The document as it was put, from a hit.</summary>
    public static SearchDocument Read(JsonNode hit) => hit["_source"]![Stored].Deserialize<SearchDocument>(ElasticJson.Options)!;

    private static void Add(JsonObject to, SearchField field, List<string> values)
    {
        if (values.Count > 0)
        {
            to[field.Name] = ElasticJson.Array(values);
        }
    }
}
