using System.Text.Json.Nodes;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>The index template: what every index of the hub's is like.</summary>
/// <remarks>
/// The analysis is that of the embedded index, spelt out, so that both answer alike whatever a version of Elasticsearch means by
/// <c>swedish</c>. One shard, so that facets are exact. No index comes about by writing to it, and no field by a document that has it.
/// </remarks>
internal static class ElasticTemplate
{
    private const string WordTokens = "hub_words";

    /// <summary>The body of <c>PUT /_index_template/NAME</c>.</summary>
    /// <param name="alias">The alias; indexes are called so with a number behind.</param>
    public static JsonObject Of(string alias) => new()
    {
        ["index_patterns"] = new JsonArray($"{alias}-0*"),
        ["priority"] = 500,
        ["allow_auto_create"] = false,
        ["template"] = new JsonObject { ["settings"] = Settings(), ["mappings"] = Mappings() },
        ["_meta"] = new JsonObject { ["schema"] = ElasticDocument.Schema },
    };

    private static JsonObject Settings() => new()
    {
        ["index"] = new JsonObject
        {
            ["number_of_shards"] = 1,
            ["auto_expand_replicas"] = "0-1",
            ["refresh_interval"] = "1s",
        },
        ["index.merge.policy.expunge_deletes_allowed"] = 0, // What is forgotten is not left in a tenth of a segment.
        ["analysis"] = new JsonObject
        {
            ["tokenizer"] = new JsonObject
            {
                // As SearchText.Words: letters and digits of the basic plane.
                [WordTokens] = new JsonObject { ["type"] = "pattern", ["pattern"] = @"[\p{L}\p{Nd}&&[^\x{10000}-\x{10FFFF}]]+", ["group"] = 0 },
            },
            ["filter"] = new JsonObject
            {
                ["hub_cut"] = new JsonObject { ["type"] = "truncate", ["length"] = 255 },
                ["hub_common_sv"] = new JsonObject { ["type"] = "stop", ["stopwords"] = ElasticJson.Array(CommonWords.Swedish) },
                ["hub_common_en"] = new JsonObject { ["type"] = "stop", ["stopwords"] = ElasticJson.Array(CommonWords.English) },
                ["hub_snowball_sv"] = new JsonObject { ["type"] = "stemmer", ["language"] = "swedish" },
                ["hub_light_sv"] = new JsonObject { ["type"] = "stemmer", ["language"] = "light_swedish" },
            },
            ["analyzer"] = new JsonObject
            {
                ["hub_word"] = Analyzer("asciifolding"),
                ["hub_stem"] = Analyzer("hub_light_sv", "asciifolding"),
                ["hub_sv"] = Analyzer("hub_common_sv", "hub_snowball_sv"),
                ["hub_en"] = Analyzer("hub_common_en", "porter_stem"),
            },
        },
    };

    private static JsonObject Analyzer(params string[] filters) => new()
    {
        ["type"] = "custom",
        ["tokenizer"] = WordTokens,
        ["filter"] = ElasticJson.Array(filters.Prepend("lowercase").Prepend("hub_cut")),
    };

    private static JsonObject Mappings() => new()
    {
        ["dynamic"] = "strict",
        ["_meta"] = new JsonObject { ["schema"] = ElasticDocument.Schema },
        ["_source"] = new JsonObject { ["includes"] = new JsonArray(ElasticDocument.Stored, "position", "schema") }, // Texts lie on the disk once, not twice.
        ["properties"] = new JsonObject
        {
            [ElasticDocument.Key] = Keyword(),
            [ElasticDocument.At] = new JsonObject { ["type"] = "long" },
            [ElasticDocument.Title] = Text("hub_stem", "docs"),
            [ElasticDocument.Words] = Texts(),
            [ElasticDocument.Codes] = Keyword(),
            [ElasticDocument.Reader] = Keyword(),
            ["is"] = Values(SearchField.All),
            ["facet"] = Values(SearchField.All.Where(field => field.IsFacet)),
            [ElasticDocument.Stored] = new JsonObject { ["type"] = "object", ["enabled"] = false },
            ["position"] = new JsonObject { ["type"] = "long", ["index"] = false, ["doc_values"] = false },
            ["schema"] = new JsonObject { ["type"] = "keyword", ["index"] = false, ["doc_values"] = false },
        },
    };

    private static JsonObject Values(IEnumerable<SearchField> fields) =>
        new() { ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Keyword()))) };

    private static JsonObject Texts()
    {
        var texts = Text("hub_word", "positions");
        texts["fields"] = new JsonObject
        {
            ["stem"] = Text("hub_stem", "positions"),
            ["sv"] = Text("hub_sv", "positions"),
            ["en"] = Text("hub_en", "docs"),
        };
        return texts;
    }

    private static JsonObject Text(string analyzer, string options) => new()
    {
        ["type"] = "text",
        ["analyzer"] = analyzer,
        ["norms"] = false,
        ["index_options"] = options,
        ["position_increment_gap"] = 100,
    };

    private static JsonObject Keyword() => new() { ["type"] = "keyword" };
}
