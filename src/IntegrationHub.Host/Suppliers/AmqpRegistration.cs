using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Registers the broker.</summary>
internal static class AmqpRegistration
{
    /// <summary>Adds the broker.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="broker">Null when there is none; then no supplier speaks AMQP.</param>
    public static void AddAmqp(this IServiceCollection services, AmqpBroker? broker)
    {
        if (broker is not null)
        {
            services.AddSingleton(broker);
        }
    }

    /// <summary>The broker, checked with the suppliers that need it.</summary>
    /// <exception cref="SettingsException">A setting is missing or wrong.</exception>
    public static AmqpBroker? Read(IConfiguration configuration, IReadOnlyList<SupplierSettings> suppliers, bool development)
    {
        var broker = AmqpBroker.Read(configuration["Messaging:ConnectionString"], configuration["Messaging:Sasl"], development, out var fault);
        return fault is not null ? throw new SettingsException(fault)
            : AmqpSupplier.Faults(suppliers, broker) is { Count: > 0 } faults ? throw new SettingsException(string.Join(' ', faults))
            : broker;
    }
}
