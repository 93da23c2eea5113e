using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.TroubleTickets;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>Who asks about trouble tickets: a supplier by its own token, or whoever may use the hub's API.</summary>
internal sealed class TicketAccess(IReadOnlyList<SupplierSettings> suppliers, ServiceCatalogue catalogue, TimeProvider clock)
{
    /// <summary>The caller.</summary>
    /// <exception cref="TicketFault">401: nobody knows the caller.</exception>
    public TicketViewer Viewer(HttpContext http)
    {
        if (SupplierAuthentication.Holder(http.Request.Headers.Authorization, suppliers) is { } supplier)
        {
            return Of(supplier.Id);
        }

        // In Development everybody is signed in, but whoever shows a token that is nobody's meant to be somebody else.
        return http.User.Identity is { IsAuthenticated: true } who && (who.AuthenticationType != Access.DevelopmentScheme || http.Request.Headers.Authorization.Count == 0)
            ? new TicketViewer(Access.ActorOf(http), null, [])
            : throw new TicketFault(StatusCodes.Status401Unauthorized, "token-unknown", "Send a token of the city's sign-in, or the supplier's own, as: Authorization: Bearer TOKEN.");
    }

    /// <summary>Checks the signature of what a supplier sends, when one is agreed with it.</summary>
    /// <exception cref="TicketFault">401: it does not fit.</exception>
    public void CheckSignature(HttpContext http, TicketViewer viewer, ReadOnlySpan<byte> body)
    {
        if (suppliers.FirstOrDefault(supplier => supplier.Id == viewer.Supplier) is { } sender
            && SupplierAuthentication.CheckSignature(sender, http.Request.Headers, body, clock.GetUtcNow()) is { } unsigned)
        {
            throw new TicketFault(unsigned.Status, unsigned.Code, unsigned.Why);
        }
    }

    /// <summary>A supplier.</summary>
    public TicketViewer Of(string supplier) => new(
        "supplier:" + supplier, supplier, [.. catalogue.Desks.Where(desk => desk.Supplier == supplier).Select(desk => desk.Id)]);
}
