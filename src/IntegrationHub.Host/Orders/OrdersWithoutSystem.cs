using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Orders;

/// <summary>Parks what a supplier without a system for orders would have to be told, so that a person sees it and acts.</summary>
/// <remarks>Once the supplier has one, its own group tells it all; what is parked here is then done when it is tried again.</remarks>
internal sealed class OrdersWithoutSystem(SupplierRegister register, OrderStore orders) : IWorkGroup
{
    /// <summary>The group, by which pages find what waits.</summary>
    public const string Group = "unreached-orders";

    private static readonly HashSet<string> s_types = [.. OrderNews.Kinds.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => Group;

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        if (!OrderNumber.IsStream(happened.Recorded.Stream, out var number))
        {
            return WorkResult.Done;
        }

        var loaded = await orders.LoadAsync(number, ct);
        if (OrderNews.SupplierOf([.. loaded.History.Take((int)happened.Recorded.Revision + 1)]) is not { } supplier
            || OrderNews.IsSettled(supplier, happened, loaded) || await IsReachedAsync(supplier, ct))
        {
            return WorkResult.Done;
        }

        return new WorkHopeless(
            $"{supplier} has no system for orders. Set Suppliers:{supplier}:Orders ({OrderWay.CloudEvents} or {OrderWay.Tmf622}) and Suppliers:{supplier}:OrdersUrl, or let its desk act by hand.");
    }

    private async Task<bool> IsReachedAsync(string supplier, CancellationToken ct)
    {
        if (register.FirstOrDefault(known => known.Id == supplier) is { } settings)
        {
            return OrderSystems.IsReached(settings);
        }

        await register.ReadIfThereAsync(ct); // It may have been added a moment ago.
        return register.FirstOrDefault(known => known.Id == supplier) is { } added && OrderSystems.IsReached(added);
    }
}
