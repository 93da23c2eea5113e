using System.Text.RegularExpressions;

namespace IntegrationHub.Adapters.Suppliers;

/// <summary>How one supplier is reached and recognised: the settings under <c>Suppliers:ID</c>.</summary>
/// <param name="Id">1 to 40 lower-case letters, digits and hyphens: <c>telephony</c>.</param>
/// <param name="Protocol">One of <see cref="Protocols"/>.</param>
/// <param name="Url">Where the hub sends to; may be null for the simulator and for AMQP, which have addresses of their own.</param>
/// <param name="Token">The bearer token that both sides present.</param>
/// <param name="SigningKey">When set, a Standard Webhooks signature is sent and required; <c>whsec_</c> and base64 of 24 to 64 bytes.</param>
public sealed partial record SupplierSettings(string Id, string Protocol, Uri? Url, string Token, string? SigningKey = null)
{
    /// <summary>Further settings of the protocol, by their name under <c>Suppliers:ID</c>, for example <c>Queue</c> or <c>States:open</c>. May hold secrets.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    private const int ShortestToken = 16;

    /// <summary>What a supplier may speak.</summary>
    public static readonly IReadOnlyList<string> Protocols = ["simulator", "cloudevents", "amqp", "servicenow", "tmf621", "request-tracker"];

    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"Suppliers:{Id} ({Protocol}, {Address ?? "no address"})";

    /// <summary>What is wrong with the settings; each text names the setting and a good value, and never shows a secret.</summary>
    /// <param name="suppliers">All of them: tokens must differ from supplier to supplier.</param>
    /// <param name="development">Allows short tokens and plain HTTP to other machines.</param>
    public static IReadOnlyList<string> Faults(IReadOnlyCollection<SupplierSettings> suppliers, bool development) =>
    [
        .. suppliers.SelectMany(supplier => supplier.Faults(development)),
        .. suppliers.GroupBy(supplier => supplier.Id, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => $"Suppliers:{same.Key} is there more than once; give every supplier an id of its own."),
        .. suppliers.Where(supplier => supplier.Token.Length > 0).GroupBy(supplier => supplier.Token, StringComparer.Ordinal)
            .Where(same => same.DistinctBy(supplier => supplier.Id, StringComparer.Ordinal).Count() > 1)
            .Select(same => $"{string.Join(" and ", same.Select(supplier => $"Suppliers:{supplier.Id}:Token"))} are the same; "
                + "give every supplier a token of its own, for example from 'openssl rand -hex 32'."),
    ];

    private IEnumerable<string> Faults(bool development)
    {
        if (!SoundId().IsMatch(Id))
        {
            yield return $"Suppliers:{Id} is not a supplier's id; use 1 to 40 lower-case letters, digits and hyphens, for example Suppliers:telephony.";
        }

        if (!Protocols.Contains(Protocol, StringComparer.Ordinal))
        {
            yield return $"Suppliers:{Id}:Protocol is '{Protocol}'; use one of {string.Join(", ", Protocols)}.";
        }

        if (UrlFault(development) is { } url)
        {
            yield return $"Suppliers:{Id}:Url {url}";
        }

        if (!SoundToken().IsMatch(Token) || (!development && Token.Length < ShortestToken))
        {
            yield return $"Suppliers:{Id}:Token must be {(development ? 1 : ShortestToken)} to 512 letters, digits or -._~+/=; "
                + "for example what 'openssl rand -hex 32' prints.";
        }

        if (SigningKey is not null && !StandardWebhook.IsKey(SigningKey))
        {
            yield return $"Suppliers:{Id}:SigningKey must be base64 of 24 to 64 bytes, with or without whsec_ before it; "
                + "for example whsec_ and what 'openssl rand -base64 32' prints.";
        }
    }

    private string? Address =>
        Url is { IsAbsoluteUri: true } ? Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : null;

    private string? UrlFault(bool development) => Url switch
    {
        null => Protocol is "simulator" or "amqp" ? null : "is missing; set the address that the supplier gave, for example https://supplier.example/events.",
        { IsAbsoluteUri: false } => "must be a whole address, for example https://supplier.example/events.",
        { Scheme: not ("http" or "https") } => "must begin with https://, for example https://supplier.example/events.",
        { UserInfo.Length: > 0 } or { Fragment.Length: > 0 } => "must hold no user name, password or fragment; secrets go into Token.",
        { Scheme: "http", IsLoopback: false } when !development => "must begin with https:// unless it is this machine, for example https://supplier.example/events.",
        _ => null,
    };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex SoundId();

    [GeneratedRegex("^[A-Za-z0-9._~+/-]{1,512}={0,2}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex SoundToken();
}
