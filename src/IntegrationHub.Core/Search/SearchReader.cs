namespace IntegrationHub.Core.Search;

/// <summary>Who reads. It bounds every answer: what the reader may not see is in no hit, count, facet or suggestion.</summary>
/// <remarks>
/// Never one of the user's parameters: the edge says it, from who is signed in. A document bears the marks of those who may read
/// it; a reader sees it by any mark that both have.
/// </remarks>
public sealed record SearchReader
{
    /// <summary>The most marks that count; a person has a few dozen addresses at most.</summary>
    public const int MaxMarks = 200;

    private SearchReader(bool seesAll, IReadOnlyList<string> marks) => (SeesAll, Marks) = (seesAll, marks);

    /// <summary>Whoever may see all: the city's own staff.</summary>
    public static SearchReader Everything { get; } = new(true, []);

    /// <summary>Who may see nothing.</summary>
    public static SearchReader Nobody { get; } = new(false, []);

    /// <summary>Whether nothing is kept from the reader.</summary>
    public bool SeesAll { get; }

    /// <summary>The reader's marks; with none it sees nothing, unless it sees all.</summary>
    public IReadOnlyList<string> Marks { get; }

    /// <summary>A reader who sees what bears any of these marks.</summary>
    /// <param name="marks">From <see cref="Desk"/>, <see cref="Supplier"/>, <see cref="Organisation"/>, <see cref="OrdersOf"/> and <see cref="Person"/>.</param>
    public static SearchReader With(IEnumerable<string> marks) => new(false, [.. marks.Distinct(StringComparer.Ordinal).Take(MaxMarks)]);

    /// <summary>The mark of a desk: on what it has, had, or is asked to take.</summary>
    public static string Desk(string id) => "desk:" + SearchText.Name(id);

    /// <summary>The mark of a supplier: on what it has or had a part in.</summary>
    public static string Supplier(string id) => "supplier:" + SearchText.Name(id);

    /// <summary>The mark of an organisation: on its own cases.</summary>
    public static string Organisation(string id) => "organisation:" + SearchText.Name(id);

    /// <summary>The mark of an organisation's own orders: whoever may read its cases does not always order for it.</summary>
    public static string OrdersOf(string id) => "orders-of:" + SearchText.Name(id);

    /// <summary>The mark of a person, by pseudonym: on what concerns it or what it ordered.</summary>
    public static string Person(string id) => "person:" + SearchText.Name(id);

    /// <summary>The marks of a document: who may read it beside those who may read all.</summary>
    public static IReadOnlyList<string> MarksOf(SearchDocument document)
    {
        var isOrder = document.Kind == SearchKind.Order;
        var having = isOrder
            ? document.HadBy.Select(Supplier)
            : document.Desk.Concat(document.HadBy).Select(Desk).Concat(document.Supplier.Select(Supplier));
        return
        [
            .. having.Concat(document.Organisation.Select(id => isOrder ? OrdersOf(id) : Organisation(id)))
                .Concat(document.Person.Concat(document.Orderer).Select(Person)).Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether the reader may read all of a document that it sees. Who only gets or supplies something of an order learns by a search that there is one, and reads its part on the order's page.</summary>
    public bool SeesWhole(SearchDocument document) => SeesAll || document.Kind != SearchKind.Order
        || document.Organisation.Select(OrdersOf).Concat(document.Orderer.Select(Person)).Intersect(Marks, StringComparer.Ordinal).Any();

    /// <summary>Whether the reader sees the document.</summary>
    public bool Sees(SearchDocument document) => SeesAll || MarksOf(document).Intersect(Marks, StringComparer.Ordinal).Any();
}
