using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>The address Twilio called, as far as the hub can know it.</summary>
/// <remarks>
/// The top complaint about signatures: behind a proxy the hub sees another scheme and host than Twilio signed. Configured
/// address first, then the word of a proxy that is known, for a host that is known, else the request itself. Source: twilio.md,
/// section 3.
/// </remarks>
internal static class TwilioAddress
{
    /// <summary>Absolute, path and query with the escapes they had on the wire.</summary>
    public static string Of(HttpContext http, TwilioOptions options)
    {
        var target = RawTarget(http);
        return !string.IsNullOrEmpty(options.PublicUrl) ? options.Link(target)
            : Forwarded(http, options) is { } trusted ? trusted + target
            : $"{http.Request.Scheme}://{http.Request.Host.Value}{target}";
    }

    /// <summary>Path and query of the address, without what <see cref="TwilioOptions.PublicUrl"/> adds.</summary>
    /// <remarks>A proxy may send the absolute form (RFC 9112, section 3.2.2); its scheme and host are nobody's word.</remarks>
    public static string RawTarget(HttpContext http)
    {
        var raw = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(raw))
        {
            var request = http.Request;
            return request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        }

        var scheme = raw.StartsWith('/') ? -1 : raw.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return raw;
        }

        var path = raw.AsSpan(scheme + 3).IndexOfAny('/', '?');
        return path < 0 ? "/" : raw[(scheme + 3 + path)..];
    }

    private static string? Forwarded(HttpContext http, TwilioOptions options)
    {
        var host = http.Request.Headers["X-Forwarded-Host"].ToString();
        var scheme = http.Request.Headers["X-Forwarded-Proto"].ToString();
        var known = http.Connection.RemoteIpAddress is { } remote
            && TwilioOptions.List(options.TrustedProxies).Any(p => IPAddress.TryParse(p, out var proxy) && Same(proxy, remote))
            && TwilioOptions.List(options.TrustedHosts).Contains(host, StringComparer.OrdinalIgnoreCase);
        return known && scheme is "http" or "https" ? $"{scheme}://{host}" : null;
    }

    private static bool Same(IPAddress one, IPAddress other) => one.MapToIPv6().Equals(other.MapToIPv6());
}
