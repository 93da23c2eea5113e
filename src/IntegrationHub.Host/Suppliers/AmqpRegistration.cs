using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Registers the broker, and who is listened to there.</summary>
internal static class AmqpRegistration
{
    /// <summary>Adds a receiver for each supplier that has a queue for the hub.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="broker">Null when there is none; then no supplier speaks AMQP.</param>
    /// <param name="suppliers">All.</param>
    public static void AddAmqp(this IServiceCollection services, AmqpBroker? broker, IReadOnlyList<SupplierSettings> suppliers)
    {
        if (broker is null)
        {
            return;
        }

        services.AddSingleton(broker);
        foreach (var supplier in suppliers.Where(supplier => supplier.Protocol == "amqp").Select(AmqpSupplier.Of).Where(supplier => supplier.ReplyQueue is not null))
        {
            services.AddSingleton<IHostedService>(with => ActivatorUtilities.CreateInstance<AmqpReception>(with, broker, supplier));
        }
    }

    /// <summary>The broker, checked with the suppliers that need it.</summary>
    /// <exception cref="SettingsException">A setting is missing or wrong.</exception>
    public static AmqpBroker? Read(IConfiguration configuration, IReadOnlyList<SupplierSettings> suppliers, bool development)
    {
        var broker = AmqpBroker.Read(configuration["Messaging:ConnectionString"], development, out var fault);
        return fault is not null ? throw new SettingsException(fault)
            : AmqpSupplier.Faults(suppliers, broker) is { Count: > 0 } faults ? throw new SettingsException(string.Join(' ', faults))
            : broker;
    }
}
