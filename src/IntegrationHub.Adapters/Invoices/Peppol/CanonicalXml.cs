using System.Text;

namespace IntegrationHub.Adapters.Invoices.Peppol;

/// <summary>Writes a tree as Canonical XML 1.0 without comments: the same document gives the same bytes, however it was written.</summary>
/// <remarks>Source: W3C, Canonical XML 1.0, of 2001.</remarks>
public static class CanonicalXml
{
    private const string Declarations = "http://www.w3.org/2000/xmlns/";

    /// <summary>The document.</summary>
    public static string Of(XmlPart root)
    {
        var text = new StringBuilder();
        Write(text, root, new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" });
        return text.ToString();
    }

    private static void Write(StringBuilder text, XmlPart part, Dictionary<string, string> inForce)
    {
        var name = part.Prefix.Length == 0 ? part.Name : part.Prefix + ":" + part.Name;
        text.Append('<').Append(name);
        var own = new Dictionary<string, string>(inForce, StringComparer.Ordinal);
        foreach (var (prefix, space) in part.Marks.Where(mark => mark.Space == Declarations)
            .Select(mark => (Prefix: mark.Name == "xmlns" && mark.Prefix.Length == 0 ? "" : mark.Name, Space: mark.Value)).OrderBy(mark => mark.Prefix, StringComparer.Ordinal))
        {
            if (own.GetValueOrDefault(prefix) != space)
            {
                own[prefix] = space;
                Mark(text, prefix.Length == 0 ? "xmlns" : "xmlns:" + prefix, space);
            }
        }

        foreach (var mark in part.Marks.Where(mark => mark.Space != Declarations).OrderBy(mark => mark.Space, StringComparer.Ordinal).ThenBy(mark => mark.Name, StringComparer.Ordinal))
        {
            Mark(text, mark.Prefix.Length == 0 ? mark.Name : mark.Prefix + ":" + mark.Name, mark.Value);
        }

        text.Append('>');
        foreach (var content in part.Content)
        {
            if (content is XmlPart inner)
            {
                Write(text, inner, own);
            }
            else
            {
                text.Append(((string)content).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
                    .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\r", "&#xD;", StringComparison.Ordinal));
            }
        }

        text.Append("</").Append(name).Append('>');
    }

    private static void Mark(StringBuilder text, string name, string value) => text.Append(' ').Append(name).Append("=\"").Append(
        value.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("\t", "&#x9;", StringComparison.Ordinal).Replace("\n", "&#xA;", StringComparison.Ordinal).Replace("\r", "&#xD;", StringComparison.Ordinal)).Append('"');
}
