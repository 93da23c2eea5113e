using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>A document as it was indexed: what is stored of it, and its terms by field.</summary>
public sealed record DoubleDocument(string Id, JsonObject Stored, IReadOnlyDictionary<string, IReadOnlyList<DoubleToken>> Terms, IReadOnlyDictionary<string, long> Numbers);

/// <summary>One index: it reads documents by its own mapping, and shows what was written once it is refreshed.</summary>
public sealed class DoubleIndex
{
    private const int LongestTerm = 32_766;

    private readonly Dictionary<string, (long Version, DoubleDocument? Document)> _written = new(StringComparer.Ordinal);
    private readonly JsonNode _mappings;

    public DoubleIndex(JsonNode settings, JsonNode mappings)
    {
        (_mappings, Analysis) = (mappings, new(settings["analysis"]));
        foreach (var field in Fields(mappings["properties"]!.AsObject(), ""))
        {
            All[field.Path] = field.How;
        }
    }

    public DoubleAnalysis Analysis { get; }

    /// <summary>How each field is mapped, by its path; sub-fields too.</summary>
    public IDictionary<string, JsonNode> All { get; } = new Dictionary<string, JsonNode>(StringComparer.Ordinal);

    /// <summary>What searches see.</summary>
    public IReadOnlyList<DoubleDocument> Visible { get; private set; } = [];

    /// <summary>Whether what was deleted is really gone.</summary>
    public bool IsExpunged { get; private set; } = true;

    public void Refresh() => Visible = [.. _written.Values.Select(one => one.Document).OfType<DoubleDocument>()];

    public void Expunge() => IsExpunged = true;

    public DoubleDocument? Find(string id) => _written.GetValueOrDefault(id).Document;

    /// <summary>Writes or deletes; the status that Elasticsearch would give the item.</summary>
    /// <param name="id">The id.</param>
    /// <param name="source">The document; null to delete.</param>
    /// <param name="version">With <paramref name="type"/>: the version that it bears.</param>
    /// <param name="type">external, external_gte, or null.</param>
    public int Write(string id, JsonObject? source, long? version, string? type)
    {
        DoubleFaultException.Unless(Encoding.UTF8.GetByteCount(id) is > 0 and <= 512 && (version is null) == (type is null) && version is null or >= 0);
        var was = _written.TryGetValue(id, out var known);
        if (was && type is not null && (type == "external_gte" ? version < known.Version : version <= known.Version))
        {
            return 409;
        }

        IsExpunged &= known.Document is null;
        var document = source is null ? null : Read(id, source);
        _written[id] = (version ?? known.Version + 1, document);
        return (source, known.Document) switch
        {
            (null, null) => 404,
            (null, _) => 200,
            (_, null) => 201,
            _ => 200,
        };
    }

    private DoubleDocument Read(string id, JsonObject source)
    {
        var (terms, numbers) = (new Dictionary<string, IReadOnlyList<DoubleToken>>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
        Read(source, _mappings["properties"]!.AsObject(), "", terms, numbers);
        var kept = _mappings["_source"]?["includes"]?.AsArray().Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        return new(id, new JsonObject(source.Where(pair => kept?.Contains(pair.Key) ?? true).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))), terms, numbers);
    }

    private void Read(
        JsonObject source, JsonObject properties, string path, Dictionary<string, IReadOnlyList<DoubleToken>> terms, Dictionary<string, long> numbers)
    {
        foreach (var (name, value) in source)
        {
            var how = properties[name] ?? throw new DoubleFaultException(400, "strict_dynamic_mapping_exception");
            var here = path + name;
            switch ((string?)how["type"])
            {
                case null:
                    Read(value!.AsObject(), how["properties"]!.AsObject(), here + ".", terms, numbers);
                    break;
                case "object" when (bool?)how["enabled"] == false:
                    break;
                case "long":
                    numbers[here] = value is JsonValue number && number.TryGetValue<long>(out var read) ? read : throw new DoubleFaultException(400, "document_parsing_exception");
                    break;
                case "keyword":
                    terms[here] = [.. Values(value).Select(text => Encoding.UTF8.GetByteCount(text) <= LongestTerm ? new DoubleToken(text, 0) : throw new DoubleFaultException(400, "document_parsing_exception"))];
                    break;
                case "text":
                    ReadText(here, how, [.. Values(value)], terms);
                    break;
                default:
                    throw new DoubleFaultException(400, "mapper_parsing_exception");
            }
        }
    }

    private void ReadText(string path, JsonNode how, List<string> texts, Dictionary<string, IReadOnlyList<DoubleToken>> terms)
    {
        var (found, from) = (new List<DoubleToken>(), 0);
        foreach (var text in texts)
        {
            found.AddRange(Analysis.Terms((string)how["analyzer"]!, text, from));
            from += DoubleAnalysis.Places(text) + ((int?)how["position_increment_gap"] ?? 100);
        }

        terms[path] = found;
        foreach (var (name, sub) in how["fields"]?.AsObject() ?? [])
        {
            ReadText($"{path}.{name}", sub!, texts, terms);
        }
    }

    private static IEnumerable<string> Values(JsonNode? value) =>
        (value as JsonArray ?? [value?.DeepClone()]).Select(one => one is JsonValue text && text.TryGetValue<string>(out var read) ? read : throw new DoubleFaultException(400, "document_parsing_exception"));

    private static IEnumerable<(string Path, JsonNode How)> Fields(JsonObject properties, string path)
    {
        foreach (var (name, how) in properties)
        {
            yield return (path + name, how!);
            foreach (var inner in Fields((how!["properties"] ?? how["fields"])?.AsObject() ?? [], $"{path}{name}."))
            {
                yield return inner;
            }
        }
    }
}
