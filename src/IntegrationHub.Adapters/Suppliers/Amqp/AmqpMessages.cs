using System.Globalization;
using global::Amqp;
using global::Amqp.Framing;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>What the hub tells, as a message that a reader of CloudEvents and an NServiceBus endpoint both take natively.</summary>
/// <remarks>
/// Sources: cloudevents/spec <c>amqp-protocol-binding.md</c>, 3.1 (binary); docs.particular.net <c>nservicebus/messaging/headers.md</c> and
/// the native integration of its Azure Service Bus transport. The two sets of properties do not collide.
/// </remarks>
public static class AmqpMessages
{
    /// <summary>Prefix of a CloudEvents attribute among the application properties.</summary>
    public const string Attribute = "cloudEvents_";

    /// <summary>NServiceBus: the message's .NET types, separated by semicolons.</summary>
    public const string EnclosedTypes = "NServiceBus.EnclosedMessageTypes";

    /// <summary>NServiceBus: the message's id, which stays when it is sent again.</summary>
    public const string MessageId = "NServiceBus.MessageId";

    /// <summary>NServiceBus: the endpoint that sent it.</summary>
    public const string OriginatingEndpoint = "NServiceBus.OriginatingEndpoint";

    /// <summary>NServiceBus: when it was sent, as <see cref="TimeFormat"/>.</summary>
    public const string TimeSent = "NServiceBus.TimeSent";

    /// <summary>How NServiceBus writes a time, in UTC; not ISO 8601.</summary>
    public const string TimeFormat = "yyyy-MM-dd HH:mm:ss:ffffff Z";

    private const string Json = "application/json";

    /// <summary>The message for a telling; the same bytes and ids at each try.</summary>
    /// <param name="telling">What is told.</param>
    /// <param name="supplier">Whom.</param>
    public static Message Of(SupplierTelling telling, AmqpSupplier supplier) => Of(
        HubMessages.ToEvent(telling.News, telling.Id, telling.Source, telling.At, telling.Cause), telling.News.GetType().Name, telling.News.Case, telling.Cause, supplier);

    /// <summary>The message for a telling about an order; the same bytes and ids at each try.</summary>
    /// <param name="telling">What is told.</param>
    /// <param name="supplier">Whom.</param>
    public static Message Of(OrderTelling telling, AmqpSupplier supplier) =>
        Of(HubOrderMessages.ToEvent(telling), telling.News.GetType().Name, telling.News.Order, telling.Cause, supplier);

    /// <param name="matter">The number of the case or of the order: messages of one matter keep their order.</param>
    private static Message Of(OutgoingEvent told, string record, string matter, string? cause, AmqpSupplier supplier)
    {
        var properties = new ApplicationProperties
        {
            [Attribute + "specversion"] = "1.0",
            [Attribute + "id"] = told.Id,
            [Attribute + "source"] = told.Source,
            [Attribute + "type"] = told.Type,
            [Attribute + "time"] = told.Time.UtcDateTime,
            [EnclosedTypes] = supplier.Types.GetValueOrDefault(told.Type) ?? $"{supplier.Namespace}.{record}",
            [MessageId] = told.Id,
            [TimeSent] = told.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
            [OriginatingEndpoint] = "integration-hub",
            ["NServiceBus.ContentType"] = Json,
            ["NServiceBus.MessageIntent"] = supplier.Queue is null ? "Publish" : "Send",
            ["NServiceBus.ConversationId"] = matter,
            ["NServiceBus.CorrelationId"] = matter,
        };
        if (told.Subject is not null)
        {
            properties[Attribute + "subject"] = told.Subject;
        }

        foreach (var (name, value) in told.Extensions ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            properties[Attribute + name] = value;
        }

        if (cause is not null)
        {
            properties["NServiceBus.RelatedTo"] = cause;
        }

        if (supplier.ReplyQueue is not null)
        {
            properties["NServiceBus.ReplyToAddress"] = supplier.ReplyQueue;
        }

        return new Message
        {
            Header = new Header { Durable = true },
            Properties = new Properties
            {
                MessageId = told.Id,
                CorrelationId = matter,
                GroupId = matter,
                Subject = told.Type,
                ReplyTo = supplier.ReplyQueue,
                ContentType = Json,
            },
            ApplicationProperties = properties,
            BodySection = new Data { Binary = told.Data.ToArray() },
        };
    }
}
