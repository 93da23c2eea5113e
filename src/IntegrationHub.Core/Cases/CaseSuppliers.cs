using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>For which supplier a desk works on a case: a desk may serve several, and a supplier may have several desks.</summary>
public static class CaseSuppliers
{
    /// <summary>The supplier for whom the desk has or had the case; the one that runs the desk where the case says none that the desk serves. Null for an unknown desk.</summary>
    public static string? SupplierOf(this ServiceCatalogue catalogue, CaseState state, string desk) =>
        state.Suppliers.TryGetValue(desk, out var supplier) && catalogue.Serves(desk, supplier) ? supplier : catalogue.FindDesk(desk)?.Supplier;
}
