using System.Globalization;
using System.Net;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>The hosts that the hub answers to, and so shows its token to. An address that a channel names is hostile until it stands here.</summary>
/// <param name="hosts">
/// Host names such as <c>smba.trafficmanager.net</c>, with <c>:PORT</c> for another port than 443; <c>*.example.se</c> for all below a domain.
/// </param>
/// <param name="loopback">Whether this machine itself may be answered to, without TLS too: in Development.</param>
public sealed class ServiceHosts(IReadOnlyList<string> hosts, bool loopback)
{
    private const int LongestAddress = 1_000;

    /// <summary>Teams, and the channels of the Bot Framework service in the public cloud.</summary>
    public static readonly IReadOnlyList<string> PublicCloud = ["smba.trafficmanager.net", "*.botframework.com"];

    /// <summary>The address of a path at a service.</summary>
    /// <param name="serviceUrl">As the channel names it, with or without a slash at the end.</param>
    /// <param name="path">Without a slash at the beginning, its parts encoded.</param>
    /// <returns>Null when the hub does not answer there.</returns>
    public Uri? Find(string? serviceUrl, string path) =>
        serviceUrl is { Length: <= LongestAddress } && Uri.TryCreate(serviceUrl, UriKind.Absolute, out var service) && IsAllowed(service)
            && Uri.TryCreate($"{service.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}", UriKind.Absolute, out var address) ? address : null;

    /// <summary>Whether the hub answers there.</summary>
    public bool IsAllowed(Uri service)
    {
        if (service.UserInfo.Length > 0 || service.Query.Length > 0 || service.Fragment.Length > 0)
        {
            return false;
        }

        return IsLoopback(service)
            ? loopback && (service.Scheme == Uri.UriSchemeHttp || service.Scheme == Uri.UriSchemeHttps)
            : service.Scheme == Uri.UriSchemeHttps && hosts.Any(host => Matches(host, service));
    }

    /// <summary>Whether an address is this machine itself.</summary>
    public static bool IsLoopback(Uri address) => IsLoopback(address.Host);

    /// <summary>Whether a host is this machine itself.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>An entry of the settings as it is kept: a host, also where a whole address was given.</summary>
    /// <returns>Null when it is none.</returns>
    public static string? Entry(string text)
    {
        var wild = text.StartsWith("*.", StringComparison.Ordinal);
        var host = wild ? text[2..] : text;
        if (!Uri.TryCreate(host.Contains("://", StringComparison.Ordinal) ? host : $"https://{host}", UriKind.Absolute, out var address)
            || address.Host.Length == 0 || address.UserInfo.Length > 0 || (wild && !address.Host.Contains('.', StringComparison.Ordinal)))
        {
            return null;
        }

        var port = address.Port is 443 || address.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{address.Port}");
        return $"{(wild ? "*." : "")}{address.IdnHost}{port}";
    }

    private static bool Matches(string entry, Uri service)
    {
        var host = service.Port == 443 ? service.IdnHost : string.Create(CultureInfo.InvariantCulture, $"{service.IdnHost}:{service.Port}");
        return entry.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length > entry.Length - 1 && host.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(host, entry, StringComparison.OrdinalIgnoreCase);
    }
}
