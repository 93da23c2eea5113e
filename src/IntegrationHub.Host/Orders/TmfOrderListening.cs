using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Tmf622;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Orders;

/// <summary><c>/suppliers/{id}/tmf622/listener/{event}</c>: what a supplier's TMF622 pushes.</summary>
internal static class TmfOrderListening
{
    private static readonly TmfDoor s_door = new(
        (supplier, name) => OrderWay.Of(supplier)?.Kind == OrderWay.Tmf622
            && (name.StartsWith("productOrder", StringComparison.OrdinalIgnoreCase) || name.StartsWith("cancelProductOrder", StringComparison.OrdinalIgnoreCase)),
        (body, supplier, now) => TmfOrders.Pushed(body, supplier, now)?.Select(report => SupplierOrderMessages.Found(report, Heard.OrdersOf(supplier.Id))).ToList(),
        supplier => TmfOrderSupplier.Of(supplier).Version,
        "The body is no TMF622 event: eventId and event.productOrder or event.cancelProductOrder are wanted.");

    /// <summary>Maps the endpoint.</summary>
    public static void MapTmfOrderListening(this IEndpointRouteBuilder routes) => s_door.Map(routes, "tmf622");
}
