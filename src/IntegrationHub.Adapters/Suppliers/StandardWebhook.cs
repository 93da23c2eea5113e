using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Adapters.Suppliers;

/// <summary>Signatures by the Standard Webhooks scheme: HMAC-SHA256 over <c>id.timestamp.body</c>, on the raw bytes.</summary>
/// <remarks>Source: standard-webhooks/standard-webhooks, <c>spec/standard-webhooks.md</c>. Only the symmetric <c>v1</c> is spoken.</remarks>
public static class StandardWebhook
{
    /// <summary>Header with the message's id; the same at each try of one message.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header with the time of the try, in whole Unix seconds.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Header with one or more signatures, <c>v1,BASE64</c>, separated by blanks.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far the sender's clock may be off, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether a key is base64 of 24 to 64 bytes, with or without <c>whsec_</c>.</summary>
    public static bool IsKey(string key) => TryKey(key, out var bytes) && bytes.Length is >= 24 and <= 64;

    /// <summary>The three headers of one try.</summary>
    /// <param name="key">One that <see cref="IsKey"/> approves.</param>
    /// <param name="id">Without a full stop, by the scheme; kept the same when the message is tried again.</param>
    /// <param name="at">The time of this try.</param>
    /// <param name="body">The bytes that are sent.</param>
    /// <exception cref="ArgumentException">The key is not base64.</exception>
    public static IReadOnlyDictionary<string, string> Sign(string key, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        if (!TryKey(key, out var bytes))
        {
            throw new ArgumentException("The signing key is not base64.", nameof(key));
        }

        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [IdHeader] = id,
            [TimestampHeader] = timestamp,
            [SignatureHeader] = "v1," + Convert.ToBase64String(Mac(bytes, id, timestamp, body)),
        };
    }

    /// <summary>Checks a signature in constant time.</summary>
    /// <param name="key">The shared key.</param>
    /// <param name="headers">Of the request.</param>
    /// <param name="body">The bytes that came, before anything read them.</param>
    /// <param name="now">The receiver's time.</param>
    /// <returns>Null when the signature holds, or what is wrong with it.</returns>
    public static string? Fault(string key, IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var (id, timestamp) = (headers[IdHeader].ToString(), headers[TimestampHeader].ToString());
        if (id.Length == 0 || timestamp.Length == 0 || headers[SignatureHeader].Count == 0)
        {
            return "The signature is missing; send webhook-id, webhook-timestamp and webhook-signature.";
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return "webhook-timestamp must be whole seconds since 1970.";
        }

        if (Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)Tolerance.TotalSeconds)
        {
            return "webhook-timestamp is more than five minutes off; check the sender's clock and sign each try anew.";
        }

        if (!TryKey(key, out var bytes))
        {
            return "The hub has no sound signing key for this supplier.";
        }

        var wanted = Mac(bytes, id, timestamp, body);
        var holds = false;
        foreach (var signature in headers[SignatureHeader].SelectMany(value => value!.Split(' ')).Where(IsSymmetric))
        {
            var given = new byte[wanted.Length];
            holds |= Convert.TryFromBase64String(signature["v1,".Length..], given, out var length)
                && CryptographicOperations.FixedTimeEquals(given.AsSpan(0, length), wanted);
        }

        return holds ? null : "No signature in webhook-signature fits the body; sign 'id.timestamp.body' with the shared key (HMAC-SHA256, v1).";
    }

    private static bool IsSymmetric(string signature) => signature.StartsWith("v1,", StringComparison.Ordinal);

    private static byte[] Mac(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }

    private static bool TryKey(string key, out byte[] bytes)
    {
        var base64 = key.StartsWith("whsec_", StringComparison.Ordinal) ? key["whsec_".Length..] : key;
        var buffer = new byte[(base64.Length * 3 / 4) + 3];
        var sound = Convert.TryFromBase64String(base64, buffer, out var length);
        bytes = sound ? buffer[..length] : [];
        return sound && length > 0;
    }
}
