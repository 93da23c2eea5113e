using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Directory;

namespace IntegrationHub.Host.People;

/// <summary><c>/scim/v2</c>: the directory kept in step by the city's identity system; RFC 7643 and 7644. Its own contract, so it is not in the hub's.</summary>
internal static class ScimEndpoints
{
    private const int AtOnce = 100;

    /// <summary>Maps the endpoints.</summary>
    public static void MapScim(this IEndpointRouteBuilder routes)
    {
        var scim = routes.MapGroup("/scim/v2").AllowAnonymous().ExcludeFromDescription();
        scim.AddEndpointFilter(routes.ServiceProvider.GetRequiredService<ScimDoor>());
        scim.MapGet("/ServiceProviderConfig", () => ScimAnswer.Of(ScimSchemas.Provider()));
        scim.MapGet("/ResourceTypes", () => Whole(ScimSchemas.ResourceTypes()));
        scim.MapGet("/ResourceTypes/{id}", (string id) => One(ScimSchemas.ResourceTypes(), id));
        scim.MapGet("/Schemas", () => Whole(ScimSchemas.All()));
        scim.MapGet("/Schemas/{id}", (string id) => One(ScimSchemas.All(), id));
        scim.MapGet("/Users", ListAsync);
        scim.MapPost("/Users", CreateAsync);
        scim.MapGet("/Users/{id}", GetAsync);
        scim.MapPut("/Users/{id}", ReplaceAsync);
        scim.MapPatch("/Users/{id}", PatchAsync);
        scim.MapDelete("/Users/{id}", DeleteAsync);
        scim.MapGet("/Groups", Groups);
        scim.MapGet("/Groups/{id}", Group);
        scim.MapMethods("/Groups/{*id}", ["POST", "PUT", "PATCH", "DELETE"], () => ScimAnswer.Error(
            501, null, "Groups are the organisations that users belong to; change a user's organization instead."));
        scim.MapFallback(() => ScimAnswer.Error(404, null, "There is no such resource type. See /scim/v2/ResourceTypes."));
    }

    private static async Task<IResult> ListAsync(HttpContext http, ScimUsers users, string? filter, string? startIndex, string? count, CancellationToken ct)
    {
        var start = Math.Max(1, Number(startIndex, 1, "startIndex"));
        var most = Math.Clamp(Number(count, AtOnce, "count"), 0, ScimUsers.MostAtOnce);
        var (total, page) = await users.ListAsync(filter, start, most, ct);
        return ScimAnswer.List(total, start, [.. page.Select(person => ScimUser.Of(person, Location(http, person)))]);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, ScimUsers users, CancellationToken ct)
    {
        var person = await users.CreateAsync(await BodyAsync(http, ct), ct);
        http.Response.Headers.Location = Location(http, person);
        return Shown(http, person, StatusCodes.Status201Created);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, ScimUsers users, CancellationToken ct)
    {
        var person = await users.GetAsync(id, ct);
        return http.Request.Headers.IfNoneMatch.ToString() == ScimUser.Version(person)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Shown(http, person, StatusCodes.Status200OK);
    }

    private static async Task<IResult> ReplaceAsync(string id, HttpContext http, ScimUsers users, CancellationToken ct)
    {
        var body = await BodyAsync(http, ct);
        return Shown(http, await users.ChangeAsync(id, http.Request.Headers.IfMatch.ToString(), _ => body, ct), StatusCodes.Status200OK);
    }

    private static async Task<IResult> PatchAsync(string id, HttpContext http, ScimUsers users, CancellationToken ct)
    {
        var patch = await BodyAsync(http, ct);
        var changed = await users.ChangeAsync(id, http.Request.Headers.IfMatch.ToString(), before =>
        {
            var user = ScimUser.Of(before, "");
            ScimPatch.Apply(user, patch);
            return user;
        }, ct);
        return Shown(http, changed, StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, ScimUsers users, CancellationToken ct)
    {
        await users.DeleteAsync(id, http.Request.Headers.IfMatch.ToString(), ct);
        return Results.NoContent();
    }

    private static IResult Groups(HttpContext http, PeopleIndex index, string? filter)
    {
        if (!string.IsNullOrWhiteSpace(filter))
        {
            throw new ScimFault(400, "invalidFilter", "Groups are listed whole.");
        }

        return Whole([.. index.Organisations().Select(organisation => GroupOf(http, index, organisation, members: false))]);
    }

    private static IResult Group(string id, HttpContext http, PeopleIndex index) => index.Organisations().Contains(id, StringComparer.Ordinal)
        ? ScimAnswer.Of(GroupOf(http, index, id, members: true))
        : throw new ScimFault(404, null, "There is no such group.");

    private static JsonObject GroupOf(HttpContext http, PeopleIndex index, string organisation, bool members)
    {
        var group = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchemas.Group),
            ["id"] = organisation,
            ["displayName"] = organisation,
            ["meta"] = new JsonObject { ["resourceType"] = "Group", ["location"] = Root(http) + "/Groups/" + Uri.EscapeDataString(organisation) },
        };
        if (members)
        {
            group["members"] = new JsonArray([.. index.Page(organisation, 0, int.MaxValue).Select(person =>
                new JsonObject { ["value"] = person.Value, ["$ref"] = $"{Root(http)}/Users/{person.Value}", ["type"] = "User" })]);
        }

        return group;
    }

    private static IResult Shown(HttpContext http, LoadedPerson person, int status)
    {
        http.Response.Headers.ETag = ScimUser.Version(person);
        return ScimAnswer.Of(ScimUser.Of(person, Location(http, person)), status);
    }

    private static async Task<JsonObject> BodyAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }, cancellationToken: ct) as JsonObject ?? throw new ScimFault(400, "invalidSyntax", "The body is a JSON object.");
        }
        catch (Exception fault) when (fault is JsonException)
        {
            throw new ScimFault(400, "invalidSyntax", "The body is no JSON.");
        }
    }

    private static int Number(string? text, int otherwise, string name) =>
        text is null ? otherwise
        : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
        : throw new ScimFault(400, "invalidValue", $"{name} is a whole number.");

    private static IResult Whole(IReadOnlyList<JsonObject> all) => ScimAnswer.List(all.Count, 1, all);

    private static IResult One(IReadOnlyList<JsonObject> all, string id) =>
        all.FirstOrDefault(one => (string?)one["id"] == id) is { } found ? ScimAnswer.Of(found) : throw new ScimFault(404, null, "There is no such thing.");

    private static string Location(HttpContext http, LoadedPerson person) => $"{Root(http)}/Users/{person.Person.Value}";

    private static string Root(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/scim/v2";
}
