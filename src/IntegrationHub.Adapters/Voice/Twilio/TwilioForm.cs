using System.Text;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>The fields of a form body as sent: ordinal names, repeated names and empty values kept, nothing trimmed.</summary>
/// <param name="Fields">Decoded name and value pairs in the order of the body.</param>
public sealed record TwilioForm(IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>Splits a body; a broken percent escape stays as it is, broken UTF-8 becomes U+FFFD. Never throws.</summary>
    /// <param name="body">The raw body, application/x-www-form-urlencoded.</param>
    public static TwilioForm Parse(string body) => new([.. body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair)]);

    /// <summary>Splits a raw body, read as UTF-8.</summary>
    /// <param name="body">The bytes as they came.</param>
    public static TwilioForm Parse(byte[] body) => Parse(Encoding.UTF8.GetString(body));

    /// <summary>First value of a name, or null when the name is not there.</summary>
    /// <param name="name">Compared ordinally.</param>
    public string? First(string name) =>
        Fields.Where(f => string.Equals(f.Key, name, StringComparison.Ordinal)).Select(f => f.Value).FirstOrDefault();

    private static KeyValuePair<string, string> Pair(string part)
    {
        var at = part.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? new(Decode(part), "") : new(Decode(part[..at]), Decode(part[(at + 1)..]));
    }

    private static string Decode(string text)
    {
        var raw = Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '%' && i + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[i + 1]) && char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                bytes.Add(Convert.FromHexString([(char)raw[i + 1], (char)raw[i + 2]])[0]);
                i += 2;
            }
            else
            {
                bytes.Add(raw[i] == '+' ? (byte)' ' : raw[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
