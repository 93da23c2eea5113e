using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>The levers for orders and invoices: <c>/control/orders</c>, <c>/control/invoices</c>. What a body does not say is filled in as the books have it.</summary>
internal sealed class OrderControl(SimulatorOptions options, SimulatedOrders orders)
{
    /// <summary>What a person at the supplier can do, and the report that it makes.</summary>
    private static readonly Dictionary<string, string> s_actions = new(StringComparer.Ordinal)
    {
        ["confirm"] = SupplierOrderMessages.Confirmed,
        ["decline"] = SupplierOrderMessages.Declined,
        ["expect"] = SupplierOrderMessages.Expected,
        ["ship"] = SupplierOrderMessages.Shipped,
        ["deliver"] = SupplierOrderMessages.Delivered,
        ["take-back"] = SupplierOrderMessages.Returned,
        ["agree-to-cancel"] = SupplierOrderMessages.Cancelled,
        ["refuse-to-cancel"] = SupplierOrderMessages.CancellationRefused,
        ["answer-dispute"] = SupplierOrderMessages.DisputeAnswered,
    };

    /// <summary>Work of the supplier's own that a person can set off.</summary>
    private static readonly Dictionary<string, string> s_work = new(StringComparer.Ordinal) { ["bill"] = SimulatedOrders.Bill, ["bill-together"] = SimulatedOrders.BillTogether };

    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/control");
        control.AddEndpointFilter(ControlEndpoints.OnThisMachineAsync);
        control.MapGet("/orders", () => TypedResults.Json(orders.Orders, SimulatorJson.Options));
        control.MapGet("/invoices", () => TypedResults.Json(orders.Invoices, SimulatorJson.Options));
        control.MapGet("/invoices/{number}", Invoice);
        control.MapPost("/orders/{order}/{action}", Act);
    }

    private Results<ContentHttpResult, NotFound> Invoice(string number) => orders.Invoices.FirstOrDefault(one => one.Number == number) is { } found
        ? TypedResults.Text(UblInvoice.Write(found), "application/xml") : TypedResults.NotFound();

    private Results<Accepted, NotFound, ProblemHttpResult> Act(string order, string action, string? supplier, JsonObject? body)
    {
        if (orders.Orders.FirstOrDefault(one => one.Order == order && (supplier is null || one.Supplier == supplier)) is not { } held)
        {
            return TypedResults.NotFound();
        }

        if (s_work.TryGetValue(action, out var work))
        {
            orders.ByHand(held, null, work);
            return TypedResults.Accepted("/control/reports");
        }

        if (!s_actions.TryGetValue(action, out var type))
        {
            return TypedResults.NotFound();
        }

        var now = options.Clock.GetUtcNow();
        var data = Filled(body ?? [], held, type, now);
        var parsed = SupplierOrderMessages.Parse(new ReceivedEvent(
            "by-hand", "control", type, null, now, "application/json", JsonSerializer.SerializeToUtf8Bytes(data), new Dictionary<string, string>(StringComparer.Ordinal), ""));
        if (parsed is not UnderstoodOrder { Report: var report })
        {
            return TypedResults.Problem(string.Join(' ', ((Misfit)parsed).Faults), statusCode: 400, type: "report-invalid");
        }

        orders.ByHand(held, report, null);
        return TypedResults.Accepted("/control/reports");
    }

    private static JsonObject Filled(JsonObject said, SimulatedOrder order, string type, DateTimeOffset now)
    {
        var data = new JsonObject { ["order"] = order.Order };
        var units = type switch
        {
            SupplierOrderMessages.Shipped => order.Units(unit => unit is { Shipped: false, DeliveredAt: null }),
            SupplierOrderMessages.Delivered => order.Units(unit => unit.DeliveredAt is null),
            _ => null,
        };
        if (units is not null)
        {
            data["units"] = JsonSerializer.SerializeToNode(units, HubOrderMessages.Json);
        }

        var id = $"{order.SupplierOrder}-{Guid.CreateVersion7(now).ToString("N")[20..]}";
        foreach (var (name, value) in type switch
        {
            SupplierOrderMessages.Confirmed => [("supplierOrder", order.SupplierOrder)],
            SupplierOrderMessages.Declined or SupplierOrderMessages.CancellationRefused => [("reason", "Beslutat för hand.")],
            SupplierOrderMessages.Shipped => [("shipment", id)],
            SupplierOrderMessages.Delivered => [("delivery", id), ("deliveredAt", now.UtcDateTime.ToString("O")), ("way", OrderPlan.Proof(order.Lines[0].Ordered.Way).Way)],
            SupplierOrderMessages.Returned => [("return", id)],
            _ => Array.Empty<(string, string)>(),
        })
        {
            data[name] = value;
        }

        foreach (var (name, value) in said)
        {
            data[name] = value?.DeepClone();
        }

        data["order"] = order.Order;
        return data;
    }
}
