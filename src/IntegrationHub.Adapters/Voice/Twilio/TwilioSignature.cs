using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>The value of <c>X-Twilio-Signature</c>: proof that whoever wrote a request holds the auth token.</summary>
/// <remarks>
/// Source: twilio.md, section 3. There is no time in it: a captured request stays valid for ever, so what it leads to must be
/// keyed on signed content (<c>CallSid</c> and the step in the URL, or <c>MessageSid</c>).
/// </remarks>
public static class TwilioSignature
{
    /// <summary>Name of the header that carries the signature.</summary>
    public const string Header = "X-Twilio-Signature";

    /// <summary>The signature of a request.</summary>
    /// <param name="token">The account's auth token.</param>
    /// <param name="url">As requested, query included; a fragment must have been taken away.</param>
    /// <param name="fields">Of a form body, decoded and untrimmed; none for GET and for JSON.</param>
    /// <returns>28 characters of base64.</returns>
    public static string Of(string token, string url, IEnumerable<KeyValuePair<string, string>> fields) =>
        Convert.ToBase64String(Hash(token, url, Flatten(fields)));

    /// <summary>Whether a form post or a GET was signed with one of the tokens, under any spelling of its address.</summary>
    /// <param name="tokens">None: nothing is valid.</param>
    /// <param name="signature">The header as received; null or empty is not valid.</param>
    /// <param name="url">Absolute, path and query with the escapes they had on the wire.</param>
    /// <param name="fields">Of a form body; none for GET, whose query is in <paramref name="url"/>.</param>
    public static bool IsValid(
        IReadOnlyList<string> tokens, string? signature, string url, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        if (string.IsNullOrEmpty(signature))
        {
            return false;
        }

        var given = Encoding.UTF8.GetBytes(signature);
        var flat = Flatten(fields);
        var valid = false;
        foreach (var spelling in TwilioUrl.Spellings(url))
        {
            foreach (var token in tokens)
            {
                var expected = Encoding.UTF8.GetBytes(Convert.ToBase64String(Hash(token, spelling, flat)));
                valid |= CryptographicOperations.FixedTimeEquals(given, expected);
            }
        }

        return valid;
    }

    /// <summary>Whether a JSON post was signed: the signature covers the address, the address names the body's hash.</summary>
    /// <param name="tokens">None: nothing is valid.</param>
    /// <param name="signature">The header as received.</param>
    /// <param name="url">Absolute; without <c>bodySHA256</c> in its query the body is unsigned, and that is not valid.</param>
    /// <param name="body">The bytes as received.</param>
    public static bool IsValidJson(IReadOnlyList<string> tokens, string? signature, string url, ReadOnlySpan<byte> body)
    {
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        var hash = TwilioForm.Read(Encoding.UTF8.GetBytes(mark < 0 ? "" : url[(mark + 1)..]))
            .Where(f => f.Key == "bodySHA256").Select(f => f.Value).FirstOrDefault();
        var expected = Convert.ToHexStringLower(SHA256.HashData(body));
        return hash is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(expected))
            && IsValid(tokens, signature, url, []);
    }

    // Names by code unit (upper case before lower), each value of a repeated name once and sorted, no separators at all.
    private static string Flatten(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Concat(fields
            .Distinct()
            .OrderBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal)
            .Select(f => f.Key + f.Value));

#pragma warning disable CA5350 // SHA-1 is Twilio's choice; as an HMAC it still holds.
    private static byte[] Hash(string token, string url, string flat) =>
        HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(url + flat));
#pragma warning restore CA5350
}
