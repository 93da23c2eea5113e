using System.Text;
using System.Xml;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>Text made fit for a TwiML document.</summary>
internal static class TwimlText
{
    /// <summary>The text without what XML 1.0 cannot hold: control characters, lone surrogates, U+FFFE and U+FFFF.</summary>
    public static string Legal(string text)
    {
        StringBuilder? legal = null;
        for (var i = 0; i < text.Length; i++)
        {
            var pair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            if (pair || XmlConvert.IsXmlChar(text[i]))
            {
                legal?.Append(text, i, pair ? 2 : 1);
                i += pair ? 1 : 0;
            }
            else
            {
                legal ??= new StringBuilder(text, 0, i, text.Length);
            }
        }

        return legal?.ToString() ?? text;
    }

    /// <summary>At most so many characters, and never half a surrogate pair.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>Pieces within both limits, parted after a sentence, else between words, else anywhere.</summary>
    /// <param name="text">Legal text.</param>
    /// <param name="most">Longest piece, in UTF-16 code units.</param>
    /// <param name="mostEncoded">Longest piece when URL-encoded as UTF-8.</param>
    public static IEnumerable<string> Split(string text, int most, int mostEncoded)
    {
        while (Fitting(text, most, mostEncoded) is var fits && fits < text.Length)
        {
            var end = Seam(text.AsSpan(0, fits + 1));
            yield return text[..end].TrimEnd();
            text = text[end..].TrimStart();
        }

        yield return text;
    }

    /// <summary>Length of the text in a URL.</summary>
    public static int EncodedLength(string text) => text.EnumerateRunes().Sum(EncodedLength);

    private static int EncodedLength(Rune rune) =>
        rune.IsAscii && (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.' or '~') ? 1 : 3 * rune.Utf8SequenceLength;

    private static int Fitting(string text, int most, int mostEncoded)
    {
        int length = 0, encoded = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            encoded += EncodedLength(rune);
            if (length + rune.Utf16SequenceLength > most || encoded > mostEncoded)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    // The last character of the span is the first that no longer fits; a blank there ends a piece as well as any.
    private static int Seam(ReadOnlySpan<char> text)
    {
        var fits = text.Length - 1;
        for (var i = fits; i > fits / 2; i--)
        {
            if (text[i] == ' ' && text[i - 1] is '.' or '!' or '?')
            {
                return i;
            }
        }

        var blank = text.LastIndexOf(' ');
        return blank > 0 ? blank : fits;
    }
}
