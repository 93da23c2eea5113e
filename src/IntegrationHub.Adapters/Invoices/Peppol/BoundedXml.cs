using System.Globalization;
using System.Xml;

namespace IntegrationHub.Adapters.Invoices.Peppol;

/// <summary>How much of a document is read at most.</summary>
/// <param name="Bytes">As it is sent, and again when it was unpacked.</param>
/// <param name="Elements">In all.</param>
/// <param name="Depth">Elements within elements.</param>
/// <param name="Marks">Attributes of one element.</param>
/// <param name="Lines">Lines of one invoice.</param>
public sealed record InvoiceLimits(int Bytes, int Elements, int Depth, int Marks, int Lines)
{
    /// <summary>5 MB with attachments: an invoice of some 7,000 lines.</summary>
    public static readonly InvoiceLimits Default = new(5 * 1024 * 1024, 300_000, 24, 20, 10_000);
}

/// <summary>Reads XML of strangers into a tree: no DTD, no entity but XML's own five, nothing fetched, everything bounded.</summary>
internal static class BoundedXml
{
    /// <summary>The document's root.</summary>
    /// <exception cref="XmlException">It is not well-formed, or beyond the limits.</exception>
    public static XmlPart Read(Stream document, InvoiceLimits limits)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = limits.Bytes,
            MaxCharactersFromEntities = 1,
            CloseInput = false,
            IgnoreComments = true,
        };
        using var reader = XmlReader.Create(document, settings);
        var open = new Stack<Open>();
        XmlPart? root = null;
        var elements = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Within(++elements <= limits.Elements, $"more than {limits.Elements} elements");
                    Within(open.Count < limits.Depth, $"elements more than {limits.Depth} deep");
                    var begun = Begin(reader, limits);
                    if (reader.IsEmptyElement)
                    {
                        End(begun);
                    }
                    else
                    {
                        open.Push(begun);
                    }

                    break;
                case XmlNodeType.EndElement:
                    End(open.Pop());
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when open.Count > 0:
                    open.Peek().Add(reader.Value);
                    break;
                case XmlNodeType.ProcessingInstruction:
                    throw new XmlException("Processing instructions have no place in an invoice.");
            }
        }

        return root ?? throw new XmlException("There is no element.");

        void End(Open done)
        {
            if (open.Count > 0)
            {
                open.Peek().Add(done.Part);
            }
            else
            {
                root = done.Part;
            }
        }
    }

    private static Open Begin(XmlReader reader, InvoiceLimits limits)
    {
        Within(reader.AttributeCount <= limits.Marks, $"an element with more than {limits.Marks} attributes");
        var (prefix, name, space) = (reader.Prefix, reader.LocalName, reader.NamespaceURI);
        var marks = new List<XmlMark>();
        while (reader.MoveToNextAttribute())
        {
            marks.Add(new XmlMark(reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.Value));
        }

        reader.MoveToElement();
        var content = new List<object>();
        return new Open(new XmlPart(prefix, name, space, marks, content), content);
    }

    private static void Within(bool limit, string what)
    {
        if (!limit)
        {
            throw new XmlException(string.Create(CultureInfo.InvariantCulture, $"The document has {what}."));
        }
    }

    /// <summary>An element that is not closed yet.</summary>
    private sealed record Open(XmlPart Part, List<object> Content)
    {
        public void Add(object what) => Content.Add(what);
    }
}
