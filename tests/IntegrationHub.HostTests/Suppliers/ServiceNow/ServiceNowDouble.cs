using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests.Suppliers.ServiceNow;

/// <summary>Stands in for the Table API and the OAuth endpoint of an instance: <see cref="InstanceTables"/> over HTTP, and as agents work in them.</summary>
internal sealed class ServiceNowDouble : IAsyncDisposable
{
    public const string HubUser = "hub.city";
    public const string HubPassword = "p@ss:word";
    public const string ClientSecret = "s3cret&more";
    private const string Agent = "beth.anglin";
    private readonly Lock _gate = new();
    private readonly InstanceTables _tables = new();
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private ServiceNowDouble(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>How often somebody logged in for a token.</summary>
    public int Logins => _tokens.Count;

    public static async Task<ServiceNowDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var instance = new ServiceNowDouble(builder.Build());
        instance._app.Run(instance.AnswerAsync);
        await instance._app.StartAsync();
        return instance;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Tokens that were given hold no longer.</summary>
    public void ExpireTokens()
    {
        foreach (var token in _tokens.Keys)
        {
            _tokens[token] = false;
        }
    }

    /// <summary>Looks at the tables, or works in them, alone.</summary>
    public T In<T>(Func<InstanceTables, T> look)
    {
        lock (_gate)
        {
            return look(_tables);
        }
    }

    /// <summary>An agent saves a form with changed columns.</summary>
    public void Save(string number, params (string Column, string Value)[] columns) => SaveAs(Agent, number, columns);

    public void SaveAs(string user, string number, params (string Column, string Value)[] columns) => In(tables =>
    {
        tables.Update(tables.Incident(number), columns.ToDictionary(pair => pair.Column, pair => pair.Value, StringComparer.Ordinal), user, isAgent: true);
        return 0;
    });

    /// <summary>An agent makes an incident.</summary>
    public string Make(params (string Column, string Value)[] columns) =>
        In(tables => tables.Insert(columns.ToDictionary(pair => pair.Column, pair => pair.Value, StringComparer.Ordinal), Agent, isAgent: true)["number"]);

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        context.Response.ContentType = "application/json;charset=UTF-8";
        try
        {
            var body = new StreamReader(context.Request.Body, Encoding.UTF8);
            var sent = await body.ReadToEndAsync(context.RequestAborted);
            var (status, said) = context.Request.Path.Value!.Trim('/').Split('/') switch
            {
                ["oauth_token.do"] => (200, Token(context.Request, sent)),
                _ when !IsKnown(context.Request) => throw new InstanceRefusal(401, "User Not Authenticated", "Required to provide Auth information"),
                ["api", "now", "table", var table, .. var id] when InstanceTables.Knows(table) && id.Length < 2 => In(tables => Do(tables, context, table, id.FirstOrDefault(), sent)),
                ["api", "now", "attachment", "file"] when context.Request.Query is var to && context.Request.ContentType is { } type => (201, new JsonObject
                {
                    ["result"] = In(tables => tables.Attach(to["table_name"]!, Found(tables, "incident", to["table_sys_id"]!)["sys_id"], to["file_name"]!, type, sent)["sys_id"]) is var made ? new JsonObject { ["sys_id"] = made } : null,
                }),
                _ => throw new InstanceRefusal(400, "Invalid table", "No such table"),
            };
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(said.ToJsonString());
        }
        catch (InstanceRefusal no)
        {
            context.Response.StatusCode = no.Status;
            await context.Response.WriteAsync(new JsonObject { ["error"] = new JsonObject { ["message"] = no.Message, ["detail"] = no.Detail }, ["status"] = "failure" }.ToJsonString());
        }
    }

    private static (int, JsonObject) Do(InstanceTables tables, HttpContext context, string table, string? id, string sent)
    {
        var query = context.Request.Query;
        switch (context.Request.Method)
        {
            case "GET" when id is null:
                return (200, new JsonObject { ["result"] = Page(tables, context, table) });
            case "GET":
                return (200, new JsonObject { ["result"] = Shown(tables, Found(tables, table, id), query) });
            case "POST" when id is null && table == "incident":
                return (201, new JsonObject { ["result"] = Shown(tables, tables.Insert(Columns(context.Request, sent), HubUser, isAgent: false), query) });
            case "PATCH" when id is not null && table == "incident":
                var row = Found(tables, table, id);
                tables.Update(row, Columns(context.Request, sent), HubUser, isAgent: false);
                return (200, new JsonObject { ["result"] = Shown(tables, row, query) });
            default:
                throw new InstanceRefusal(403, "Operation Failed", "ACL restricts the record");
        }
    }

    private static JsonArray Page(InstanceTables tables, HttpContext context, string table)
    {
        var query = context.Request.Query;
        var all = tables.Query(table, query["sysparm_query"].ToString());
        var (limit, offset) = (Whole(query["sysparm_limit"], 10_000), Whole(query["sysparm_offset"], 0));
        context.Response.Headers["X-Total-Count"] = all.Count.ToString(CultureInfo.InvariantCulture);
        var link = $"<{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}?sysparm_offset=";
        context.Response.Headers.Link = $"{link}0>;rel=\"first\"" + (offset + limit < all.Count ? $",{link}{(offset + limit).ToString(CultureInfo.InvariantCulture)}>;rel=\"next\"" : "");
        return new JsonArray([.. all.Skip(offset).Take(limit).Where(row => !tables.Closed.Contains(table) && !tables.Hidden.Contains(row.GetValueOrDefault("number", ""))).Select(row => Shown(tables, row, query))]);
    }

    private static JsonObject Shown(InstanceTables tables, IReadOnlyDictionary<string, string> row, IQueryCollection query)
    {
        var columns = query["sysparm_fields"].ToString() is { Length: > 0 } named ? named.Split(',') : [.. row.Keys];
        return new JsonObject(columns.Where(column => row.ContainsKey(column) || column is "comments" or "work_notes").Select(column => KeyValuePair.Create(
            column, (JsonNode?)(row.GetValueOrDefault(column) ?? tables.Story(row["sys_id"], column)))));
    }

    private static Dictionary<string, string> Found(InstanceTables tables, string table, string id) =>
        tables.Find(table, id) ?? throw new InstanceRefusal(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");

    private static Dictionary<string, string> Columns(HttpRequest request, string sent) =>
        request.HasJsonContentType() ? JsonSerializer.Deserialize<Dictionary<string, string>>(sent)!
            : throw new InstanceRefusal(415, "Unsupported Media Type", "The request entity's media type is not supported");

    private JsonObject Token(HttpRequest request, string sent)
    {
        var form = sent.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);
        if (request.Method != "POST" || request.ContentType != "application/x-www-form-urlencoded" || form["client_id"] != "c1" || form["client_secret"] != ClientSecret
            || form["grant_type"] is not ("client_credentials" or "password") || (form["grant_type"] == "password" && (form["username"], form["password"]) != (HubUser, HubPassword)))
        {
            throw new InstanceRefusal(401, "access_denied", "");
        }

        var token = "t-" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        _tokens[token] = true;
        return new JsonObject { ["access_token"] = token, ["scope"] = "useraccount", ["token_type"] = "Bearer", ["expires_in"] = 1799 };
    }

    private bool IsKnown(HttpRequest request) => request.Headers.Authorization.ToString().Split(' ') switch
    {
        ["Basic", var pair] => pair == Convert.ToBase64String(Encoding.UTF8.GetBytes($"{HubUser}:{HubPassword}")),
        ["Bearer", var token] => _tokens.GetValueOrDefault(token),
        _ => false,
    };

    private static int Whole(string? text, int otherwise) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
