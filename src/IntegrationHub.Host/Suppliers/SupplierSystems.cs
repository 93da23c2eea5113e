using IntegrationHub.Adapters.Chat.Files;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.RequestTracker;
using IntegrationHub.Adapters.Suppliers.ServiceNow;
using IntegrationHub.Adapters.Suppliers.Tmf621;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Chats.DirectLine;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Suppliers;

/// <summary>The systems of the suppliers: what each is told with, and heard by.</summary>
internal static class SupplierSystems
{
    /// <summary>Adds the suppliers, and what works for them.</summary>
    public static void AddSupplierSystems(this IServiceCollection services, IReadOnlyList<SupplierSettings> configured)
    {
        services.AddSingleton(with => ActivatorUtilities.CreateInstance<SupplierRegister>(with, configured));
        services.AddSingleton<IReadOnlyList<SupplierSettings>>(with => with.GetRequiredService<SupplierRegister>());
        services.AddSingleton<SupplierDecisions>();
        services.AddSingleton<ParkedMessages>();
        services.AddSingleton<OperatorRecord>();
        services.AddSingleton(with => new SupplierFiles(
            with.GetRequiredService<KeptFiles>(), with.GetRequiredService<ChatStore>(),
            with.GetRequiredService<DirectLineSettings>().ClamAv is { } at ? new ClamAv(at, with.GetRequiredService<TimeProvider>()).ScanAsync : null));
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<SupplierRegister>());
        services.AddOrderSuppliers();
        services.AddHostedService<SupplierFleet>();
    }

    /// <summary>Whether the hub tells the supplier anything: an address is known, and its protocol is spoken.</summary>
    public static bool IsReached(SupplierSettings supplier) => supplier.Protocol switch
    {
        "simulator" or "cloudevents" or "tmf621" or "servicenow" => supplier.Url is not null,
        "amqp" or "request-tracker" => true,
        _ => false,
    };

    /// <summary>What keeps the hub from telling a supplier that is added while it runs; empty when nothing does.</summary>
    public static IReadOnlyList<string> Faults(SupplierSettings supplier)
    {
        List<string> faults = supplier.Protocol switch
        {
            "amqp" => [$"Suppliers:{supplier.Id}: a queue at the broker must be named in the configuration before the hub starts; add the supplier there."],
            "request-tracker" => [.. RequestTrackerSupplier.Faults([supplier])],
            "servicenow" => [.. ServiceNowSupplier.Faults([supplier])],
            "tmf621" => [.. TmfSupplier.Faults(supplier)],
            _ => [],
        };
        return faults.Count > 0 || IsReached(supplier)
            ? faults : [$"Suppliers:{supplier.Id}: set an address in url, and a protocol that the hub speaks, for example cloudevents."];
    }

    /// <summary>A supplier's system.</summary>
    public static ISupplierSystem Of(SupplierSettings supplier, IServiceProvider with) => supplier.Protocol switch
    {
        "amqp" => new AmqpSystem(with.GetRequiredService<AmqpBroker>(), AmqpSupplier.Of(supplier), with.GetRequiredService<TimeProvider>()),
        "request-tracker" => new RequestTrackerSystem(
            with.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CloudEventSender)), RequestTrackerSupplier.Of(supplier), with.GetRequiredService<TimeProvider>()),
        "servicenow" => new ServiceNowSystem(
            with.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CloudEventSender)), ServiceNowSupplier.Of(supplier), with.GetRequiredService<TimeProvider>()),
        "tmf621" => new TmfSystem(with.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CloudEventSender)), supplier, with.GetRequiredService<TimeProvider>()),
        _ => new CloudEventSystem(with.GetRequiredService<CloudEventSender>(), supplier),
    };

    /// <summary>What hears a supplier that does not call the hub.</summary>
    public static IEnumerable<IHostedService> Listeners(SupplierSettings supplier, ISupplierSystem system, IServiceProvider with)
    {
        if (system is IPolledSystem polled)
        {
            yield return ActivatorUtilities.CreateInstance<SupplierPolling>(with, supplier, Heard.From(supplier.Id, polled), $"poll-{supplier.Id}");
        }

        if (system is TmfSystem tmf && TmfSupplier.Of(supplier).Listens)
        {
            yield return ActivatorUtilities.CreateInstance<TmfRegistering>(with, supplier, (Func<string, CancellationToken, Task<string?>>)tmf.ListenAsync, "tmf621");
        }

        if (supplier.Protocol == "amqp" && AmqpSupplier.Of(supplier) is { ReplyQueue: not null } queue)
        {
            yield return ActivatorUtilities.CreateInstance<AmqpReception>(with, with.GetRequiredService<AmqpBroker>(), queue);
        }
    }
}
