using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace IntegrationHub.Host.People;

/// <summary>A request that SCIM refuses.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="type">RFC 7644 section 3.12: <c>invalidFilter</c>, <c>uniqueness</c>, …; null where there is none.</param>
/// <param name="message">What is wrong and what is wanted; without personal data.</param>
internal sealed class ScimFault(int status, string? type, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The <c>scimType</c>.</summary>
    public string? Type { get; } = type;
}

/// <summary>Answers in <c>application/scim+json</c>.</summary>
internal static class ScimAnswer
{
    /// <summary>The media type of SCIM; RFC 7644 section 8.1.</summary>
    public const string MediaType = "application/scim+json";

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A resource or a list.</summary>
    public static IResult Of(JsonObject body, int status = StatusCodes.Status200OK) => Results.Text(body.ToJsonString(s_json), MediaType, System.Text.Encoding.UTF8, status);

    /// <summary>An error; RFC 7644 section 3.12.</summary>
    public static IResult Error(int status, string? type, string detail)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
            ["status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["detail"] = detail,
        };
        if (type is not null)
        {
            body["scimType"] = type;
        }

        return Of(body, status);
    }

    /// <summary>A page of resources; RFC 7644 section 3.4.2.</summary>
    /// <param name="total">Of the whole result.</param>
    /// <param name="start">1 for the first.</param>
    /// <param name="page">The resources.</param>
    public static IResult List(int total, int start, IReadOnlyList<JsonObject> page) => Of(new JsonObject
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
        ["totalResults"] = total,
        ["startIndex"] = start,
        ["itemsPerPage"] = page.Count,
        ["Resources"] = new JsonArray([.. page]),
    });
}
