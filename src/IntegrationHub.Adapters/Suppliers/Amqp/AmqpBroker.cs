using System.Globalization;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>The message broker, as <c>Messaging:ConnectionString</c> names it: any AMQP 1.0 broker by a URL, Azure Service Bus by its own string.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Tls">Whether the wire is encrypted.</param>
/// <param name="User">For SASL PLAIN; null: SASL ANONYMOUS.</param>
/// <param name="Secret">The password.</param>
public sealed record AmqpBroker(string Host, int Port, bool Tls, string? User, string? Secret)
{
    private const string Example = "amqps://hub:PASSWORD@broker.example.se";
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    /// <summary>The one queue or topic that the string gives rights to; null: all that the broker has.</summary>
    public string? EntityPath { get; init; }

    internal IAmqpDialect Dialect { get; init; } = new RabbitMq();

    /// <summary>Without the secret.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"the broker at {Host}:{Port}");

    /// <summary>Reads the settings.</summary>
    /// <param name="text"><c>Messaging:ConnectionString</c>; null and empty mean that there is no broker.</param>
    /// <param name="sasl"><c>Messaging:Sasl</c>, for Azure Service Bus: <c>cbs</c> (also when null), a token for each queue, or <c>plain</c>, the key itself for the whole connection.</param>
    /// <param name="development">Allows a plain wire to other machines.</param>
    /// <param name="fault">What is wrong; never shows the secret. Null when sound.</param>
    public static AmqpBroker? Read(string? text, string? sasl, bool development, out string? fault)
    {
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var isServiceBus = ServiceBusString.Is(text);
        var broker = isServiceBus ? OfServiceBus(text, sasl, out fault) : AnyBroker(text);
        if (fault is null && broker is null)
        {
            fault = $"Messaging:ConnectionString is not understood; set for example {Example}.";
        }
        else if (broker is { Tls: false } && !development && !IsLoopback(broker.Host))
        {
            fault = isServiceBus ? "Messaging:ConnectionString names an emulator on another machine, over a plain wire; leave UseDevelopmentEmulator out."
                : $"Messaging:ConnectionString names a plain wire to another machine; use amqps://, for example {Example}.";
        }

        return fault is null ? broker : null;
    }

    private static AmqpBroker? OfServiceBus(string text, string? sasl, out string? fault)
    {
        var said = ServiceBusString.Read(text, out fault);
        if (fault is not null || said is null)
        {
            return null;
        }

        var plain = string.Equals(sasl, "plain", StringComparison.OrdinalIgnoreCase);
        if (!plain && sasl is not (null or "" or "cbs"))
        {
            fault = $"Messaging:Sasl is '{sasl}'; use cbs, or plain.";
        }
        else if (plain && said.Access.Key is null)
        {
            fault = "Messaging:Sasl is plain, which needs SharedAccessKeyName and SharedAccessKey in Messaging:ConnectionString; use cbs with a SharedAccessSignature.";
        }

        return new AmqpBroker(
            said.Endpoint.Host, said.Endpoint.Port > 0 ? said.Endpoint.Port : said.Emulator ? PlainPort : TlsPort, !said.Emulator,
            plain ? said.Access.Rule : null, plain ? said.Access.Key : null)
        {
            EntityPath = said.EntityPath,
            Dialect = new ServiceBus(plain ? null : said.Access),
        };
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
