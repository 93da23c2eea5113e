using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>RFC 6902: <c>add</c>, <c>replace</c>, <c>remove</c> and <c>test</c>.</summary>
internal static class JsonPatch
{
    private const int MostSteps = 100;

    /// <summary>What a merge patch would have to say to have the same effect: each field of the document that the steps change, as it is afterwards.</summary>
    /// <param name="document">Is changed.</param>
    /// <param name="steps">The patch.</param>
    /// <exception cref="TicketFault">400: a step cannot be read; 409: a test fails, or there is nothing at the path.</exception>
    public static JsonObject ToMerge(JsonObject document, JsonNode steps)
    {
        if (steps is not JsonArray { Count: <= MostSteps } all || all.Any(step => step is not JsonObject))
        {
            throw Unreadable($"The body must be an array of at most {MostSteps} steps, each an object with op and path.");
        }

        var changed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var step in all.Cast<JsonObject>())
        {
            var (op, path) = (Word(step, "op"), Word(step, "path"));
            if (path is null || !path.StartsWith('/') || op is not ("add" or "replace" or "remove" or "test") || (op != "remove" && !step.ContainsKey("value")))
            {
                throw Unreadable("A step has op (add, replace, remove or test), a path such as /note/-, and a value.");
            }

            var names = path[1..].Split('/').Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
            Apply(document, names, op, step["value"]?.DeepClone(), path);
            if (op != "test")
            {
                changed.Add(names[0]);
            }
        }

        var merge = new JsonObject();
        foreach (var name in changed)
        {
            merge[name] = document[name]?.DeepClone();
        }

        return merge;
    }

    private static void Apply(JsonObject document, string[] names, string op, JsonNode? value, string path)
    {
        JsonNode? at = document;
        foreach (var name in names[..^1])
        {
            at = Child(at, name) ?? throw Nothing(path);
        }

        var last = names[^1];
        if (op == "test")
        {
            if (!JsonNode.DeepEquals(Child(at, last), value))
            {
                throw new TicketFault(StatusCodes.Status409Conflict, "test-failed", $"{path} is something else. Read the ticket again.");
            }

            return;
        }

        switch (at)
        {
            case JsonObject there when op == "add" || there.ContainsKey(last):
                if (op == "remove")
                {
                    there.Remove(last);
                }
                else
                {
                    there[last] = value;
                }

                break;
            case JsonArray list when op == "add" && (last == "-" || Index(last) <= list.Count):
                list.Insert(last == "-" ? list.Count : Index(last), value);
                break;
            case JsonArray list when Index(last) < list.Count && op == "replace":
                list[Index(last)] = value;
                break;
            case JsonArray list when Index(last) < list.Count && op == "remove":
                list.RemoveAt(Index(last));
                break;
            default:
                throw Nothing(path);
        }
    }

    private static JsonNode? Child(JsonNode? at, string name) => at switch
    {
        JsonObject there => there[name],
        JsonArray list when Index(name) < list.Count => list[Index(name)],
        _ => null,
    };

    private static int Index(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue;

    private static string? Word(JsonObject step, string name) => step[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static TicketFault Unreadable(string why) => new(StatusCodes.Status400BadRequest, "bad-request", why);

    private static TicketFault Nothing(string path) => new(StatusCodes.Status409Conflict, "nothing-there", $"There is nothing at {path}.");
}
