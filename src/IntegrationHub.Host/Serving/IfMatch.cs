using System.Globalization;

namespace IntegrationHub.Host.Serving;

/// <summary>The revision that a request says it has seen: <c>If-Match</c>, with the tag that the hub gave as <c>ETag</c>.</summary>
internal static class IfMatch
{
    /// <summary>The revision; null when none is asked for. A tag that the hub never gave matches nothing.</summary>
    public static long? Revision(HttpRequest request) => request.Headers.IfMatch.ToString() switch
    {
        "" or "*" => null,
        var tag => long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : long.MaxValue,
    };
}
