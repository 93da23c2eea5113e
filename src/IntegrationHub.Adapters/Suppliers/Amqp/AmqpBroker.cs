using System.Globalization;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>What kind of broker it is: where AMQP 1.0 leaves room, brokers differ.</summary>
public enum AmqpDialect
{
    /// <summary>RabbitMQ 3.x with <c>rabbitmq_amqp1_0</c>: addresses <c>/amq/queue/NAME</c>, abandon is released, no delivery count, no reason kept.</summary>
    RabbitMq,

    /// <summary>Azure Service Bus: bare names, claims-based security, locks, sessions, abandon is modified, dead-letter with reason.</summary>
    ServiceBus,
}

/// <summary>The message broker, as <c>Messaging:ConnectionString</c> names it.</summary>
/// <param name="Dialect">How it is spoken to.</param>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Tls">Whether the wire is encrypted.</param>
/// <param name="User">For SASL PLAIN on RabbitMQ, the name of the rule on Service Bus; null: SASL ANONYMOUS.</param>
/// <param name="Secret">The password, or the rule's key.</param>
/// <remarks>Source of the addresses: README of rabbitmq_amqp1_0 3.10; Azure's Service Bus AMQP protocol guide.</remarks>
public sealed record AmqpBroker(AmqpDialect Dialect, string Host, int Port, bool Tls, string? User, string? Secret)
{
    private const string Example = "amqps://hub:PASSWORD@broker.example.se or Endpoint=sb://city.servicebus.windows.net/;SharedAccessKeyName=hub;SharedAccessKey=KEY";
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    /// <summary>Where a message for a queue is sent to, and taken from.</summary>
    public string Queue(string name) => Dialect == AmqpDialect.RabbitMq ? "/amq/queue/" + Uri.EscapeDataString(name) : name;

    /// <summary>Where a message for a topic (an exchange on RabbitMQ) is sent to; the message's subject is its routing key.</summary>
    public string Topic(string name) => Dialect == AmqpDialect.RabbitMq ? "/exchange/" + Uri.EscapeDataString(name) : name;

    /// <summary>Without the secret.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Dialect} at {Host}:{Port}");

    /// <summary>Reads the setting.</summary>
    /// <param name="text">The connection string; null and empty mean that there is no broker.</param>
    /// <param name="development">Allows a plain wire to other machines.</param>
    /// <param name="fault">What is wrong; never shows the secret. Null when sound.</param>
    public static AmqpBroker? Read(string? text, bool development, out string? fault)
    {
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var broker = text.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase) ? ServiceBus(text) : AnyBroker(text);
        if (broker is null)
        {
            fault = $"Messaging:ConnectionString is not understood; set for example {Example}.";
        }
        else if (!broker.Tls && !development && !IsLoopback(broker.Host))
        {
            fault = $"Messaging:ConnectionString names a plain wire to another machine; use amqps://, for example {Example}.";
        }

        return fault is null ? broker : null;
    }

    private static AmqpBroker? AnyBroker(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("amqp" or "amqps") || url.Host.Length == 0)
        {
            return null;
        }

        var who = url.UserInfo.Split(':', 2);
        var tls = url.Scheme == "amqps";
        return new AmqpBroker(
            AmqpDialect.RabbitMq, url.Host, url.Port > 0 ? url.Port : tls ? TlsPort : PlainPort, tls,
            who[0].Length > 0 ? Uri.UnescapeDataString(who[0]) : null, who.Length > 1 ? Uri.UnescapeDataString(who[1]) : null);
    }

    private static AmqpBroker? ServiceBus(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .GroupBy(part => part[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(part => part.Key, part => part.First()[1], StringComparer.OrdinalIgnoreCase);
        if (!Uri.TryCreate(parts.GetValueOrDefault("Endpoint"), UriKind.Absolute, out var url) || url.Scheme != "sb" || url.Host.Length == 0
            || parts.GetValueOrDefault("SharedAccessKeyName") is not { Length: > 0 } rule || parts.GetValueOrDefault("SharedAccessKey") is not { Length: > 0 } key)
        {
            return null;
        }

        var emulator = string.Equals(parts.GetValueOrDefault("UseDevelopmentEmulator"), "true", StringComparison.OrdinalIgnoreCase);
        return new AmqpBroker(AmqpDialect.ServiceBus, url.Host, url.Port > 0 ? url.Port : emulator ? PlainPort : TlsPort, !emulator, rule, key);
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var ip) && System.Net.IPAddress.IsLoopback(ip));
}
