using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using global::Amqp;
using global::Amqp.Framing;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>Shared access signatures, put to the broker's <c>$cbs</c> for each entity.</summary>
/// <remarks>Source: Azure's Service Bus AMQP protocol guide, claims-based authorization; @azure/core-amqp <c>cbs.js</c>.</remarks>
internal sealed class ServiceBusTokens(AmqpBroker broker, TimeProvider clock)
{
    /// <summary>How long a token holds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>When it is put anew.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(45);

    /// <summary>A token: HMAC-SHA256 over the address and the end, by the key as text.</summary>
    /// <param name="audience">The address that it opens, <c>sb://HOST/ENTITY</c>.</param>
    /// <param name="rule">The rule's name.</param>
    /// <param name="key">The rule's key, as text.</param>
    /// <param name="until">When it ends.</param>
    public static string Sign(string audience, string rule, string key, DateTimeOffset until)
    {
        var resource = Uri.EscapeDataString(audience);
        var end = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(resource + "\n" + end));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={end}&skn={Uri.EscapeDataString(rule)}";
    }

    /// <summary>Puts a token for an entity and waits until it is taken.</summary>
    /// <exception cref="AmqpException">The broker does not take it.</exception>
    public async Task PutAsync(AmqpWire wire, string entity, CancellationToken ct)
    {
        var audience = string.Create(CultureInfo.InvariantCulture, $"sb://{broker.Host}:{broker.Port}/{entity}");
        var until = clock.GetUtcNow() + Lifetime;
        await using var requests = await AmqpRequests.OpenAsync(wire, "$cbs", clock, ct);
        await requests.AskAsync(
            new Message(Sign(audience, broker.User!, broker.Secret!, until))
            {
                ApplicationProperties = new ApplicationProperties
                {
                    ["operation"] = "put-token",
                    ["type"] = "servicebus.windows.net:sastoken",
                    ["name"] = audience,
                    ["expiration"] = until.UtcDateTime,
                },
            }, ct);
    }
}
