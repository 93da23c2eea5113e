using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests.Suppliers.Tmf621;

/// <summary>
/// A supplier's TMF621 that keeps what it is told, with the traits that hurt: no ETag, a patch replaces whole lists, notes get ids of the
/// server's own, a create has no idempotency, and transitions that the diagram does not have are refused.
/// </summary>
internal sealed class Tmf621Double : IAsyncDisposable
{
    private const string Token = "tmf-token";
    private static readonly Dictionary<string, string[]> s_from = new(StringComparer.Ordinal)
    {
        ["acknowledged"] = ["inProgress", "rejected", "cancelled"],
        ["inProgress"] = ["pending", "held", "resolved", "cancelled"],
        ["pending"] = ["inProgress", "cancelled"],
        ["held"] = ["inProgress"],
        ["resolved"] = ["inProgress", "closed"],
        ["rejected"] = ["acknowledged"], // Beyond the diagram: it may be offered again.
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _tickets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stuck = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private readonly bool _v5;
    private DateTimeOffset _last;

    private Tmf621Double(WebApplication app, int version) => (_app, _v5) = (app, version == 5);

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Called with a ticket just before a patch of it is done: another's patch may come between.</summary>
    public Action<string>? BeforeNextPatch { get; set; }

    /// <summary>Whether it adds to lists; else it knows merge patches only.</summary>
    public bool TakesSteps { get; set; }

    /// <summary>Whether another's patch, made from an older list, sweeps the newest note away just after it was written.</summary>
    public bool SweepsNextNote { get; set; }

    /// <summary>Callbacks that registered.</summary>
    public ConcurrentQueue<string> Callbacks { get; } = new();

    public static async Task<Tmf621Double> StartAsync(int version)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var supplier = new Tmf621Double(app, version);
        app.Run(supplier.AnswerAsync);
        await app.StartAsync();
        supplier.Address = new Uri($"{app.Urls.First()}/tmf-api/troubleTicket/v{version.ToString(CultureInfo.InvariantCulture)}");
        return supplier;
    }

    public IReadOnlyList<JsonObject> Tickets()
    {
        lock (_gate)
        {
            return [.. _tickets.Values.Select(ticket => (JsonObject)ticket.DeepClone())];
        }
    }

    /// <summary>An agent of the supplier's changes a ticket.</summary>
    public void Move(string id, string? status, string? reason = null, string? note = null, string kind = "Note")
    {
        lock (_gate)
        {
            var (ticket, now) = (_tickets[id], Now());
            if (note is not null)
            {
                ((JsonArray)ticket["note"]!).Add((JsonNode)Stamped(new JsonObject { ["author"] = "agent 7", ["text"] = note, ["@type"] = kind }, now));
            }

            if (status is not null)
            {
                SetStatus(ticket, status, reason, now);
            }

            ticket["lastUpdate"] = now;
        }
    }

    public void Stick(string id)
    {
        lock (_gate)
        {
            _stuck.Add(id);
        }
    }

    /// <summary>A ticket of its own.</summary>
    public string Own(string note)
    {
        lock (_gate)
        {
            var ticket = Make(new JsonObject { ["description"] = "Eget", ["severity"] = "Low", ["ticketType"] = "incident" });
            ((JsonArray)ticket["note"]!).Add((JsonNode)Stamped(new JsonObject { ["author"] = "agent 7", ["text"] = note, ["@type"] = "Note" }, Now()));
            return (string)ticket["id"]!;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization != "Bearer " + Token)
        {
            http.Response.StatusCode = 401;
            return;
        }

        var sent = http.Request.ContentLength > 0 ? await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) : null;
        var body = sent as JsonObject;
        var path = http.Request.Path.Value!.Split('/')[4..];
        (int Status, JsonNode? Said) answer;
        if (http.Request.Method == "PATCH" && BeforeNextPatch is { } between)
        {
            BeforeNextPatch = null;
            between(path[1]);
        }

        lock (_gate)
        {
            answer = (http.Request.Method, path) switch
            {
                ("POST", ["troubleTicket"]) when body is null || body["ticketType"]?.ToString() is null or "unwanted" => Error(400, "ticketType"),
                ("POST", ["troubleTicket"]) => (201, Make(body!).DeepClone()),
                ("POST", ["hub"]) => Listen(body!),
                ("GET", ["troubleTicket"]) => (200, List(http.Request.Query)),
                ("GET", ["troubleTicket", var id]) when _tickets.TryGetValue(id, out var found) => (200, found.DeepClone()),
                ("PATCH", ["troubleTicket", ..]) when sent is JsonArray && !TakesSteps => Error(415, "merge patches only"),
                ("PATCH", ["troubleTicket", var id]) when _tickets.TryGetValue(id, out var found) && sent is JsonArray steps => Patch(found, Merge(found, steps)),
                ("PATCH", ["troubleTicket", var id]) when _tickets.TryGetValue(id, out var found) && body is not null => Patch(found, body),
                _ => Error(404, "unknown"),
            };
        }

        http.Response.StatusCode = answer.Status;
        if (answer.Said is { } said)
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(said.ToJsonString(), http.RequestAborted);
        }
    }

    private (int, JsonNode?) Listen(JsonObject body)
    {
        var callback = (string)body["callback"]!;
        if (Callbacks.Contains(callback, StringComparer.Ordinal))
        {
            return Error(409, "there already");
        }

        Callbacks.Enqueue(callback);
        return (201, new JsonObject { ["id"] = "1", ["callback"] = callback });
    }

    private JsonObject Make(JsonObject sent)
    {
        var (ticket, now) = ((JsonObject)sent.DeepClone(), Now());
        ticket["id"] = $"TT-{_tickets.Count + 1}";
        ticket["creationDate"] = now;
        ticket["lastUpdate"] = now;
        ticket["note"] ??= new JsonArray();
        ticket[History] = new JsonArray();
        SetStatus(ticket, "acknowledged", null, now);
        return _tickets[(string)ticket["id"]!] = ticket;
    }

    private (int, JsonNode?) Patch(JsonObject ticket, JsonObject patch)
    {
        var (id, now, was) = ((string)ticket["id"]!, Now(), (string)ticket["status"]!);
        var status = (string?)patch["status"];
        if (status is not null && status != was && !_stuck.Contains(id) && !s_from.GetValueOrDefault(was, []).Contains(status, StringComparer.Ordinal))
        {
            return Error(409, $"{was} does not become {status}");
        }

        foreach (var (name, value) in patch.Where(pair => pair.Key is not ("status" or "statusChangeReason")))
        {
            ticket[name] = value?.DeepClone(); // Whole lists are replaced.
        }

        foreach (var note in ((JsonArray)ticket["note"]!).OfType<JsonObject>().Where(note => note["date"] is null))
        {
            Stamped(note, now);
        }

        if (status is not null && status != was && !_stuck.Contains(id))
        {
            SetStatus(ticket, status, (string?)patch["statusChangeReason"], now);
        }

        ticket["lastUpdate"] = now;
        var answer = ticket.DeepClone();
        if (SweepsNextNote && patch["note"] is not null)
        {
            SweepsNextNote = false;
            ((JsonArray)ticket["note"]!).RemoveAt(((JsonArray)ticket["note"]!).Count - 1);
        }

        return (200, answer);
    }

    /// <summary>Steps of RFC 6902, as far as they set fields and add to the notes.</summary>
    private static JsonObject Merge(JsonObject ticket, JsonArray steps)
    {
        var merge = new JsonObject();
        foreach (var step in steps.OfType<JsonObject>())
        {
            if ((string)step["path"]! == "/note/-")
            {
                merge["note"] = new JsonArray([.. ((JsonArray)ticket["note"]!).Select(note => note!.DeepClone()), step["value"]!.DeepClone()]);
            }
            else
            {
                merge[((string)step["path"]!)[1..]] = step["value"]!.DeepClone();
            }
        }

        return merge;
    }

    private JsonArray List(IQueryCollection query)
    {
        var number = query["externalId"].ToString() is { Length: > 0 } one ? one : query["externalIdentifier.id"].ToString();
        var since = query["lastUpdate.gte"].ToString();
        var found = _tickets.Values
            .Where(ticket => number.Length == 0 || ticket["externalId"]?.ToString() == number || (ticket["externalIdentifier"] as JsonArray)?.Any(id => id!["id"]!.ToString() == number) == true)
            .Where(ticket => since.Length == 0 || string.CompareOrdinal((string)ticket["lastUpdate"]!, since) >= 0)
            .OrderBy(ticket => (string)ticket["lastUpdate"]!, StringComparer.Ordinal);
        var ordered = query["sort"] == "-lastUpdate" ? found.Reverse() : found;
        return new JsonArray([.. ordered.Skip(Whole(query, "offset", 0)).Take(Whole(query, "limit", 100)).Select(ticket => ticket.DeepClone())]);
    }

    private string History => _v5 ? "statusChangeHistory" : "statusChange";

    private void SetStatus(JsonObject ticket, string status, string? reason, string now)
    {
        ticket["status"] = status;
        ((JsonArray)ticket[History]!).Add((JsonNode)new JsonObject { ["status"] = status, [_v5 ? "statusChangeReason" : "changeReason"] = reason, [_v5 ? "statusChangeDate" : "changeDate"] = now });
    }

    private static JsonObject Stamped(JsonObject note, string now)
    {
        note["id"] = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        note["date"] = now;
        return note;
    }

    /// <summary>No two things happen at once here, to the millisecond that is written.</summary>
    private string Now()
    {
        var now = TimeProvider.System.GetUtcNow();
        _last = now > _last.AddMilliseconds(1) ? now : _last.AddMilliseconds(1);
        return _last.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    private static int Whole(IQueryCollection query, string name, int otherwise) => int.TryParse(query[name], CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static (int, JsonNode?) Error(int status, string reason) => (status, new JsonObject { ["code"] = "x", ["reason"] = reason });
}
