using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>A request, as a server sees it.</summary>
public sealed record DoubleRequest(string Method, string Path, string? Query, string? ContentType, string? Accept, string? Authorization, string Body)
{
    /// <summary>A parameter of the query; null when it is not there.</summary>
    public string? Parameter(string name) => Query?.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2))
        .FirstOrDefault(pair => pair[0] == name)?.ElementAtOrDefault(1);
}

/// <summary>An answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON.</param>
public sealed record DoubleReply(int Status, JsonNode? Body)
{
    /// <summary>Whether it says that it comes from Elasticsearch.</summary>
    public bool SaysProduct { get; init; } = true;

    /// <summary>A fault as Elasticsearch words it.</summary>
    public static DoubleReply Fault(int status, string type) => new(status, new JsonObject
    {
        ["error"] = new JsonObject { ["type"] = type, ["reason"] = type, ["root_cause"] = new JsonArray(new JsonObject { ["type"] = type, ["reason"] = type }) },
        ["status"] = status,
    });
}

/// <summary>
/// Stands in for an Elasticsearch in tests: the part of its REST interface that the hub uses, understood from the requests alone. It knows
/// nothing of the hub. It is strict where Elasticsearch is: unknown keys, fields and paths are refused, nothing is seen before a refresh.
/// </summary>
public sealed partial class ElasticDouble
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DoubleIndex> _indexes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DoubleIndex Index, IReadOnlyList<DoubleDocument> Documents)> _moments = new(StringComparer.Ordinal);
    private int _moment;

    /// <summary>Answers instead of the double, when it gives an answer.</summary>
    public Func<DoubleRequest, DoubleReply?> Trouble { get; set; } = _ => null;

    /// <summary>The status of a bulk item, instead of the double's.</summary>
    public Func<string, int?> ItemTrouble { get; set; } = _ => null;

    /// <summary>All that was asked.</summary>
    public IList<DoubleRequest> Asked { get; } = [];

    /// <summary>The version that it says it is.</summary>
    public string Version { get; set; } = "8.19.2";

    /// <summary>The names of its indexes.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _indexes.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Whether nothing deleted is left on its disks.</summary>
    public bool IsExpunged => _indexes.Values.All(index => index.IsExpunged);

    /// <summary>Answers a request.</summary>
    public DoubleReply Answer(DoubleRequest request)
    {
        lock (_gate)
        {
            Asked.Add(request);
            try
            {
                return Trouble(request) ?? Checked(request) ?? Done(request);
            }
            catch (DoubleFaultException fault)
            {
                return DoubleReply.Fault(fault.Status, fault.Message);
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
            {
                return DoubleReply.Fault(400, "parsing_exception");
            }
        }
    }

    private static DoubleReply? Checked(DoubleRequest request) =>
        request.Body.Length == 0 || Media().IsMatch(request.ContentType ?? "") ? null : DoubleReply.Fault(406, "media_type_header_exception");

    private DoubleReply Done(DoubleRequest request)
    {
        var parts = request.Path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        return (request.Method, parts) switch
        {
            ("GET", [""]) => Good(new JsonObject { ["name"] = "double", ["version"] = new JsonObject { ["number"] = Version }, ["tagline"] = "You Know, for Search" }),
            ("PUT", ["_index_template", var name]) => Keep(name, Json(request)),
            ("GET", ["_alias", var alias]) => Alias(alias),
            ("POST", ["_aliases"]) => Switch(Json(request)),
            ("POST", ["_search"]) => SearchMoment(Json(request)),
            ("DELETE", ["_pit"]) => Good(new JsonObject { ["succeeded"] = _moments.Remove((string)Json(request)["id"]!), ["num_freed"] = 1 }),
            ("PUT", [var name]) when name[0] != '_' => Create(name, Json(request)),
            ("DELETE", [var names]) when names[0] != '_' => Remove(names, request.Parameter("ignore_unavailable") == "true"),
            ("PUT", [var name, "_settings"]) => Known(name, _ => Good(new JsonObject { ["acknowledged"] = true })),
            ("POST" or "GET", [var name, "_refresh"]) => Known(name, index => Shards(index.Refresh)),
            ("POST", [var name, "_forcemerge"]) => Known(name, index => Shards(index.Expunge)),
            ("POST", [var name, "_bulk"]) => Bulk(name, request.Body),
            ("POST", [var name, "_pit"]) => Known(name, index => Moment(index, request.Parameter("keep_alive"))),
            ("POST" or "GET", [var name, "_search"]) => Known(name, index => Good(Searched(index, index.Visible, Json(request)))),
            ("PUT", [var name, "_doc", var id]) => Known(name, index => Written(index, id, request)),
            ("GET", [var name, "_doc", var id]) => Known(name, index => Got(index, name, id)),
            _ => DoubleReply.Fault(400, "illegal_argument_exception"),
        };
    }

    private DoubleReply Keep(string name, JsonObject template)
    {
        DoubleFaultException.UnlessOnly(template, "index_patterns", "priority", "template", "composed_of", "_meta", "version", "allow_auto_create");
        DoubleFaultException.UnlessOnly(template["template"]!.AsObject(), "settings", "mappings", "aliases");
        _templates[name] = template;
        return Good(new JsonObject { ["acknowledged"] = true });
    }

    private DoubleReply Create(string name, JsonObject body)
    {
        DoubleFaultException.UnlessOnly(body, "aliases", "settings", "mappings");
        if (_indexes.ContainsKey(name))
        {
            throw new DoubleFaultException(400, "resource_already_exists_exception");
        }

        var template = _templates.Values.FirstOrDefault(one => one["index_patterns"]!.AsArray().Any(pattern => Fits((string)pattern!, name)))?["template"];
        _indexes[name] = new(template?["settings"] ?? new JsonObject(), body["mappings"] ?? template?["mappings"] ?? new JsonObject { ["properties"] = new JsonObject() });
        foreach (var alias in body["aliases"]?.AsObject().Select(pair => pair.Key) ?? [])
        {
            Named(alias).Add(name);
        }

        return Good(new JsonObject { ["acknowledged"] = true, ["index"] = name });
    }

    private DoubleReply Remove(string names, bool ignoreUnavailable)
    {
        foreach (var name in names.Split(','))
        {
            if (!_indexes.Remove(name) && !ignoreUnavailable)
            {
                throw new DoubleFaultException(404, "index_not_found_exception");
            }

            foreach (var alias in _aliases.Values)
            {
                alias.Remove(name);
            }
        }

        return Good(new JsonObject { ["acknowledged"] = true });
    }

    private DoubleReply Alias(string alias) => Named(alias) is { Count: > 0 } names
        ? Good(new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["aliases"] = new JsonObject { [alias] = new JsonObject() } }))))
        : new DoubleReply(404, new JsonObject { ["error"] = $"alias [{alias}] missing", ["status"] = 404 });

    private DoubleReply Switch(JsonObject body)
    {
        foreach (var action in body["actions"]!.AsArray().Select(action => action!.AsObject().First()))
        {
            var (index, alias) = ((string)action.Value!["index"]!, (string)action.Value["alias"]!);
            var done = _indexes.ContainsKey(index) && (action.Key == "add" ? Named(alias).Add(index) || true : Named(alias).Remove(index) || (bool?)action.Value["must_exist"] != true);
            if (!done)
            {
                throw new DoubleFaultException(404, "aliases_not_found_exception");
            }
        }

        return Good(new JsonObject { ["acknowledged"] = true, ["errors"] = false });
    }

    private HashSet<string> Named(string alias) => _aliases.TryGetValue(alias, out var names) ? names : _aliases[alias] = new(StringComparer.Ordinal);

    private DoubleIndex? Find(string name) => _indexes.GetValueOrDefault(name) ?? (Named(name) is { Count: 1 } names ? _indexes.GetValueOrDefault(names.First()) : null);

    private DoubleReply Known(string name, Func<DoubleIndex, DoubleReply> then) => then(Find(name) ?? throw new DoubleFaultException(404, "index_not_found_exception"));

    private static bool Fits(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == name;

    private static DoubleReply Good(JsonNode body) => new(200, body);

    private static DoubleReply Shards(Action work)
    {
        work();
        return Good(new JsonObject { ["_shards"] = new JsonObject { ["total"] = 1, ["successful"] = 1, ["failed"] = 0 } });
    }

    private static JsonObject Json(DoubleRequest request) => request.Body.Length == 0 ? [] : JsonNode.Parse(request.Body)!.AsObject();

    [GeneratedRegex(@"^application/(vnd\.elasticsearch\+(json|x-ndjson); ?compatible-with=[89]|json|x-ndjson)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Media();
}
