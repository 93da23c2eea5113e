using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Tmf622;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Host.Workers;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationHub.Host.Orders;

/// <summary>The order side of the suppliers: what each is told of orders with, and heard by.</summary>
internal static class OrderSystems
{
    /// <summary>Adds what takes orders to suppliers and takes in what they say about them.</summary>
    /// <remarks>The invoices' side registers its own <see cref="TakeDisputeAnswer"/>; without one, an answer is kept as said and nothing more.</remarks>
    public static void AddOrderSuppliers(this IServiceCollection services)
    {
        services.TryAddSingleton<TakeDisputeAnswer>((_, _) => Task.CompletedTask);
        services.AddSingleton<OrderInbox>();
        services.AddSingleton<OrdersWithoutSystem>();
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<OrdersWithoutSystem>());
    }

    /// <summary>Whether the hub tells the supplier of orders by itself.</summary>
    public static bool IsReached(SupplierSettings supplier) =>
        OrderWay.Of(supplier) is { } way && (way.Kind != OrderWay.Own || SupplierSystems.IsReached(supplier));

    /// <summary>The order side of a supplier's system; null when there is none.</summary>
    /// <param name="supplier">Whose.</param>
    /// <param name="own">Its system for cases; null when it has none.</param>
    /// <param name="with">What it needs.</param>
    public static IOrderSystem? Of(SupplierSettings supplier, ISupplierSystem? own, IServiceProvider with) => OrderWay.Of(supplier) switch
    {
        { Kind: OrderWay.Own } => own as IOrderSystem,
        { Kind: OrderWay.CloudEvents } way => new CloudEventSystem(with.GetRequiredService<CloudEventSender>(), way.Settings),
        { Kind: OrderWay.Tmf622 } way => new TmfOrders(
            with.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CloudEventSender)), way.Settings, with.GetRequiredService<TimeProvider>()),
        _ => null,
    };

    /// <summary>What tells a supplier of orders, and hears from its order system.</summary>
    public static IEnumerable<IHostedService> Workers(SupplierSettings supplier, ISupplierSystem? own, SupplierRegister register, IServiceProvider with)
    {
        if (!IsReached(supplier) || Of(supplier, own, with) is not { } system)
        {
            yield break;
        }

        yield return WorkRegistration.Worker(
            with, ActivatorUtilities.CreateInstance<OrderDeliveries>(with, supplier, system, register.OrderGateOf(supplier)),
            WorkPace.Patient with { AtOnce = SupplierPace.Of(supplier).AtOnce }, shared: true, since: null); // Articles may name a supplier before it is added: its orders wait from the log's start.
        yield return WorkRegistration.Worker(
            with, ActivatorUtilities.CreateInstance<HoldingDeliveries>(with, supplier, system, register.OrderGateOf(supplier)),
            WorkPace.Patient with { AtOnce = SupplierPace.Of(supplier).AtOnce }, shared: true, since: null);
        if (system is IPolledOrders polled)
        {
            yield return ActivatorUtilities.CreateInstance<SupplierPolling>(with, supplier, Heard.From(supplier.Id, polled), $"poll-orders-{supplier.Id}");
        }

        if (system is TmfOrders tmf && TmfOrderSupplier.Of(supplier).Listens)
        {
            yield return ActivatorUtilities.CreateInstance<TmfRegistering>(with, supplier, (Func<string, CancellationToken, Task<string?>>)tmf.ListenAsync, "tmf622");
        }
    }
}
