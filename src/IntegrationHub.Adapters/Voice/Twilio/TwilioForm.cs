using System.Globalization;
using System.Text;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>
/// Reads and writes <c>application/x-www-form-urlencoded</c>. ASP.NET Core's own reader joins <c>b</c> with <c>B</c>, which
/// breaks the signature.
/// </summary>
/// <remarks>Source: WHATWG URL standard, section 5.1; twilio.md, section 3, "ASP.NET Core traps".</remarks>
internal static class TwilioForm
{
    /// <summary>Names and values in the order they came, repeated names and empty values kept, nothing trimmed.</summary>
    /// <param name="raw">UTF-8; an escape that is none stays as it is, bytes that are no UTF-8 become U+FFFD.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> raw)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var range in raw.Split((byte)'&'))
        {
            var field = raw[range];
            if (field.IsEmpty)
            {
                continue;
            }

            var equals = field.IndexOf((byte)'=');
            fields.Add(equals < 0
                ? new(Decode(field), "")
                : new(Decode(field[..equals]), Decode(field[(equals + 1)..])));
        }

        return fields;
    }

    /// <summary>The fields in their order, as a form or a query.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(f => Uri.EscapeDataString(f.Key) + "=" + Uri.EscapeDataString(f.Value)));

    private static string Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && Hex(text.Slice(i + 1, 2), out var escaped))
            {
                bytes[length++] = escaped;
                i += 2;
            }
            else
            {
                bytes[length++] = text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static bool Hex(ReadOnlySpan<byte> two, out byte value) =>
        byte.TryParse(two, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
