using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.HostTests.People;

public sealed class ProvisioningByScim(HubWithScim running) : IClassFixture<HubWithScim>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string City = "urn:integrationhub:params:scim:schemas:extension:city:2.0:User";
    private static int s_users;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong-token-wrong-token-wrong")]
    [InlineData("Basic " + HubWithScim.Token)]
    public async Task Without_the_token_nobody_is_let_in(string? header)
    {
        var (status, body, _) = await SendAsync(HttpMethod.Get, "/Users", null, request => request.Headers.Authorization = header is null ? null : AuthenticationHeaderValue.Parse(header));
        Assert.Equal((401, "401"), (status, (string?)body!["status"]));
    }

    [Fact]
    public async Task A_user_is_made_found_replaced_and_deleted()
    {
        var user = User();
        var (status, made, answer) = await SendAsync(HttpMethod.Post, "/Users", user);
        Assert.Equal((201, "application/scim+json"), (status, answer.Content.Headers.ContentType?.MediaType));
        var id = (string)made!["id"]!;
        Assert.Equal($"/scim/v2/Users/{id}", answer.Headers.Location!.AbsolutePath);
        Assert.Equal(((string?)made["meta"]!["version"], "+46701230000"), (answer.Headers.ETag!.ToString(), (string?)made["phoneNumbers"]![0]!["value"]));
        Assert.Equal("education", (string?)made[City]!["roles"]![0]!["area"]);

        foreach (var filter in (string[])[$"userName eq \"{((string)user["userName"]!).ToUpperInvariant()}\"", $"externalId eq \"{(string)user["externalId"]!}\"", $"emails[type eq \"work\"].value eq \"{(string)user["userName"]!}\""])
        {
            var (_, found, _) = await SendAsync(HttpMethod.Get, "/Users?filter=" + Uri.EscapeDataString(filter));
            Assert.Equal((1, id), ((int)found!["totalResults"]!, (string?)found["Resources"]![0]!["id"]));
        }

        Assert.Equal(409, (await SendAsync(HttpMethod.Post, "/Users", user)).Status);
        var replaced = user.DeepClone().AsObject();
        replaced["name"] = new JsonObject { ["givenName"] = "Eva" };
        var (_, after, _) = await SendAsync(HttpMethod.Put, "/Users/" + id, replaced);
        Assert.Equal(("Eva", null), ((string?)after!["displayName"], (string?)after["name"]!["familyName"]));

        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, "/Users/" + id)).Status);
        Assert.Equal(404, (await SendAsync(HttpMethod.Get, "/Users/" + id)).Status);
        Assert.Equal(404, (await SendAsync(HttpMethod.Delete, "/Users/" + id)).Status);
        var (_, none, _) = await SendAsync(HttpMethod.Get, "/Users?filter=" + Uri.EscapeDataString($"userName eq \"{(string)user["userName"]!}\""));
        Assert.Equal(0, (int)none!["totalResults"]!);
        Assert.Equal(201, (await SendAsync(HttpMethod.Post, "/Users", user)).Status); // And may come back.
    }

    [Fact]
    public async Task The_patches_of_Entra_ID_do_what_they_mean()
    {
        var id = await MadeAsync();
        var after = await PatchAsync(id, $$"""
            [ { "op": "Replace", "path": "name.familyName", "value": "Berg" },
              { "op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "070-999 99 99" },
              { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "ny@example.se" },
              { "op": "Add", "path": "{{Enterprise}}:department", "value": "Naturkunskap" },
              { "op": "Replace", "value": { "name.givenName": "Ulla", "{{Enterprise}}:organization": "kultur" } } ]
            """);
        Assert.Equal("Ulla Berg", (string?)after["displayName"]);
        Assert.Equal(["+46701230000", "+46709999999"], after["phoneNumbers"]!.AsArray().Select(phone => (string)phone!["value"]!));
        Assert.Equal("ny@example.se", (string?)Assert.Single(after["emails"]!.AsArray())!["value"]);
        Assert.Equal(("Naturkunskap", "kultur"), ((string?)after[Enterprise]!["department"], (string?)after[Enterprise]!["organization"]));

        var without = await PatchAsync(id, """[ { "op": "Remove", "path": "phoneNumbers[type eq \"mobile\"]" } ]""");
        Assert.Single(without["phoneNumbers"]!.AsArray());
        var disabled = await PatchAsync(id, """[ { "op": "Replace", "path": "active", "value": "False" } ]""");
        Assert.False((bool)disabled["active"]!);
        var (_, shown, _) = await SendAsync(HttpMethod.Get, "/Users/" + id);
        Assert.False((bool)shown!["active"]!);
        Assert.True((bool)(await PatchAsync(id, """[ { "op": "replace", "value": { "active": true } } ]"""))["active"]!);
    }

    [Theory]
    [InlineData("""{ "Operations": [] }""", "invalidSyntax")]
    [InlineData("""{ "Operations": [ { "op": "move", "path": "userName", "value": "x" } ] }""", "invalidSyntax")]
    [InlineData("""{ "Operations": [ { "op": "replace", "path": "emails[type eq", "value": "x" } ] }""", "invalidPath")]
    [InlineData("""{ "Operations": [ { "op": "remove" } ] }""", "noTarget")]
    [InlineData("""{ "Operations": [ { "op": "replace", "path": "active", "value": "maybe" } ] }""", "invalidValue")]
    [InlineData("""{ "Operations": [ { "op": "replace", "path": "phoneNumbers[type eq \"work\"].value", "value": "12" } ] }""", "invalidValue")]
    [InlineData("""{ "Operations": [ { "op": "remove", "path": "userName" } ] }""", "invalidValue")]
    public async Task A_patch_that_is_wrong_changes_nothing(string patch, string type)
    {
        var id = await MadeAsync();
        var (_, before, _) = await SendAsync(HttpMethod.Get, "/Users/" + id);
        var (status, error, _) = await SendAsync(HttpMethod.Patch, "/Users/" + id, JsonNode.Parse(patch)!.AsObject());
        Assert.Equal((400, type), (status, (string?)error!["scimType"]));
        var (_, after, _) = await SendAsync(HttpMethod.Get, "/Users/" + id);
        Assert.True(JsonNode.DeepEquals(before, after));
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("userName sw \"a\"")]
    [InlineData("userName eq \"a\" or userName eq \"b\"")]
    [InlineData("shoeSize eq \"43\"")]
    [InlineData("userName eq \"a")]
    public async Task A_filter_that_is_not_understood_is_refused(string filter)
    {
        var (status, error, _) = await SendAsync(HttpMethod.Get, "/Users?filter=" + Uri.EscapeDataString(filter));
        Assert.Equal((400, "invalidFilter", "urn:ietf:params:scim:api:messages:2.0:Error"), (status, (string?)error!["scimType"], (string?)error["schemas"]![0]));
    }

    [Fact]
    public async Task An_older_version_is_not_overwritten_and_a_known_one_not_sent_again()
    {
        var (_, made, answer) = await SendAsync(HttpMethod.Post, "/Users", User());
        var (id, tag) = ((string)made!["id"]!, answer.Headers.ETag!);
        Assert.Equal(304, (await SendAsync(HttpMethod.Get, "/Users/" + id, null, request => request.Headers.IfNoneMatch.Add(tag))).Status);
        await PatchAsync(id, """[ { "op": "replace", "path": "name.givenName", "value": "Ida" } ]""");
        Assert.Equal(412, (await SendAsync(HttpMethod.Delete, "/Users/" + id, null, request => request.Headers.IfMatch.Add(tag))).Status);
        Assert.Equal(200, (await SendAsync(HttpMethod.Get, "/Users/" + id, null, request => request.Headers.IfNoneMatch.Add(tag))).Status);
    }

    [Fact]
    public async Task Users_come_by_the_page_and_organisations_as_groups()
    {
        string[] made = [await MadeAsync(), await MadeAsync(), await MadeAsync()];
        var seen = new List<string>();
        int total;
        do
        {
            var (_, page, _) = await SendAsync(HttpMethod.Get, $"/Users?startIndex={seen.Count + 1}&count=2");
            Assert.Equal(seen.Count + 1, (int)page!["startIndex"]!);
            total = (int)page["totalResults"]!;
            seen.AddRange(page["Resources"]!.AsArray().Select(user => (string)user!["id"]!));
        }
        while (seen.Count < total);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Subset(seen.ToHashSet(StringComparer.Ordinal), made.ToHashSet(StringComparer.Ordinal));
        Assert.Empty((await SendAsync(HttpMethod.Get, "/Users?count=0")).Body!["Resources"]!.AsArray());
        var (_, group, _) = await SendAsync(HttpMethod.Get, "/Groups/utbildning");
        Assert.Contains(made[0], group!["members"]!.AsArray().Select(member => (string)member!["value"]!));
        Assert.Equal(501, (await SendAsync(HttpMethod.Post, "/Groups", new JsonObject { ["displayName"] = "x" })).Status);
    }

    [Theory]
    [InlineData("/ServiceProviderConfig", 200)]
    [InlineData("/Schemas", 200)]
    [InlineData("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", 200)]
    [InlineData("/ResourceTypes/User", 200)]
    [InlineData("/ResourceTypes/Printer", 404)]
    [InlineData("/Printers", 404)]
    [InlineData("/Users/p-00000000000000000000", 404)]
    [InlineData("/Users/..%20x", 404)]
    [InlineData("/Users?count=many", 400)]
    public async Task What_it_can_is_told_and_what_it_cannot_is_an_error_of_SCIM(string path, int status)
    {
        var (got, body, answer) = await SendAsync(HttpMethod.Get, path);
        Assert.Equal((status, "application/scim+json"), (got, answer.Content.Headers.ContentType?.MediaType));
        Assert.NotNull(body!["schemas"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "userName": "a", "userName": "b" }""")]
    [InlineData("""{ "userName": "a", "phoneNumbers": "070" }""")]
    public async Task A_body_that_is_no_user_is_refused(string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/scim/v2/Users") { Content = new StringContent(text, System.Text.Encoding.UTF8, "application/scim+json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HubWithScim.Token);
        using var answer = await running.Hub.Http.SendAsync(request, Ct);
        Assert.Equal((400, "application/scim+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private async Task<string> MadeAsync()
    {
        var (status, made, _) = await SendAsync(HttpMethod.Post, "/Users", User());
        Assert.Equal(201, status);
        return (string)made!["id"]!;
    }

    private async Task<JsonObject> PatchAsync(string id, string operations)
    {
        var (status, after, _) = await SendAsync(HttpMethod.Patch, "/Users/" + id, new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
            ["Operations"] = JsonNode.Parse(operations),
        });
        Assert.True(status == 200, after?.ToJsonString());
        return after!;
    }

    private async Task<(int Status, JsonObject? Body, HttpResponseMessage Answer)> SendAsync(HttpMethod method, string path, JsonObject? body = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(method, "/scim/v2" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HubWithScim.Token);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/scim+json");
        }

        more?.Invoke(request);
        var answer = await running.Hub.Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject(), answer);
    }

    private static JsonObject User()
    {
        var name = $"user{Interlocked.Increment(ref s_users)}@example.se";
        return JsonNode.Parse($$"""
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "{{Enterprise}}", "{{City}}"], "userName": "{{name}}", "externalId": "x-{{name}}",
              "name": { "givenName": "Åsa", "familyName": "Öst" }, "active": true, "phoneNumbers": [ { "type": "work", "value": "070-123 00 00" } ],
              "emails": [ { "type": "work", "value": "{{name}}", "primary": true } ], "{{Enterprise}}": { "organization": "utbildning" },
              "{{City}}": { "site": "norra-skolan", "roles": [ { "area": "education", "name": "lärare" } ] } }
            """)!.AsObject();
    }
}

/// <summary>One hub that an identity system may write to.</summary>
public sealed class HubWithScim : IAsyncLifetime
{
    /// <summary>What it presents.</summary>
    public const string Token = "a-token-of-the-identity-system";

    private readonly TestFolder _folder = new();

    internal ServedHub Hub { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        Hub = await HubHere.ServeAsync(_folder.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_Directory__ScimToken"] = Token });

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
