using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>JSON as it goes to Elasticsearch.</summary>
internal static class ElasticJson
{
    /// <summary>Letters as they are; nothing of it stands in a page.</summary>
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Texts as a JSON array.</summary>
    public static JsonArray Array(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
