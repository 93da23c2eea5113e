using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.TroubleTickets;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary><c>/hub</c>: other systems register to be told what happens to trouble tickets.</summary>
internal static class ListenerEndpoints
{
    private const int MostOfOne = 20;

    /// <summary>Maps the endpoints of one version.</summary>
    public static void MapListeners(this RouteGroupBuilder group, int version)
    {
        group.MapPost("/hub", (HttpContext http, Listeners listeners, CancellationToken ct) => listeners.RegisterAsync(http, version, MostOfOne, ct));
        group.MapGet("/hub", (HttpContext http, Listeners listeners, CancellationToken ct) => listeners.ListAsync(http, ct));
        group.MapGet("/hub/{id}", async (string id, HttpContext http, Listeners listeners, CancellationToken ct) =>
            TicketAnswer.Json(Listeners.Shown(await listeners.FindAsync(id, http, ct))));
        group.MapDelete("/hub/{id}", (string id, HttpContext http, Listeners listeners, CancellationToken ct) => listeners.RemoveAsync(id, http, ct));
    }
}

/// <summary>The listeners that are registered; each registration and its end stands in the log.</summary>
internal sealed class Listeners(LiveView<ListenerRow> view, IEventLog log, EventCodec codec, TicketAccess access, TicketJson json, ListenerAddress addresses, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Registers a listener.</summary>
    public async Task<IResult> RegisterAsync(HttpContext http, int version, int most, CancellationToken ct)
    {
        var viewer = Registrar(http);
        var (node, bytes, _) = await TicketBody.ReadAsync(http.Request, ["application/json"], ct);
        access.CheckSignature(http, viewer, bytes);
        var sent = new TicketBody(TicketBody.Object(node));
        var (callback, query) = (sent.Word("callback", required: true, longest: 2_000), TicketBody.Object(node)["query"] is JsonValue said && said.TryGetValue(out string? text) && text.Length > 0 ? text : null);
        if (callback is not null && addresses.Fault(callback) is { } fault)
        {
            sent.Faults.Add($"callback {fault}.");
        }

        if (query?.Length > 1_000 || ListenerQuery.Read(query).Fault is not null)
        {
            sent.Faults.Add("query: " + (ListenerQuery.Read(query).Fault ?? "at most 1000 characters."));
        }

        if (sent.Faults.Count > 0)
        {
            throw new TicketFault(StatusCodes.Status400BadRequest, "invalid-listener", string.Join(' ', sent.Faults));
        }

        await _one.WaitAsync(ct);
        try
        {
            var own = await OwnAsync(viewer, ct);
            if (own.Any(row => row.Callback == callback && row.Query == query))
            {
                throw new TicketFault(StatusCodes.Status409Conflict, "listener-exists", "This callback is registered with this query already. DELETE it first.");
            }

            if (own.Count >= most)
            {
                throw new TicketFault(StatusCodes.Status409Conflict, "listeners-many", $"One system has at most {most} listeners. DELETE one first.");
            }

            var id = Guid.CreateVersion7(clock.GetUtcNow());
            var registered = new ListenerRegistered(id.ToString("N"), viewer.Actor, viewer.Supplier, version, callback!, query, clock.GetUtcNow());
            await log.AppendAsync(ListenerRow.Stream, ExpectedRevision.Any, [codec.Encode(id, registered, new EventContext(viewer.Actor, TroubleTicket.Channel))], ct);
            http.Response.Headers.Location = json.Href(version, "hub/" + registered.Listener);
            return TicketAnswer.Json(Shown(await FindAsync(registered.Listener, http, ct)), StatusCodes.Status201Created);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The caller's own.</summary>
    public async Task<IResult> ListAsync(HttpContext http, CancellationToken ct) =>
        TicketAnswer.Json(new JsonArray([.. (await OwnAsync(Registrar(http), ct)).Select(row => (JsonNode)Shown(row))]));

    /// <summary>One of the caller's own.</summary>
    /// <exception cref="TicketFault">404: there is none.</exception>
    public async Task<ListenerRow> FindAsync(string id, HttpContext http, CancellationToken ct)
    {
        var own = await OwnAsync(Registrar(http), ct);
        return own.FirstOrDefault(row => row.Listener == id)
            ?? throw new TicketFault(StatusCodes.Status404NotFound, "listener-unknown", "There is no listener of yours with this id.");
    }

    /// <summary>Ends a registration.</summary>
    public async Task<IResult> RemoveAsync(string id, HttpContext http, CancellationToken ct)
    {
        var viewer = Registrar(http);
        access.CheckSignature(http, viewer, []);
        var row = await FindAsync(id, http, ct);
        await log.AppendAsync(
            ListenerRow.Stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("listener-removed", row.Listener), new ListenerRemoved(row.Listener, clock.GetUtcNow()), new EventContext(viewer.Actor, TroubleTicket.Channel))], ct);
        return Results.NoContent();
    }

    /// <summary>A registration as it is shown.</summary>
    public static JsonObject Shown(ListenerRow row)
    {
        var shown = new JsonObject { ["id"] = row.Listener, ["callback"] = row.Callback };
        if (row.Query is not null)
        {
            shown["query"] = row.Query;
        }

        if (row.Version == 5)
        {
            shown["@type"] = "Hub";
        }

        return shown;
    }

    /// <summary>Who may register: a supplier for its own cases; of the city's own only who runs the hub, as such a listener hears of every case.</summary>
    private TicketViewer Registrar(HttpContext http) => access.Viewer(http) is var viewer && (viewer.Supplier is not null || http.User.IsInRole(Access.Operator) || http.User.IsInRole(Access.Administrator))
        ? viewer
        : throw new TicketFault(StatusCodes.Status403Forbidden, "not-allowed", "Only a supplier, or an operator of the hub, registers listeners.");

    private async Task<IReadOnlyList<ListenerRow>> OwnAsync(TicketViewer viewer, CancellationToken ct)
    {
        await view.CatchUpAsync(log, ct);
        return [.. view.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = viewer.Actor }, null, int.MaxValue).Select(found => found.Row)];
    }
}
