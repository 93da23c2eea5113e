using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>Judges the X-Twilio-Signature header of form and GET requests; JSON bodies are not covered yet.</summary>
public static class TwilioSignature
{
    /// <summary>True when any token signs any form of any URL to the header; constant time per comparison.</summary>
    /// <param name="tokens">Auth tokens; none means false.</param>
    /// <param name="urls">The public URLs as asked for, escapes untouched; a port is tried both present and absent.</param>
    /// <param name="form">Body fields; empty for GET.</param>
    /// <param name="header">The header; null or blank means false.</param>
    public static bool IsValid(IEnumerable<string> tokens, IEnumerable<string> urls, TwilioForm form, string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return false;
        }

        var given = Encoding.UTF8.GetBytes(header);
        var tail = string.Concat(form.Fields.Distinct().OrderBy(f => f.Key, StringComparer.Ordinal)
            .ThenBy(f => f.Value, StringComparer.Ordinal).Select(f => f.Key + f.Value));
        var texts = urls.SelectMany(Ports).Distinct(StringComparer.Ordinal).Select(u => Encoding.UTF8.GetBytes(u + tail)).ToList();
        var found = false;
        foreach (var token in tokens.Where(t => !string.IsNullOrWhiteSpace(t)))
        {
            foreach (var text in texts)
            {
                found |= CryptographicOperations.FixedTimeEquals(Sign(token, text), given);
            }
        }

        return found;
    }

    private static byte[] Sign(string token, byte[] text)
    {
#pragma warning disable CA5350 // Twilio signs with HMAC-SHA1.
        return Encoding.UTF8.GetBytes(Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), text)));
#pragma warning restore CA5350
    }

    private static IEnumerable<string> Ports(string url)
    {
        var clean = url.Split('#')[0];
        yield return clean;
        var start = clean.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            yield break;
        }

        var end = clean.IndexOfAny(['/', '?'], start);
        end = end < 0 ? clean.Length : end;
        var host = Math.Max(start, clean.LastIndexOf('@', end - 1, end - start) + 1);
        var colon = clean.LastIndexOf(':', end - 1, end - host);
        yield return colon > clean.LastIndexOf(']', end - 1, end - host)
            ? clean[..colon] + clean[end..]
            : clean[..end] + (clean.StartsWith("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80") + clean[end..];
    }
}
