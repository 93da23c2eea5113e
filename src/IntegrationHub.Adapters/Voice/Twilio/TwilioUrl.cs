using System.Globalization;
using System.Text;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>The spellings of one address that Twilio may have signed.</summary>
/// <remarks>
/// Twilio's own machines do not agree on whether the port is signed, and older ones signed a re-encoded query. Source:
/// twilio.md, section 3, "Ports"; observed with the official Node library 6.2.0.
/// </remarks>
internal static class TwilioUrl
{
    /// <summary>As received first, without and with port; then as a browser writes it; then with the query re-encoded.</summary>
    /// <param name="url">Absolute, escapes as received; a fragment never leaves Twilio and is left out.</param>
    public static IEnumerable<string> Spellings(string url)
    {
        var parts = Split(url);
        if (parts is null)
        {
            return [];
        }

        var received = parts.Value;
        var browser = received with
        {
            Host = received.Host.ToLowerInvariant(),
            Path = Escape(received.Path, "\"<>`{}^"),
            Query = Escape(received.Query, "\"<>'"),
        };
        var legacy = browser with { Query = Reencoded(browser.Query) };
        return new[] { received, browser, legacy }
            .SelectMany(p => new[] { p.Text(port: false), p.Text(port: true) })
            .Distinct(StringComparer.Ordinal);
    }

    private readonly record struct Parts(string Scheme, string User, string Host, string Port, string Path, string Query)
    {
        public string Text(bool port) =>
            $"{Scheme}://{User}{Host}{(port ? WithPort : "")}{Path}{Query}";

        private string WithPort =>
            Port.Length > 0 ? Port : Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
    }

    private static Parts? Split(string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        url = hash < 0 ? url : url[..hash];
        var schemeEnd = url.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd <= 0)
        {
            return null;
        }

        var rest = url.AsSpan(schemeEnd + 3);
        var authorityEnd = rest.IndexOfAny('/', '?') is var end and >= 0 ? end : rest.Length;
        var authority = rest[..authorityEnd];
        var userEnd = authority.LastIndexOf('@') + 1;
        var hostAndPort = authority[userEnd..];
        // The colons of an IPv6 address stand inside its brackets.
        var bracket = hostAndPort.LastIndexOf(']') + 1;
        var portStart = hostAndPort[bracket..].IndexOf(':') is var colon and >= 0 ? bracket + colon : hostAndPort.Length;
        var target = rest[authorityEnd..];
        var queryStart = target.IndexOf('?') is var mark and >= 0 ? mark : target.Length;
        return new Parts(
            url[..schemeEnd], authority[..userEnd].ToString(), hostAndPort[..portStart].ToString(),
            hostAndPort[portStart..].ToString(), target[..queryStart].ToString(), target[queryStart..].ToString());
    }

    private static string Escape(string text, string also)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is > 0x20 and < 0x7F && !also.Contains((char)rune.Value, StringComparison.Ordinal))
            {
                escaped.Append((char)rune.Value);
            }
            else
            {
                AppendEscaped(escaped, rune);
            }
        }

        return escaped.ToString();
    }

    // Decoded and written again with blanks as %20, and with the values of a repeated name moved to its first place.
    private static string Reencoded(string query)
    {
        if (query.Length < 2)
        {
            return query;
        }

        var byName = TwilioForm.Read(Encoding.UTF8.GetBytes(query, 1, query.Length - 1))
            .GroupBy(f => f.Key, StringComparer.Ordinal);
        return "?" + string.Join('&', byName.SelectMany(name => name.Select(f => Component(f.Key) + "=" + Component(f.Value))));
    }

    private static string Component(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && (Rune.IsLetterOrDigit(rune) || "-_.!~*'()".Contains((char)rune.Value, StringComparison.Ordinal)))
            {
                escaped.Append((char)rune.Value);
            }
            else
            {
                AppendEscaped(escaped, rune);
            }
        }

        return escaped.ToString();
    }

    private static void AppendEscaped(StringBuilder text, Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var one in utf8[..rune.EncodeToUtf8(utf8)])
        {
            text.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
        }
    }
}
