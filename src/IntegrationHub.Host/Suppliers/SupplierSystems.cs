using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Registers the systems of the suppliers: what each is told with, and asked.</summary>
internal static class SupplierSystems
{
    /// <summary>Adds the deliveries to each supplier, and the asking of those that push nothing.</summary>
    public static void AddSupplierSystems(this IServiceCollection services, IReadOnlyList<SupplierSettings> suppliers)
    {
        foreach (var supplier in suppliers.Where(IsReached))
        {
            services.AddKeyedSingleton(supplier.Id, (with, _) => Of(supplier, with));
            WorkRegistration.AddGroup(
                services, WorkPace.Patient,
                with => ActivatorUtilities.CreateInstance<SupplierDeliveries>(with, supplier, with.GetRequiredKeyedService<ISupplierSystem>(supplier.Id)), shared: true);
            services.AddSingleton<IHostedService>(with => ActivatorUtilities.CreateInstance<SupplierPolling>(with, supplier, with.GetRequiredKeyedService<ISupplierSystem>(supplier.Id)));
        }
    }

    private static bool IsReached(SupplierSettings supplier) => supplier.Protocol switch
    {
        "simulator" or "cloudevents" => supplier.Url is not null,
        "amqp" => true,
        _ => false, // Spoken once its adapter is there.
    };

    private static ISupplierSystem Of(SupplierSettings supplier, IServiceProvider with) => supplier.Protocol switch
    {
        "amqp" => new AmqpSystem(with.GetRequiredService<AmqpBroker>(), AmqpSupplier.Of(supplier), with.GetRequiredService<TimeProvider>()),
        _ => new CloudEventSystem(with.GetRequiredService<CloudEventSender>(), supplier),
    };
}
