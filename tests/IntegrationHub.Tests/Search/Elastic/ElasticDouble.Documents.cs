using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHub.Tests.Search.Elastic;

public sealed partial class ElasticDouble
{
    private DoubleReply Bulk(string name, string body)
    {
        DoubleFaultException.Unless(body.EndsWith('\n'));
        var lines = body.TrimEnd('\n').Split('\n');
        var items = new JsonArray();
        for (var i = 0; i < lines.Length; i++)
        {
            var (action, how) = (JsonNode.Parse(lines[i])!.AsObject().First().Key, JsonNode.Parse(lines[i])!.AsObject().First().Value!.AsObject());
            DoubleFaultException.Unless(action is "index" or "delete");
            DoubleFaultException.UnlessOnly(how, "_id", "version", "version_type", "_index");
            items.Add(new JsonObject { [action] = Item(name, (string)how["_id"]!, action == "index" ? JsonNode.Parse(lines[++i])!.AsObject() : null, how) });
        }

        return Good(new JsonObject
        {
            ["took"] = 1,
            ["errors"] = items.Any(item => item!.AsObject().First().Value!["error"] is not null),
            ["items"] = items,
        });
    }

    private JsonObject Item(string name, string id, JsonObject? source, JsonObject how)
    {
        var (status, type) = (200, (string?)null);
        try
        {
            (status, type) = (ItemTrouble(id), Find(name)) switch
            {
                ({ } trouble, _) => (trouble, trouble switch { 429 => "es_rejected_execution_exception", 400 => "document_parsing_exception", _ => "unavailable_shards_exception" }),
                (_, null) => (404, "index_not_found_exception"),
                (_, { } index) => (index.Write(id, source, (long?)how["version"], (string?)how["version_type"]), null),
            };
        }
        catch (DoubleFaultException fault)
        {
            (status, type) = (fault.Status, fault.Message);
        }

        var item = new JsonObject { ["_index"] = name, ["_id"] = id, ["status"] = status };
        type ??= status == 409 ? "version_conflict_engine_exception" : null;
        if (type is not null)
        {
            item["error"] = new JsonObject { ["type"] = type, ["reason"] = $"[{id}]: the reason may repeat the text" };
        }

        return item;
    }

    private static DoubleReply Written(DoubleIndex index, string id, DoubleRequest request)
    {
        var version = request.Parameter("version") is { } said ? long.Parse(said, CultureInfo.InvariantCulture) : (long?)null;
        var status = index.Write(id, Json(request), version, request.Parameter("version_type"));
        return status == 409 ? DoubleReply.Fault(409, "version_conflict_engine_exception") : new(status, new JsonObject { ["_id"] = id, ["result"] = "updated" });
    }

    private static DoubleReply Got(DoubleIndex index, string name, string id) => index.Find(id) is { } document
        ? Good(new JsonObject { ["_index"] = name, ["_id"] = id, ["found"] = true, ["_source"] = document.Stored.DeepClone() })
        : new DoubleReply(404, new JsonObject { ["_index"] = name, ["_id"] = id, ["found"] = false });

    private DoubleReply Moment(DoubleIndex index, string? keepAlive)
    {
        DoubleFaultException.Unless(keepAlive is { Length: > 0 });
        var id = $"moment-{++_moment}";
        _moments[id] = (index, index.Visible);
        return Good(new JsonObject { ["id"] = id, ["_shards"] = new JsonObject { ["total"] = 1, ["successful"] = 1, ["skipped"] = 0, ["failed"] = 0 } });
    }

    private DoubleReply SearchMoment(JsonObject body)
    {
        var id = (string?)body["pit"]?["id"] ?? throw new DoubleFaultException(400, "illegal_argument_exception");
        if (!_moments.TryGetValue(id, out var moment))
        {
            throw new DoubleFaultException(404, "search_context_missing_exception");
        }

        var answer = Searched(moment.Index, moment.Documents, body);
        answer["pit_id"] = id;
        return Good(answer);
    }

    private static JsonObject Searched(DoubleIndex index, IReadOnlyList<DoubleDocument> documents, JsonObject body)
    {
        var answer = DoubleSearch.Answer(index, documents, body);
        answer["took"] = 1;
        answer["timed_out"] = false;
        answer["_shards"] = new JsonObject { ["total"] = 1, ["successful"] = 1, ["skipped"] = 0, ["failed"] = 0 };
        return answer;
    }
}
