using System.Text;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>Text of a message, kept in the cheap alphabet where that costs the reader nothing.</summary>
/// <remarks>
/// One character outside GSM-7 makes every part 70 instead of 160 characters. å ä ö é are inside; a word processor's quotes and
/// dashes are not. Source: twilio.md, section 6; alphabet: 3GPP TS 23.038, section 6.2.1.
/// </remarks>
public static class SmsText
{
    /// <summary>Most characters of one message (error 21617).</summary>
    public const int Most = 1600;

    /// <summary>The text with plain quotes, dashes, dots and blanks; emoji and other alphabets stay.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        // Composed, so that a + ring above is å; half a surrogate pair could not be composed and could not be sent.
        foreach (var c in TwimlText.Legal(text).Normalize(NormalizationForm.FormC))
        {
            plain.Append(c switch
            {
                '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u2032' or '\u00B4' or '`' => "'",
                '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u2033' or '\u00AB' or '\u00BB' => "\"",
                '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' or '\u2022' => "-",
                '\u2026' => "...",
                '\u00A0' or '\u2002' or '\u2003' or '\u2009' or '\u202F' or '\t' => " ",
                '\u00AD' or '\u200B' or '\u2060' or '\uFEFF' or '\r' => "",
                _ => null,
            } ?? c.ToString());
        }

        return plain.ToString();
    }

    /// <summary>What is sent: plain, without blanks at the ends, and cut to <see cref="Most"/> with three dots.</summary>
    public static string Fit(string text)
    {
        var plain = Plain(text).Trim();
        return plain.Length <= Most ? plain : TwimlText.Cut(plain, Most - 3) + "...";
    }
}
