using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Host.Suppliers;

/// <summary>
/// Where a supplier's TM Forum API pushes to, whichever API it is. What comes is taken under the same names as what asking finds, so that either
/// may come first.
/// </summary>
/// <param name="Listens">Whether anything listens for this supplier's events of a name.</param>
/// <param name="Read">What an event tells, now; null when it is no event of the API.</param>
/// <param name="Version">4 or 5, which answer differently.</param>
/// <param name="Wanted">What an event must hold, for whoever sent something else.</param>
internal sealed record TmfDoor(
    Func<SupplierSettings, string, bool> Listens, Func<JsonNode?, SupplierSettings, DateTimeOffset, IReadOnlyList<ReceivedEvent>?> Read, Func<SupplierSettings, int> Version, string Wanted)
{
    /// <summary>Maps <c>/suppliers/{id}/API/listener/{event}</c>. The supplier's token is checked here; its contract is TM Forum's.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="api"><c>tmf621</c> or <c>tmf622</c>.</param>
    public void Map(IEndpointRouteBuilder routes, string api) =>
        routes.MapPost($"/suppliers/{{id}}/{api}/listener/{{name}}", TakeAsync).AllowAnonymous().ExcludeFromDescription();

    private async Task<IResult> TakeAsync(
        string id, string name, HttpContext http, IReadOnlyList<SupplierSettings> suppliers, SupplierInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        if (SupplierAuthentication.CheckToken(id, http.Request.Headers.Authorization, suppliers) is not Recognised { Supplier: { } sender })
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"suppliers\"";
            return TypedResults.Problem("Send the agreed token, as 'Authorization: Bearer TOKEN', to the address of your own id.", statusCode: 401, type: "token-unknown");
        }

        if (!Listens(sender, name))
        {
            return TypedResults.Problem("Nothing listens here.", statusCode: 404, type: "no-listener");
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct); // Bounded by the server.
        if (SupplierAuthentication.CheckSignature(sender, http.Request.Headers, body.ToArray(), clock.GetUtcNow()) is not null)
        {
            return TypedResults.Problem("The signature does not fit the body.", statusCode: 401, type: "signature-invalid");
        }

        return Told(body.ToArray(), sender, clock.GetUtcNow()) is { } told
            ? await ApplyAsync(told, sender, inbox, clock, ct)
            : TypedResults.Problem(Wanted, statusCode: 400, type: "event-invalid");
    }

    private async Task<IResult> ApplyAsync(IReadOnlyList<ReceivedEvent> told, SupplierSettings sender, SupplierInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        foreach (var one in told)
        {
            if ((await inbox.TakeAsync(sender.Id, [one], clock.GetUtcNow(), ct)).Fault is { } fault)
            {
                return TypedResults.Problem(string.Join(' ', fault.Faults), statusCode: fault.Status, type: fault.Code);
            }
        }

        return TypedResults.StatusCode(Version(sender) == 5 ? StatusCodes.Status204NoContent : StatusCodes.Status201Created);
    }

    private IReadOnlyList<ReceivedEvent>? Told(byte[] body, SupplierSettings sender, DateTimeOffset now)
    {
        try
        {
            return Read(JsonNode.Parse(body), sender, now);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
