using System.Text.Json.Nodes;

namespace IntegrationHub.Host.People;

/// <summary>Changes a resource as a PATCH says; RFC 7644 section 3.5.2, and the forms that Entra ID sends: operations in any case, names with dots, texts for booleans.</summary>
internal static class ScimPatch
{
    private const int MostOperations = 100;

    /// <summary>Applies every operation, in order.</summary>
    /// <exception cref="ScimFault">One of them cannot be understood; the resource is then not to be used.</exception>
    public static void Apply(JsonObject resource, JsonObject patch)
    {
        if (Find(patch, "Operations") is not JsonArray { Count: > 0 and <= MostOperations } operations)
        {
            throw new ScimFault(400, "invalidSyntax", $"A PATCH has Operations, 1 to {MostOperations}.");
        }

        foreach (var operation in operations)
        {
            One(resource, operation as JsonObject ?? throw new ScimFault(400, "invalidSyntax", "An operation is an object with op, path and value."));
        }
    }

    private static void One(JsonObject resource, JsonObject operation)
    {
        var op = (Find(operation, "op") as JsonValue)?.ToString().ToLowerInvariant();
        if (op is not ("add" or "replace" or "remove"))
        {
            throw new ScimFault(400, "invalidSyntax", "op is add, replace or remove.");
        }

        var value = Find(operation, "value");
        if ((Find(operation, "path") as JsonValue)?.ToString() is { Length: > 0 } path)
        {
            Change(resource, PathOf(path), op, value);
        }
        else if (op == "remove")
        {
            throw new ScimFault(400, "noTarget", "remove needs a path.");
        }
        else
        {
            foreach (var (name, member) in value as JsonObject ?? throw new ScimFault(400, "invalidValue", "Without a path the value is an object of attributes."))
            {
                Change(resource, PathOf(name), op, member);
            }
        }
    }

    private static ScimPath PathOf(string text) => ScimPath.Read(text) ?? throw new ScimFault(400, "invalidPath", "The path is not understood. For example: name.givenName, or emails[type eq \"work\"].value");

    private static void Change(JsonObject resource, ScimPath path, string op, JsonNode? value)
    {
        var target = path.Schema is null ? resource : Child(resource, path.Schema);
        if (path.Attribute is null)
        {
            foreach (var (name, member) in (op == "remove" ? target : value as JsonObject ?? throw new ScimFault(400, "invalidValue", "A schema's value is an object.")).ToList())
            {
                Set(target, name, op == "remove" ? null : member);
            }
        }
        else if (path.FilterAttribute is not null)
        {
            InList(target, path, op, value);
        }
        else if (path.Sub is not null && Find(target, path.Attribute) is JsonArray list)
        {
            foreach (var member in list.OfType<JsonObject>())
            {
                Set(member, path.Sub, op == "remove" ? null : value);
            }
        }
        else if (path.Sub is not null)
        {
            Set(Child(target, path.Attribute), path.Sub, op == "remove" ? null : value);
        }
        else
        {
            Whole(target, path.Attribute, op, value);
        }
    }

    private static void Whole(JsonObject target, string attribute, string op, JsonNode? value)
    {
        switch (op, Find(target, attribute), value)
        {
            case ("remove", JsonArray list, { } gone):
                var values = (gone as JsonArray ?? [gone.DeepClone()]).Select(ValueOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
                foreach (var member in list.Where(member => values.Contains(ValueOf(member))).ToList())
                {
                    list.Remove(member);
                }

                break;
            case ("add", JsonArray list, { } more):
                foreach (var member in (more as JsonArray ?? [more.DeepClone()]).Where(member => !list.Any(known => ValueOf(known) == ValueOf(member) && ValueOf(member).Length > 0)).ToList())
                {
                    list.Add(member?.DeepClone());
                }

                break;
            case ("add" or "replace", JsonObject known, JsonObject more):
                foreach (var (name, member) in more)
                {
                    Set(known, name, member);
                }

                break;
            default:
                Set(target, attribute, op == "remove" ? null : value);
                break;
        }
    }

    /// <remarks>A member that is not there yet is made, as Entra ID means it by <c>add emails[type eq "work"].value</c>.</remarks>
    private static void InList(JsonObject target, ScimPath path, string op, JsonNode? value)
    {
        var list = Find(target, path.Attribute!) as JsonArray;
        if (list is null)
        {
            Set(target, path.Attribute!, new JsonArray());
            list = (JsonArray)Find(target, path.Attribute!)!;
        }

        var chosen = list.OfType<JsonObject>().Where(member => string.Equals((Find(member, path.FilterAttribute!) as JsonValue)?.ToString(), path.FilterValue, StringComparison.OrdinalIgnoreCase)).ToList();
        if (op == "remove")
        {
            chosen.ForEach(member => _ = path.Sub is null or "value" ? list.Remove(member) : member.Remove(path.Sub));
            return;
        }

        if (chosen.Count == 0)
        {
            var made = new JsonObject { [path.FilterAttribute!] = path.FilterValue };
            list.Add(made);
            chosen.Add(made);
        }

        foreach (var member in chosen)
        {
            if (path.Sub is not null)
            {
                Set(member, path.Sub, value);
                continue;
            }

            foreach (var (name, part) in value as JsonObject ?? throw new ScimFault(400, "invalidValue", "A member of a list is an object."))
            {
                Set(member, name, part);
            }
        }
    }

    /// <summary>The attribute, its name in any case; RFC 7643 section 2.1.</summary>
    internal static JsonNode? Find(JsonObject of, string name) =>
        of.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static void Set(JsonObject of, string name, JsonNode? value)
    {
        var known = of.Select(pair => pair.Key).FirstOrDefault(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) ?? name;
        if (value is null)
        {
            of.Remove(known);
        }
        else
        {
            of[known] = value.DeepClone();
        }
    }

    private static JsonObject Child(JsonObject of, string name)
    {
        if (Find(of, name) is JsonObject child)
        {
            return child;
        }

        Set(of, name, new JsonObject());
        return (JsonObject)Find(of, name)!;
    }

    private static string ValueOf(JsonNode? member) => member is JsonObject whole ? (Find(whole, "value") as JsonValue)?.ToString() ?? "" : member?.ToString() ?? "";
}
