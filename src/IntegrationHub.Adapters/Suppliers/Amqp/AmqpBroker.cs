using System.Globalization;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>The message broker, as <c>Messaging:ConnectionString</c> names it.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Tls">Whether the wire is encrypted.</param>
/// <param name="User">For SASL PLAIN; null: SASL ANONYMOUS.</param>
/// <param name="Secret">The password.</param>
/// <remarks>
/// Spoken as RabbitMQ 3.x with <c>rabbitmq_amqp1_0</c> wants it: abandon is released, there is no delivery count, the reason of a dead letter
/// is lost. Source of the addresses: its README, tag v3.10.8.
/// </remarks>
public sealed record AmqpBroker(string Host, int Port, bool Tls, string? User, string? Secret)
{
    private const string Example = "amqps://hub:PASSWORD@broker.example.se";
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    /// <summary>Where a message for a queue is sent to, and taken from.</summary>
    public static string Queue(string name) => "/amq/queue/" + Uri.EscapeDataString(name);

    /// <summary>Where a message for a topic (an exchange) is sent to; the message's subject is its routing key.</summary>
    public static string Topic(string name) => "/exchange/" + Uri.EscapeDataString(name);

    /// <summary>Without the secret.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"the broker at {Host}:{Port}");

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

        var broker = AnyBroker(text);
        if (text.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase))
        {
            fault = $"Messaging:ConnectionString names Azure Service Bus, which this hub does not speak yet; set an AMQP 1.0 broker, for example {Example}.";
        }
        else if (broker is null)
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
            url.Host, url.Port > 0 ? url.Port : tls ? TlsPort : PlainPort, tls,
            who[0].Length > 0 ? Uri.UnescapeDataString(who[0]) : null, who.Length > 1 ? Uri.UnescapeDataString(who[1]) : null);
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var ip) && System.Net.IPAddress.IsLoopback(ip));
}
