using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>
/// Stands in for Request Tracker 5.0.3, with what is nasty about it: 500 for a square bracket in a query, custom fields dropped without a
/// word, 200 for what it does not do, no idempotency, and tickets that it opens by itself when somebody writes to them.
/// </summary>
internal sealed partial class RequestTrackerDouble : IAsyncDisposable
{
    public const string HubToken = "1-44-acfe53a8";
    public const string HubsOtherToken = "1-44-0d21c7f9";
    public const string AgentToken = "1-50-7bb3f386";
    private static readonly Dictionary<string, (string Id, string Name)> s_users = new(StringComparer.Ordinal)
    {
        [HubToken] = ("44", "hub"),
        [HubsOtherToken] = ("44", "hub"),
        [AgentToken] = ("50", "telephony"),
    };
    private static readonly string[] s_fields = ["HubCaseId", "SupplierRef", "HubHandover"];
    private static readonly string[] s_over = ["resolved", "rejected", "deleted"];
    private readonly Lock _gate = new();
    private readonly List<Ticket> _tickets = [];
    private readonly List<Entry> _entries = [];
    private readonly WebApplication _app;
    private long _next = 66;

    private RequestTrackerDouble(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First() + "/REST/2.0");

    public static async Task<RequestTrackerDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var tracker = new RequestTrackerDouble(builder.Build());
        tracker._app.Run(tracker.AnswerAsync);
        await tracker._app.StartAsync();
        return tracker;
    }

    /// <summary>With a wire before it.</summary>
    /// <param name="hubToken">No two suppliers of a hub may have the same.</param>
    public static async Task<TrackerPeer> PeerAsync(string hubToken = HubToken)
    {
        var tracker = await StartAsync();
        return new TrackerPeer(tracker.Url, hubToken, AgentToken, await FaultyWire.StartAsync(tracker.Url), settle: 0, tracker);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var token = context.Request.Headers.Authorization.ToString().Replace("token ", "", StringComparison.Ordinal);
        var body = context.Request.ContentLength > 0 ? await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body) : default;
        var (status, answer) = !s_users.TryGetValue(token, out var user) ? (401, new { message = "Unauthorized" })
            : target.Contains('[', StringComparison.Ordinal) || target.Contains("%5B", StringComparison.OrdinalIgnoreCase) ? (500, new { message = "Internal Server Error" })
            : Do(context.Request.Method, context.Request.Path.Value!["/REST/2.0/".Length..].Split('/'), context.Request.Query, body, user.Name);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=\"utf-8\"";
        context.Response.Headers.Date = Now().ToString("R", CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    private (int Status, object Answer) Do(string method, string[] path, IQueryCollection query, JsonElement body, string user)
    {
        lock (_gate)
        {
            return (method, path) switch
            {
                ("GET", ["user", var id]) => (200, new { Name = s_users.Values.First(one => one.Id == id).Name }),
                ("GET", ["queue", "Telefoni"]) => (200, new { Name = "Telefoni", TicketCustomFields = s_fields.Select((name, at) => new { id = Text(at + 2), name }) }),
                ("GET", ["queue", _]) => (404, new { message = "Not Found" }),
                ("GET", ["tickets"]) => (200, Page(Found(query["query"].ToString()).Select(Shown), query)),
                ("GET", ["transactions"]) => (200, Page(Entries(query), query)),
                ("GET", ["transaction", var id, "attachments"]) => (200, Page(
                    _entries.Where(entry => Text(entry.Id) == id && entry.Words is not null).Select(entry => (object)new { ContentType = "text/plain", Content = entry.Words, Filename = "" }), query)),
                ("POST", ["ticket"]) => Create(body, user),
                (_, ["ticket", var id, ..]) when _tickets.Find(ticket => ticket.Id == id) is not { } => (404, new { message = "Not Found" }),
                ("GET", ["ticket", var id]) => (200, Shown(_tickets.Find(ticket => ticket.Id == id)!)),
                ("GET", ["ticket", var id, "history"]) => (200, Page(_entries.Where(entry => entry.Ticket.Id == id).Select(Shown), query)),
                ("GET", ["ticket", var id, "attachments"]) => (200, Page(
                    _entries.Where(entry => entry.Ticket.Id == id && entry.Words is not null)
                        .Select(entry => (object)new { TransactionId = new { id = Text(entry.Id), type = "transaction" }, Content = entry.Words, Filename = "", ContentType = "text/plain" })
                        .Concat(_tickets.Find(ticket => ticket.Id == id)!.Files), query)),
                ("POST", ["ticket", var id, var kind and ("correspond" or "comment")]) => Write(_tickets.Find(ticket => ticket.Id == id)!, kind, body, user),
                ("PUT", ["ticket", var id]) => (200, Change(_tickets.Find(ticket => ticket.Id == id)!, body, user)),
                _ => (405, new { message = "Method Not Allowed" }),
            };
        }
    }

    private (int, object) Create(JsonElement body, string user)
    {
        if (!body.TryGetProperty("Queue", out var queue))
        {
            return (400, new { message = "Could not create ticket. Queue not set" });
        }

        if (queue.GetString() != "Telefoni")
        {
            return (403, new { message = $"No permission to create tickets in the queue '{queue}'" });
        }

        var ticket = new Ticket(Text(_tickets.Count + 1), body.GetProperty("Subject").ToString()) { Priority = body.TryGetProperty("Priority", out var priority) ? priority.ToString() : "0" };
        SetFields(ticket, body, user, log: false);
        _tickets.Add(ticket);
        Log(ticket, "Create", user, words: body.TryGetProperty("Content", out var words) ? words.GetString() : null);
        return (201, new { id = ticket.Id, type = "ticket" });
    }

    private (int, object) Write(Ticket ticket, string kind, JsonElement body, string user)
    {
        if (!body.TryGetProperty("ContentType", out _))
        {
            return (400, new { message = "ContentType is a required field for application/json" });
        }

        Log(ticket, kind == "correspond" ? "Correspond" : "Comment", user, words: body.GetProperty("Content").GetString(),
            data: body.TryGetProperty("Subject", out var subject) ? subject + "\n" : "No Subject");
        if (kind == "correspond" && (ticket.Status == "new" || s_over.Contains(ticket.Status, StringComparer.Ordinal)))
        {
            Log(ticket, "Status", "RT_System", "Status", ticket.Status, ticket.Status = "open");
        }

        if (body.TryGetProperty("Attachments", out var files))
        {
            ticket.Files.AddRange(files.EnumerateArray().Select(file => new
            {
                TransactionId = new { id = Text(_entries[^1].Id), type = "transaction" },
                Content = Encoding.UTF8.GetString(file.GetProperty("FileContent").GetBytesFromBase64()),
                Filename = file.GetProperty("FileName").GetString(),
                ContentType = file.GetProperty("FileType").GetString(),
            }));
        }

        List<string> said = [kind == "correspond" ? "Correspondence added" : "Comments added", .. Change(ticket, body, user)];
        return (201, said);
    }

    private List<string> Change(Ticket ticket, JsonElement body, string user)
    {
        List<string> said = [];
        if (body.TryGetProperty("AddDependsOn", out var on))
        {
            ticket.DependsOn = on[0].ToString();
            Log(ticket, "AddLink", user, "DependsOn");
        }

        if (body.TryGetProperty("Priority", out var priority) && priority.ToString() != ticket.Priority)
        {
            Log(ticket, "Set", user, "Priority", ticket.Priority, ticket.Priority = priority.ToString());
        }

        if (body.TryGetProperty("Status", out var status) && status.ToString() is var to && to != ticket.Status)
        {
            if (s_over.Contains(to, StringComparer.Ordinal) && _tickets.Exists(other => other.Id == ticket.DependsOn && !s_over.Contains(other.Status, StringComparer.Ordinal)))
            {
                said.Add($"Ticket {ticket.Id}: That ticket has unresolved dependencies");
            }
            else if (to is not ("new" or "open" or "stalled" or "resolved" or "rejected" or "deleted"))
            {
                said.Add($"Ticket {ticket.Id}: Status '{to}' isn't a valid status for this ticket.");
            }
            else
            {
                Log(ticket, "Status", user, "Status", ticket.Status, ticket.Status = to);
                said.Add($"Ticket {ticket.Id}: Status changed");
            }
        }

        SetFields(ticket, body, user, log: true);
        return said;
    }

    private void SetFields(Ticket ticket, JsonElement body, string user, bool log)
    {
        if (!body.TryGetProperty("CustomFields", out var fields))
        {
            return;
        }

        foreach (var field in fields.EnumerateObject().Where(field => s_fields.Contains(field.Name, StringComparer.Ordinal)))
        {
            var old = ticket.Fields.GetValueOrDefault(field.Name, "");
            ticket.Fields[field.Name] = field.Value.ToString();
            if (log)
            {
                Log(ticket, "CustomField", user, Text(Array.IndexOf(s_fields, field.Name) + 2), old, field.Value.ToString());
            }
        }
    }

    private void Log(Ticket ticket, string type, string user, string field = "", string old = "", string value = "", string? words = null, string data = "")
    {
        _next += user == "RT_System" ? 3 : 1; // Other objects use numbers of the same sequence.
        _entries.Add(new Entry(_next, ticket, type, field, old, value, user, Now(), data, words));
    }

    private IEnumerable<Ticket> Found(string sql) =>
        _tickets.Where(ticket => ticket.Status != "deleted"
            && (CaseField().Match(sql) is { Success: true } match ? ticket.Fields.GetValueOrDefault("HubCaseId") == match.Groups[1].Value
                : Ids().Matches(sql).Any(id => id.Groups[1].Value == ticket.Id)));

    private IEnumerable<object> Entries(IQueryCollection query)
    {
        var after = Above().Match(query["query"].ToString()) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        var found = _entries.Where(entry => entry.Id > after);
        return (query["order"] == "DESC" ? found.Reverse() : found).Select(Shown);
    }

    private static object Page(IEnumerable<object> all, IQueryCollection query)
    {
        var (size, page) = (Number(query, "per_page", 20), Number(query, "page", 1));
        return new { per_page = size, page, items = all.Skip((page - 1) * size).Take(Math.Min(size, 100)) };
    }

    private static int Number(IQueryCollection query, string name, int otherwise) =>
        int.TryParse(query[name], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static object Shown(Ticket ticket) => new
    {
        id = int.Parse(ticket.Id, CultureInfo.InvariantCulture),
        ticket.Subject,
        ticket.Status,
        ticket.Priority,
        CustomFields = s_fields.Select((name, at) => new { id = Text(at + 2), name, values = ticket.Fields.TryGetValue(name, out var value) ? [value] : Array.Empty<string>() }),
    };

    private static object Shown(Entry entry) => new
    {
        id = entry.Id.ToString(CultureInfo.InvariantCulture),
        entry.Type,
        entry.Field,
        OldValue = entry.Old,
        NewValue = entry.New,
        Creator = new { id = entry.User, type = "user" },
        Created = entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        entry.Data,
        ObjectId = entry.Ticket.Id,
    };

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^'CF\.\{HubCaseId\}' = '(?<id>[0-9]+)'$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex CaseField();

    [GeneratedRegex(@"\bid = (?<id>[0-9]+)", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Ids();

    [GeneratedRegex(@"\bid > (?<id>[0-9]+)", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Above();

    private sealed class Ticket(string id, string subject)
    {
        public string Id => id;

        public string Subject => subject;

        public string Status { get; set; } = "new";

        public string Priority { get; set; } = "0";

        public string? DependsOn { get; set; }

        public List<object> Files { get; } = [];

        public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Entry(long Id, Ticket Ticket, string Type, string Field, string Old, string New, string User, DateTimeOffset At, string Data, string? Words);
}
