using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>What it answers.</summary>
internal sealed partial class Tmf622Double
{
    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization != "Bearer " + Token)
        {
            http.Response.StatusCode = 401;
            return;
        }

        if (Answers != 0)
        {
            http.Response.StatusCode = Answers;
            return;
        }

        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync();
        var (status, body) = Answer(http.Request, text.Length > 0 ? JsonNode.Parse(text) as JsonObject : null, http.Response.Headers);
        if (http.Request.Method is "POST" or "PATCH" && LosesAnswers > 0)
        {
            LosesAnswers--;
            http.Abort();
            return;
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (body is not null)
        {
            await http.Response.WriteAsync(body.ToJsonString());
        }
    }

    private (int Status, JsonNode? Body) Answer(HttpRequest request, JsonObject? body, IHeaderDictionary headers)
    {
        lock (_gate)
        {
            var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)[3..];
            return (request.Method, path) switch
            {
                ("GET", ["productOrder"]) => (200, Listed(_orders, request.Query, headers)),
                ("GET", ["productOrder", var id]) => _orders.Find(one => (string)one["id"]! == id) is { } one ? (200, one.DeepClone()) : Error(404, "There is no such order."),
                ("POST", ["productOrder"]) => body is not null && Fault(body) is { } fault ? Error(400, fault) : (201, Kept(Made(body!))),
                ("PATCH", ["productOrder", var id]) => _orders.Find(one => (string)one["id"]! == id) is { } one ? Patched(one, body!) : Error(404, "There is no such order."),
                ("GET", ["cancelProductOrder"]) => (200, Listed(_cancellations, request.Query, headers)),
                ("POST", ["cancelProductOrder"]) => Cancelled(body!),
                ("POST", ["hub"]) => Registered(body!),
                _ => Error(405, "That is not offered."),
            };
        }
    }

    private string? Fault(JsonObject order)
    {
        if (order["productOrderItem"] is not JsonArray { Count: > 0 } items)
        {
            return "productOrderItem is mandatory.";
        }

        return items.Cast<JsonObject>().Any(item => item["id"] is not JsonValue || (string?)item["action"] is not ("add" or "modify" or "delete" or "noChange")) ? "productOrderItem: id and action are mandatory."
            : _v5 && Untyped(order) is { } untyped ? $"@type is mandatory for {untyped}."
            : order["externalId"] is { } id && (_v5 ? id is not JsonArray : id.GetValueKind() != JsonValueKind.String) ? "externalId is of another type in this version."
            : null;
    }

    /// <summary>The first object of an order that does not say what it is; amounts and the like need not.</summary>
    private static string? Untyped(JsonObject of) => of["@type"] is null ? of.ToJsonString()
        : of.Where(field => field.Key != "price").Select(field => field.Value switch
        {
            JsonObject inner => Untyped(inner),
            JsonArray list => list.OfType<JsonObject>().Select(Untyped).FirstOrDefault(found => found is not null),
            _ => null,
        }).FirstOrDefault(found => found is not null);

    private JsonObject Made(JsonObject said)
    {
        var order = (JsonObject)said.DeepClone();
        var id = (_next++).ToString(CultureInfo.InvariantCulture);
        order["id"] = id;
        order["href"] = $"{Address}/productOrder/{id}";
        order["orderDate"] = Instant(_last);
        order["state"] = "acknowledged";
        order["relatedParty"] ??= new JsonArray();
        foreach (var item in ((JsonArray)order["productOrderItem"]!).Cast<JsonObject>())
        {
            item["state"] = "acknowledged";
        }

        Touch(order);
        return order;
    }

    private JsonObject Kept(JsonObject order)
    {
        _orders.Add(order);
        return (JsonObject)order.DeepClone();
    }

    private (int, JsonNode?) Patched(JsonObject order, JsonObject patch)
    {
        if (patch.FirstOrDefault(field => s_fixed.Contains(field.Key, StringComparer.Ordinal)).Key is { } field)
        {
            return Error(400, $"{field} is not patchable.");
        }

        foreach (var (name, value) in patch)
        {
            order[name] = value?.DeepClone();
        }

        Touch(order);
        return (200, order.DeepClone());
    }

    private (int, JsonNode?) Cancelled(JsonObject said)
    {
        var order = _orders.Find(one => (string)one["id"]! == (string?)said["productOrder"]?["id"]);
        if (order is null || (_v5 && Untyped(said) is not null))
        {
            return Error(400, "productOrder is mandatory and must be there.");
        }

        if (!s_from.GetValueOrDefault((string)order["state"]!, []).Contains("assessingCancellation", StringComparer.Ordinal))
        {
            return Error(409, "The order can no longer be cancelled.");
        }

        var task = (JsonObject)said.DeepClone();
        task["id"] = (_next++).ToString(CultureInfo.InvariantCulture);
        task["state"] = "acknowledged";
        order["state"] = "assessingCancellation";
        Touch(order);
        _cancellations.Add(task);
        return (201, task.DeepClone());
    }

    private (int, JsonNode?) Registered(JsonObject said)
    {
        var callback = (string)said["callback"]!;
        if (Callbacks.Contains(callback, StringComparer.Ordinal))
        {
            return Error(409, "It is registered.");
        }

        Callbacks.Enqueue(callback);
        return (201, new JsonObject { ["id"] = "1", ["callback"] = callback });
    }

    private JsonArray Listed(IEnumerable<JsonObject> all, IQueryCollection query, IHeaderDictionary headers)
    {
        var chosen = all.Where(one => PassesFiltersOver || query.All(filter => filter.Key is "limit" or "offset" or "sort" or "fields" || Fits(one, filter.Key, filter.Value!))).ToList();
        int Number(string name, int otherwise) => int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
        headers["X-Total-Count"] = chosen.Count.ToString(CultureInfo.InvariantCulture);
        var sorted = query["sort"] == "lastUpdate" ? chosen.OrderBy(one => (string?)one["lastUpdate"], StringComparer.Ordinal) : chosen.AsEnumerable();
        var fields = query["fields"].ToString() is { Length: > 0 } wanted ? wanted.Split(',').Append("id").Append("href").ToList() : null;
        return new JsonArray([.. sorted.Skip(Number("offset", 0)).Take(Number("limit", 100)).Select(one =>
            fields is null ? one.DeepClone() : new JsonObject(one.Where(field => fields.Contains(field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))))]);
    }

    private static bool Fits(JsonObject one, string filter, string value)
    {
        if (filter.EndsWith(".gte", StringComparison.Ordinal))
        {
            return string.CompareOrdinal((string?)one[filter[..^4]], value) >= 0;
        }

        var at = (JsonNode?)one;
        foreach (var name in filter.Split('.'))
        {
            at = at is JsonArray list ? list.Select(inner => inner![name]).FirstOrDefault() : at?[name];
        }

        return at?.ToString() == value;
    }

    private void Touch(JsonObject order)
    {
        _last += TimeSpan.FromSeconds(1);
        if (DatesChanges)
        {
            order["lastUpdate"] = Instant(_last);
        }
    }

    private IReadOnlyList<JsonObject> Copies(List<JsonObject> of)
    {
        lock (_gate)
        {
            return [.. of.Select(one => (JsonObject)one.DeepClone())];
        }
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static (int, JsonNode?) Error(int status, string why) =>
        (status, new JsonObject { ["code"] = status.ToString(CultureInfo.InvariantCulture), ["reason"] = why, ["@type"] = "Error" });
}
