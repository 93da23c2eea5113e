using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>By what the hub may use a namespace of Azure Service Bus: a rule's key, of which tokens are made, or one token that was made beforehand.</summary>
/// <remarks>
/// Source: MicrosoftDocs, <c>service-bus-sas.md</c>: the key's text itself is the HMAC's key, and what is signed is the encoded address, a line
/// feed and the end in Unix seconds.
/// </remarks>
internal sealed class SharedAccess(Uri endpoint, string? rule, string? key, string? signature)
{
    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);

    /// <summary>The rule's name; null with a token that was made beforehand.</summary>
    public string? Rule => rule;

    /// <summary>The rule's key; null with a token that was made beforehand.</summary>
    public string? Key => key;

    /// <summary>Whether a further token can be made when one has run out.</summary>
    public bool CanRenew => signature is null;

    /// <summary>What a token for an address is for, as the service names it.</summary>
    public string Audience(string address) => new Uri(endpoint, "/" + address).AbsoluteUri;

    /// <summary>A token, and until when it is good: for an hour, or as the one that was made beforehand says.</summary>
    public (string Token, DateTimeOffset Until) TokenFor(string audience, DateTimeOffset now)
    {
        if (signature is not null)
        {
            return (signature, EndOf(signature)!.Value);
        }

        var until = now + s_life;
        var end = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var resource = Uri.EscapeDataString(audience);
        var signed = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key!), Encoding.UTF8.GetBytes($"{resource}\n{end}")));
        return ($"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(signed)}&se={end}&skn={Uri.EscapeDataString(rule!)}", until);
    }

    /// <summary>Until when a token is good; null when it does not say.</summary>
    public static DateTimeOffset? EndOf(string token) =>
        token.Split('&', ' ').FirstOrDefault(part => part.StartsWith("se=", StringComparison.Ordinal)) is { } end
        && long.TryParse(end.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
