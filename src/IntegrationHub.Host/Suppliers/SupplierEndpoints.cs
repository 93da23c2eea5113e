using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Suppliers;

/// <summary><c>/suppliers/{id}/events</c>: what suppliers' systems tell the hub, as CloudEvents 1.0.</summary>
public static class SupplierEndpoints
{
    private const int DeliveriesPerMinute = 6_000;

    /// <summary>Maps the endpoints. The supplier's token is checked here, not by the hub's sign-in.</summary>
    public static void MapSuppliers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/suppliers").WithTags("Suppliers").AllowAnonymous();
        group.MapPost("/{id}/events", ReceiveAsync).WithSummary("Takes events of one supplier: binary, structured or batched.").Accepts<JsonElement>("application/cloudevents+json", "application/cloudevents-batch+json", "application/json").Answers<SupplierReceipts>(202, 400, 401, 403, 404, 409, 413, 415);
        group.MapMethods("/{id}/events", ["OPTIONS"], Consent).WithSummary("Consents to deliveries (CloudEvents webhook handshake).");
    }

    private static async Task<IResult> ReceiveAsync(
        string id, HttpContext http, IReadOnlyList<SupplierSettings> suppliers, SupplierInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        var who = SupplierAuthentication.CheckToken(id, http.Request.Headers.Authorization, suppliers);
        if (who is not Recognised sender)
        {
            return SupplierRefusal.Of(http, (Unrecognised)who);
        }

        if (await CloudEventReader.BodyAsync(http.Request, EventLimits.Default, ct) is not { } body)
        {
            // The rest of the body is not read, so the connection cannot serve another request; say so before it closes.
            http.Response.Headers.Connection = "close";
            return Refuse(CloudEventReader.TooLarge(EventLimits.Default));
        }

        var now = clock.GetUtcNow();
        if (SupplierAuthentication.CheckSignature(sender.Supplier, http.Request.Headers, body.Span, now) is { } unsigned)
        {
            return SupplierRefusal.Of(http, unsigned);
        }

        return CloudEventReader.Read(http.Request.Headers, body, EventLimits.Default, now) switch
        {
            EventsRead read => await inbox.TakeAsync(id, read.Events, now, ct) switch
            {
                { Fault: { } fault } => Refuse(fault),
                { Receipts: var receipts } => TypedResults.Json(new SupplierReceipts(receipts), statusCode: StatusCodes.Status202Accepted),
            },
            Unreadable unreadable => Refuse(unreadable),
            var other => throw new InvalidOperationException($"{other} is no reading."),
        };
    }

    private static StatusCodeHttpResult Consent(string id, HttpContext http)
    {
        _ = id; // Consent needs no token and names no supplier; a delivery does.
        var headers = http.Request.Headers;
        var answer = WebhookConsent.Answer(headers[WebhookConsent.OriginHeader], headers[WebhookConsent.RateHeader], DeliveriesPerMinute);
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        return TypedResults.StatusCode(answer.Status);
    }

    private static ProblemHttpResult Refuse(Unreadable unreadable) => TypedResults.Problem(
        string.Join(' ', unreadable.Faults), statusCode: unreadable.Status, type: unreadable.Code,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["faults"] = unreadable.Faults });
}
