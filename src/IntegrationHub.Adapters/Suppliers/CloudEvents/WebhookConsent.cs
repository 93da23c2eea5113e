using System.Collections.Frozen;
using System.Globalization;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>The answer to an <c>OPTIONS</c> request: status and headers, no body.</summary>
/// <param name="Status">200 with consent, 405 without.</param>
/// <param name="Headers">By name.</param>
public sealed record ConsentAnswer(int Status, IReadOnlyDictionary<string, string> Headers);

/// <summary>Consents to deliveries, so that nobody can point a sender at a target that never asked for events.</summary>
/// <remarks>Source: cloudevents/spec 1.0.2, <c>http-webhook.md</c>, 4. Only headers consent; a status alone never does.</remarks>
public static class WebhookConsent
{
    /// <summary>Header that names the sending system, in the handshake and with each delivery.</summary>
    public const string OriginHeader = "WebHook-Request-Origin";

    /// <summary>Header with the deliveries a minute that the sender asks for.</summary>
    public const string RateHeader = "WebHook-Request-Rate";

    private static readonly FrozenDictionary<string, string> s_allow =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Allow"] = "POST, OPTIONS" }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What to answer. A delivery still needs its token, so every origin that names itself may try.</summary>
    /// <param name="origin">Value of <see cref="OriginHeader"/>; null or empty when not sent.</param>
    /// <param name="rate">Value of <see cref="RateHeader"/>; null or empty when not sent.</param>
    /// <param name="perMinute">Deliveries a minute that the target takes; the answer is the smaller of the two.</param>
    public static ConsentAnswer Answer(string? origin, string? rate, int perMinute)
    {
        if (string.IsNullOrEmpty(origin) || origin.Length > 255 || !origin.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':'))
        {
            return new ConsentAnswer(405, s_allow);
        }

        var asked = int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : perMinute;
        return new ConsentAnswer(200, new Dictionary<string, string>(s_allow, StringComparer.OrdinalIgnoreCase)
        {
            ["WebHook-Allowed-Origin"] = origin,
            ["WebHook-Allowed-Rate"] = Math.Min(asked, perMinute).ToString(CultureInfo.InvariantCulture),
        });
    }
}
