using System.Buffers;
using System.Text;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>Attribute values as HTTP headers carry them.</summary>
/// <remarks>
/// Source: cloudevents/spec 1.0.2, <c>bindings/http-protocol-binding.md</c>, 3.1.3.2. The package decodes leniently: a value
/// that is not UTF-8 becomes one with replacement characters, so two ids could become one. Here it is refused.
/// </remarks>
internal static class HeaderText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Unquotes, then decodes percent signs once.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="text">The attribute's value; empty on failure.</param>
    /// <returns>Null, or what is wrong with the value.</returns>
    public static string? TryDecode(string header, out string text)
    {
        text = "";
        if (Unquote(header.Trim(' ', '\t')) is not { } value)
        {
            return "opens a quote that is not closed; percent-encode a quotation mark as %22.";
        }

        var bytes = new ArrayBufferWriter<byte>(Math.Max(1, value.Length));
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is < ' ' or > '~')
            {
                return "holds a character outside printable ASCII; percent-encode it as UTF-8.";
            }

            if (c == '%')
            {
                if (i + 2 >= value.Length || !char.IsAsciiHexDigit(value[i + 1]) || !char.IsAsciiHexDigit(value[i + 2]))
                {
                    return "holds a percent sign without two hexadecimal digits; write a percent sign as %25.";
                }

                c = (char)Convert.FromHexString(value.AsSpan(i + 1, 2))[0];
                i += 2;
            }

            bytes.Write([(byte)c]);
        }

        try
        {
            text = s_strict.GetString(bytes.WrittenSpan);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return "is not UTF-8 once percent-decoded; percent-encode the shortest UTF-8 form of each character.";
        }
    }

    private static string? Unquote(string value)
    {
        if (!value.StartsWith('"'))
        {
            return value;
        }

        var plain = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '"':
                    return i == value.Length - 1 ? plain.ToString() : null;
                case '\\' when i + 1 < value.Length:
                    plain.Append(value[++i]);
                    break;
                default:
                    plain.Append(value[i]);
                    break;
            }
        }

        return null;
    }
}
