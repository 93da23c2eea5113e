using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Orders;

/// <summary>What a supplier without a system says of an order by hand: the same reports as its system would send, by the same rules.</summary>
internal static class DeskOrderEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapDeskOrders(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/orders/{number}/supplier-reports", ReportAsync).WithTags("Orders")
            .WithSummary("A supplier's desk confirms, declines, ships, delivers or takes back by hand; the data is that of the CloudEvents contract.").Answers<SupplierReceipt>(200, 400, 403, 404, 409);

    private static async Task<IResult> ReportAsync(string number, DeskOrderReport body, HttpContext http, ServiceCatalogue catalogue, OrderInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        var supplier = IncidentAccess.ActingDesk(http.User) is { } desk ? catalogue.FindDesk(desk)?.Supplier : OrderAccess.IsStaff(http.User) ? body.Supplier : null;
        if (supplier is null || !OrderNumber.TryParse(number, out var order))
        {
            return supplier is null
                ? TypedResults.Problem("Only the supplier's own desk, or the city's people in its name (supplier), may do this.", type: "not-the-supplier", statusCode: StatusCodes.Status403Forbidden)
                : OrderEndpoints.Problem(new("order-unknown", "There is no such order."));
        }

        var key = http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= 200 } said ? said : Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var (receipt, faults) = await TakeAsync(order, supplier, body.Type ?? "", body.Data ?? [], key, OrderAccess.Actor(http), inbox, clock, ct);
        return receipt is not null ? Results.Json(receipt, CaseEndpoints.Shown)
            : TypedResults.ValidationProblem(faults.GroupBy(fault => fault.Field, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Select(fault => fault.What).ToArray(), StringComparer.Ordinal), type: "invalid-report");
    }

    /// <summary>Takes what a person said in the supplier's name.</summary>
    /// <param name="order">The order.</param>
    /// <param name="supplier">In whose name.</param>
    /// <param name="type">One of <see cref="SupplierOrderMessages.All"/>.</param>
    /// <param name="data">The report, without the order's number.</param>
    /// <param name="key">What a repeat is recognised by.</param>
    /// <param name="by">Who says it.</param>
    /// <param name="inbox">Takes it.</param>
    /// <param name="clock">The time.</param>
    /// <param name="ct">Ends the wait; it may be sent again.</param>
    /// <returns>The receipt, or what is wrong with it.</returns>
    internal static async Task<(SupplierReceipt? Receipt, IReadOnlyList<EventFault> Faults)> TakeAsync(
        OrderNumber order, string supplier, string type, JsonObject data, string key, string by, OrderInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        data["order"] = order.Value;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(data);
        var received = new ReceivedEvent(
            key, "/hub/desk", type, order.Value, clock.GetUtcNow(), "application/json", bytes, new Dictionary<string, string>(StringComparer.Ordinal),
            Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(type), 0, .. bytes])));
        if (!OrderInbox.Knows(received))
        {
            return (null, [new EventFault("type", $"is one of {string.Join(", ", SupplierOrderMessages.All.Keys.Order(StringComparer.Ordinal))}.")]);
        }

        var faults = await inbox.FaultsAsync(supplier, received, ct);
        return faults.Count > 0 ? (null, faults) : (await inbox.TakeAsync(supplier, received, by, clock.GetUtcNow(), ct), []);
    }
}

/// <summary>What a desk says by hand.</summary>
/// <param name="Supplier">In whose name, when the city's own people say it.</param>
/// <param name="Type">As its system would send it: <c>supplier.order.confirmed.v1</c>.</param>
/// <param name="Data">As in <c>contracts/suppliers/cloudevents</c>; the order's number may be left out.</param>
internal sealed record DeskOrderReport(string? Supplier, string? Type, JsonObject? Data);
