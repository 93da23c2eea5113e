using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.TroubleTickets;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary><c>/tmf-api/troubleTicket/v4</c> and <c>/v5</c>: cases as trouble tickets, for systems that speak TMF621.</summary>
/// <remarks>The contract is TM Forum's own (TMF621 4.0.0 and 5.0.1), so that it does not stand in the hub's.</remarks>
public static class TroubleTicketEndpoints
{
    private const string JsonKind = "application/json";
    private const string MergeKind = "application/merge-patch+json";
    private const string PatchKind = "application/json-patch+json";

    /// <summary>Maps both versions. Suppliers' tokens are checked here, beside the hub's sign-in.</summary>
    public static void MapTroubleTickets(this IEndpointRouteBuilder routes)
    {
        foreach (var version in (ReadOnlySpan<int>)[4, 5])
        {
            var group = routes.MapGroup(string.Create(CultureInfo.InvariantCulture, $"{TicketJson.Base}{version}")).AllowAnonymous().ExcludeFromDescription()
                .AddEndpointFilter(TicketAnswer.CatchAsync);
            var served = version;
            group.MapGet("/troubleTicket", (HttpContext http, TicketLists lists, CancellationToken ct) => lists.ListAsync(http, served, ct));
            group.MapPost("/troubleTicket", (HttpContext http, TicketAccess access, TicketDesk desk, TicketLists lists, ServiceCatalogue catalogue, CancellationToken ct) =>
                OpenAsync(http, served, access, desk, lists, catalogue, ct));
            group.MapGet("/troubleTicket/{id}", (string id, HttpContext http, TicketAccess access, TicketLists lists, CancellationToken ct) =>
                lists.ShowAsync(http, id, served, access.Viewer(http), StatusCodes.Status200OK, ct));
            group.MapPatch("/troubleTicket/{id}", (string id, HttpContext http, TicketAccess access, TicketDesk desk, TicketLists lists, TicketJson json, CancellationToken ct) =>
                ChangeAsync(id, http, served, access, desk, lists, json, ct));
            group.MapDelete("/troubleTicket/{id}", Delete);
            group.MapListeners(served);
        }
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http, int version, TicketAccess access, TicketDesk desk, TicketLists lists, ServiceCatalogue catalogue, CancellationToken ct)
    {
        var viewer = access.Viewer(http);
        var (node, bytes, _) = await TicketBody.ReadAsync(http.Request, [JsonKind], ct);
        access.CheckSignature(http, viewer, bytes);
        var ticket = NewTicket.Read(new TicketBody(TicketBody.Object(node)), version, viewer.Actor, catalogue);
        var number = await desk.OpenAsync(ticket, viewer, Key(http), ct);
        return await lists.ShowAsync(http, number.Value, version, viewer, StatusCodes.Status201Created, ct);
    }

    private static async Task<IResult> ChangeAsync(
        string id, HttpContext http, int version, TicketAccess access, TicketDesk desk, TicketLists lists, TicketJson json, CancellationToken ct)
    {
        var viewer = access.Viewer(http);
        var (node, bytes, kind) = await TicketBody.ReadAsync(http.Request, version == 5 ? [JsonKind, MergeKind, PatchKind] : [JsonKind, MergeKind], ct);
        access.CheckSignature(http, viewer, bytes);
        var (ticket, revision) = await lists.FindAsync(id, viewer, ct);
        if (http.Request.Headers.IfMatch.ToString().Trim('"') is { Length: > 0 } wanted && wanted != "*" && wanted != revision.ToString(CultureInfo.InvariantCulture))
        {
            throw new TicketFault(StatusCodes.Status412PreconditionFailed, "case-changed", "The ticket was changed meanwhile. Read it again, then decide again.");
        }

        var patch = kind == PatchKind ? JsonPatch.ToMerge(json.Of(ticket, version, viewer), node) : TicketBody.Object(node);
        await desk.ChangeAsync(ticket.Number, ticket, TicketChange.Read(patch, ticket, viewer.Actor), viewer, Key(http), ct);
        return await lists.ShowAsync(http, id, version, viewer, StatusCodes.Status200OK, ct);
    }

    private static async Task<IResult> Delete(string id, HttpContext http, TicketAccess access, TicketLists lists, CancellationToken ct)
    {
        await lists.FindAsync(id, access.Viewer(http), ct);
        http.Response.Headers.Allow = "GET, PATCH";
        throw new TicketFault(StatusCodes.Status405MethodNotAllowed, "case-stays", "A case is never deleted: it is the city's record of what happened. Close it, or have its person erased.");
    }

    private static string Key(HttpContext http)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        return key.Length <= 200 && !key.Any(char.IsControl) ? key
            : throw new TicketFault(StatusCodes.Status400BadRequest, "invalid-key", "Idempotency-Key is 1 to 200 printable characters.");
    }
}

/// <summary>Reads trouble tickets.</summary>
internal sealed class TicketLists(LiveView<TroubleTicketRow> view, CaseStore cases, IEventLog log, TicketAccess access, TicketJson json)
{
    /// <summary>A page of tickets; the whole number of them in <c>X-Total-Count</c>.</summary>
    public async Task<IResult> ListAsync(HttpContext http, int version, CancellationToken ct)
    {
        var viewer = access.Viewer(http);
        var query = TicketQuery.Read(http.Request.Query, viewer);
        await view.CatchUpAsync(log, ct); // Whoever has just opened a ticket finds it.
        var (rows, total) = view.Ask(query);
        var page = new JsonArray();
        foreach (var row in rows)
        {
            if (TroubleTicket.Of((await cases.LoadAsync(new CaseNumber(row.Number), ct)).History) is { } ticket)
            {
                page.Add((JsonNode)TicketJson.Only(json.Of(ticket, version, viewer), http.Request.Query["fields"]));
            }
        }

        http.Response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-Result-Count"] = page.Count.ToString(CultureInfo.InvariantCulture);
        return TicketAnswer.Json(page);
    }

    /// <summary>One ticket.</summary>
    public async Task<IResult> ShowAsync(HttpContext http, string id, int version, TicketViewer viewer, int status, CancellationToken ct)
    {
        var (ticket, revision) = await FindAsync(id, viewer, ct);
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
        if (status == StatusCodes.Status201Created)
        {
            http.Response.Headers.Location = json.Href(version, "troubleTicket/" + id);
        }

        return TicketAnswer.Json(TicketJson.Only(json.Of(ticket, version, viewer), http.Request.Query["fields"]), status);
    }

    /// <summary>A ticket that the viewer may see, and the case's revision.</summary>
    /// <exception cref="TicketFault">404: there is none; one of somebody else is as unknown.</exception>
    public async Task<(TroubleTicket Ticket, long Revision)> FindAsync(string id, TicketViewer viewer, CancellationToken ct) =>
        CaseNumber.TryParse(id, out var number) && number.Value == id && await cases.LoadAsync(number, ct) is { } loaded
            && TroubleTicket.Of(loaded.History) is { } ticket && viewer.Sees(ticket)
            ? (ticket, loaded.Revision)
            : throw new TicketFault(StatusCodes.Status404NotFound, "ticket-unknown", "There is no trouble ticket with this id that you may see.");
}
