namespace IntegrationHub.Core.Search;

/// <summary>One thing that documents are sought by: what it is called, and where queries and documents hold it.</summary>
/// <param name="Name">Its parameter in the API, its name in facets and in the index.</param>
/// <param name="IsFacet">Whether answers count its values.</param>
/// <param name="IsCode">Whether only letters and digits count, as in numbers that people write in groups.</param>
/// <param name="Sought">The values that a query asks for, any of them; empty for all.</param>
/// <param name="Held">The values that a document has.</param>
/// <param name="Asking">The query that asks for these values.</param>
public sealed record SearchField(
    string Name,
    bool IsFacet,
    bool IsCode,
    Func<SearchQuery, IReadOnlyList<string>> Sought,
    Func<SearchDocument, IReadOnlyList<string>> Held,
    Func<SearchQuery, IReadOnlyList<string>, SearchQuery> Asking)
{
    /// <summary>Every field, in the order of the API's parameters. A new one is a line here and one each in query and document.</summary>
    public static IReadOnlyList<SearchField> All { get; } =
    [
        Facet("kind", q => q.Kind is { } kind ? [SearchText.Of(kind)] : [], d => [SearchText.Of(d.Kind)], (q, v) => q with { Kind = SearchText.Kind(v[0]) }),
        Facet("supplier", q => q.Supplier, d => d.Supplier, (q, v) => q with { Supplier = v }),
        Facet("desk", q => q.Desk, d => d.Desk, (q, v) => q with { Desk = v }),
        Facet("service", q => q.Service, d => d.Service, (q, v) => q with { Service = v }),
        Facet("area", q => q.Area, d => d.Area, (q, v) => q with { Area = v }),
        Facet("organisation", q => q.Organisation, d => d.Organisation, (q, v) => q with { Organisation = v }),
        Facet("site", q => q.Site, d => d.Site, (q, v) => q with { Site = v }),
        Plain("person", q => q.Person, d => d.Person, (q, v) => q with { Person = v }),
        Plain("role", q => q.Role, d => d.Role, (q, v) => q with { Role = v }),
        Plain("orderer", q => q.Orderer, d => d.Orderer, (q, v) => q with { Orderer = v }),
        Code("number", q => q.Number, d => [d.Number], (q, v) => q with { Number = v }),
        Code("ticket", q => q.Ticket, d => d.Ticket, (q, v) => q with { Ticket = v }),
        Code("article", q => q.Article, d => d.Article, (q, v) => q with { Article = v }),
        Code("subscription", q => q.Subscription, d => d.Subscription, (q, v) => q with { Subscription = v }),
        Code("invoice", q => q.Invoice, d => d.Invoice, (q, v) => q with { Invoice = v }),
        Code("reference", q => q.Reference, d => d.Reference, (q, v) => q with { Reference = v }),
        Plain("project", q => q.Project, d => d.Project, (q, v) => q with { Project = v }),
        Facet("status", q => q.Status, d => d.Status, (q, v) => q with { Status = v }),
    ];

    /// <summary>The form in which two values are compared; empty when the value can equal none.</summary>
    public string Comparable(string value) => IsCode ? SearchText.Code(value) : SearchText.Name(value);

    private static SearchField Facet(
        string name, Func<SearchQuery, IReadOnlyList<string>> sought, Func<SearchDocument, IReadOnlyList<string>> held,
        Func<SearchQuery, IReadOnlyList<string>, SearchQuery> asking) => new(name, true, false, sought, held, asking);

    private static SearchField Plain(
        string name, Func<SearchQuery, IReadOnlyList<string>> sought, Func<SearchDocument, IReadOnlyList<string>> held,
        Func<SearchQuery, IReadOnlyList<string>, SearchQuery> asking) => new(name, false, false, sought, held, asking);

    private static SearchField Code(
        string name, Func<SearchQuery, IReadOnlyList<string>> sought, Func<SearchDocument, IReadOnlyList<string>> held,
        Func<SearchQuery, IReadOnlyList<string>, SearchQuery> asking) => new(name, false, true, sought, held, asking);
}
