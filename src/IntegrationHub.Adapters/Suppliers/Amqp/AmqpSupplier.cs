namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>What one supplier has agreed to at the broker: the further settings under <c>Suppliers:ID</c> of protocol <c>amqp</c>.</summary>
/// <param name="Id">The supplier's.</param>
/// <param name="Queue">Where its messages go; null when <paramref name="Topic"/> is set.</param>
/// <param name="Topic">A topic (an exchange) instead.</param>
/// <param name="ReplyQueue">Where the hub takes its messages from; null: none.</param>
/// <param name="Namespace">Of the NServiceBus types that the hub's messages are sent as.</param>
/// <param name="Types">NServiceBus type names: by the hub's event type out, and to <c>supplier.ticket.*</c> in.</param>
public sealed record AmqpSupplier(
    string Id, string? Queue, string? Topic, string? ReplyQueue, string Namespace, IReadOnlyDictionary<string, string> Types)
{
    private const string TypesKey = "MessageTypes:";

    /// <summary>Reads a supplier's settings.</summary>
    public static AmqpSupplier Of(SupplierSettings supplier) => new(
        supplier.Id, Text(supplier, "Queue"), Text(supplier, "Topic"), Text(supplier, "ReplyQueue"),
        Text(supplier, "Namespace") ?? "IntegrationHub.Messages",
        supplier.Options.Where(pair => pair.Key.StartsWith(TypesKey, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(pair => pair.Key[TypesKey.Length..], pair => pair.Value, StringComparer.OrdinalIgnoreCase));

    /// <summary>What is wrong with the settings of the suppliers that speak AMQP.</summary>
    /// <param name="suppliers">All suppliers.</param>
    /// <param name="broker">Null when there is none.</param>
    public static IReadOnlyList<string> Faults(IReadOnlyCollection<SupplierSettings> suppliers, AmqpBroker? broker) =>
    [
        .. suppliers.Where(supplier => supplier.Protocol == "amqp").Select(Of).SelectMany(supplier => supplier.Faults(broker)),
    ];

    private IEnumerable<string> Faults(AmqpBroker? broker)
    {
        if (broker is null)
        {
            yield return $"Suppliers:{Id}:Protocol is amqp, but Messaging:ConnectionString is not set; set for example amqps://hub:PASSWORD@broker.example.se.";
        }

        if (Queue is not null == Topic is not null)
        {
            yield return $"Suppliers:{Id} needs either Queue or Topic, the place at the broker where its messages go, for example Queue={Id}-in.";
        }

        if (broker?.EntityPath is { } only && new[] { Queue, Topic, ReplyQueue }.Any(place => place is not null && !string.Equals(place, only, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"Suppliers:{Id} uses other places than {only}, the EntityPath of Messaging:ConnectionString; set the connection string of the namespace, without EntityPath.";
        }
    }

    private static string? Text(SupplierSettings supplier, string name) => supplier.Options.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
}
