namespace IntegrationHub.Adapters.Invoices.Peppol;

/// <summary>An attribute as it was written; declarations of namespaces are attributes too.</summary>
public sealed record XmlMark(string Prefix, string Name, string Space, string Value);

/// <summary>An element as it was written, with all that is in it. Nothing of a document is left out but comments.</summary>
/// <param name="Prefix">Empty for none.</param>
/// <param name="Space">The namespace's address; empty for none.</param>
/// <param name="Content">Texts (<see cref="string"/>) and elements (<see cref="XmlPart"/>), in order; a text may come in several pieces.</param>
/// <remarks>The classes of System.Xml.Linq keep every name that they ever saw, which strangers must not decide.</remarks>
public sealed record XmlPart(string Prefix, string Name, string Space, IReadOnlyList<XmlMark> Marks, IReadOnlyList<object> Content)
{
    /// <summary>The elements in it.</summary>
    public IEnumerable<XmlPart> Parts => Content.OfType<XmlPart>();

    /// <summary>Its text, blanks at the ends left out.</summary>
    public string Text => string.Concat(Content.OfType<string>()).Trim();

    /// <summary>The value of an attribute without a namespace; null when it has none.</summary>
    public string? Mark(string name) => Marks.FirstOrDefault(mark => mark.Name == name && mark.Space.Length == 0)?.Value.Trim();
}
