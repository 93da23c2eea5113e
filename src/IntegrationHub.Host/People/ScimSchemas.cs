using System.Text.Json.Nodes;

namespace IntegrationHub.Host.People;

/// <summary>What the hub says of itself to a SCIM client; RFC 7643 sections 5 to 7.</summary>
internal static class ScimSchemas
{
    /// <summary>RFC 7643 section 4.1.</summary>
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>RFC 7643 section 4.2.</summary>
    public const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /// <summary>RFC 7643 section 4.3.</summary>
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>The hub's own: site, roles with their area, sponsor, first and last day.</summary>
    public const string Hub = "urn:integrationhub:params:scim:schemas:extension:city:2.0:User";

    private const string Base = "urn:ietf:params:scim:schemas:core:2.0:";

    /// <summary>Extensions of the user.</summary>
    public static readonly IReadOnlyList<string> Extensions = [Enterprise, Hub];

    /// <summary>What is supported.</summary>
    public static JsonObject Provider() => new()
    {
        ["schemas"] = new JsonArray(Base + "ServiceProviderConfig"),
        ["patch"] = Supported(true),
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ScimUsers.MostAtOnce },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(false),
        ["etag"] = Supported(true),
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "Bearer token",
            ["description"] = "The token that is set as Directory:ScimToken.",
            ["primary"] = true,
        }),
        ["meta"] = Meta("ServiceProviderConfig", "/scim/v2/ServiceProviderConfig"),
    };

    /// <summary>The resource types.</summary>
    public static IReadOnlyList<JsonObject> ResourceTypes() =>
    [
        Type("User", "/Users", User, Extensions),
        Type("Group", "/Groups", Group, []),
    ];

    /// <summary>The schemas.</summary>
    public static IReadOnlyList<JsonObject> All() =>
    [
        Schema(User, "User", Attribute("userName", required: true, unique: true), Attribute("externalId"), Attribute("displayName", readOnly: true), Attribute("active", "boolean"),
            Attribute("preferredLanguage"), Complex("name", many: false, "givenName", "familyName", "formatted"), Complex("emails", many: true, "value", "type"), Complex("phoneNumbers", many: true, "value", "type")),
        Schema(Enterprise, "EnterpriseUser", Attribute("organization"), Attribute("department"), Complex("manager", many: false, "value")),
        Schema(Hub, "CityUser", Attribute("site"), Attribute("sponsor"), Attribute("activeFrom"), Attribute("activeUntil"), Complex("roles", many: true, "area", "name", "unit", "organisation", "site")),
        Schema(Group, "Group", Attribute("displayName", readOnly: true), Complex("members", many: true, "value", "$ref")),
    ];

    private static JsonObject Supported(bool yes) => new() { ["supported"] = yes };

    private static JsonObject Meta(string type, string location) => new() { ["resourceType"] = type, ["location"] = location };

    private static JsonObject Type(string name, string endpoint, string schema, IReadOnlyList<string> extensions) => new()
    {
        ["schemas"] = new JsonArray(Base + "ResourceType"),
        ["id"] = name,
        ["name"] = name,
        ["endpoint"] = endpoint,
        ["schema"] = schema,
        ["schemaExtensions"] = new JsonArray([.. extensions.Select(urn => new JsonObject { ["schema"] = urn, ["required"] = false })]),
        ["meta"] = Meta("ResourceType", "/scim/v2/ResourceTypes/" + name),
    };

    private static JsonObject Schema(string id, string name, params IReadOnlyList<JsonObject> attributes) => new()
    {
        ["schemas"] = new JsonArray(Base + "Schema"),
        ["id"] = id,
        ["name"] = name,
        ["attributes"] = new JsonArray([.. attributes]),
        ["meta"] = Meta("Schema", "/scim/v2/Schemas/" + id),
    };

    private static JsonObject Attribute(string name, string type = "string", bool required = false, bool unique = false, bool readOnly = false) => new()
    {
        ["name"] = name,
        ["type"] = type,
        ["multiValued"] = false,
        ["required"] = required,
        ["caseExact"] = name == "externalId",
        ["mutability"] = readOnly ? "readOnly" : "readWrite",
        ["returned"] = "default",
        ["uniqueness"] = unique ? "server" : "none",
    };

    private static JsonObject Complex(string name, bool many, params IReadOnlyList<string> parts)
    {
        var whole = Attribute(name, "complex");
        whole["multiValued"] = many;
        whole["subAttributes"] = new JsonArray([.. parts.Select(part => Attribute(part))]);
        return whole;
    }
}
