namespace IntegrationHub.Core.Search;

/// <summary>In which order hits come. Equal ones come newest first, then by key.</summary>
public enum SearchSort
{
    /// <summary>Best match first; without a text the same as <see cref="Newest"/>.</summary>
    Relevance,

    /// <summary>Latest opened first.</summary>
    Newest,

    /// <summary>First opened first.</summary>
    Oldest,
}

/// <summary>What is sought: every parameter narrows the answer, several values of one widen it.</summary>
/// <remarks>Values are compared without regard to case; <see cref="SearchField.IsCode"/> tells which also without blanks and signs.</remarks>
public sealed partial record SearchQuery
{
    /// <summary>The most hits on one page.</summary>
    public const int MaxSize = 100;

    /// <summary>Free text: words, "quoted phrases", -left out, begin*; see <see cref="FreeText"/>.</summary>
    public string? Q { get; init; }

    /// <summary>Only cases, or only orders.</summary>
    public SearchKind? Kind { get; init; }

    /// <inheritdoc cref="SearchDocument.Supplier"/>
    public IReadOnlyList<string> Supplier { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Desk"/>
    public IReadOnlyList<string> Desk { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Service"/>
    public IReadOnlyList<string> Service { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Area"/>
    public IReadOnlyList<string> Area { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Organisation"/>
    public IReadOnlyList<string> Organisation { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Site"/>
    public IReadOnlyList<string> Site { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Person"/>
    public IReadOnlyList<string> Person { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Role"/>
    public IReadOnlyList<string> Role { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Orderer"/>
    public IReadOnlyList<string> Orderer { get; init; } = [];

    /// <summary>Case or order numbers, in any form: <c>1000 0017</c>, <c>#10000017</c>.</summary>
    public IReadOnlyList<string> Number { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Ticket"/>
    public IReadOnlyList<string> Ticket { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Article"/>
    public IReadOnlyList<string> Article { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Subscription"/>
    public IReadOnlyList<string> Subscription { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Invoice"/>
    public IReadOnlyList<string> Invoice { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Reference"/>
    public IReadOnlyList<string> Reference { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Project"/>
    public IReadOnlyList<string> Project { get; init; } = [];

    /// <inheritdoc cref="SearchDocument.Status"/>
    public IReadOnlyList<string> Status { get; init; } = [];

    /// <summary>Opened at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Opened before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The order of hits; by default relevance with a text, newest without.</summary>
    public SearchSort? Sort { get; init; }

    /// <summary>Goes on after this place of an earlier answer to the same query.</summary>
    public SearchCursor? After { get; init; }

    /// <summary>Hits wanted, 1 to <see cref="MaxSize"/>; more or fewer are brought within.</summary>
    public int Size { get; init; } = 20;

    /// <summary>The order that hits come in.</summary>
    public SearchSort Order => (Sort, string.IsNullOrWhiteSpace(Q)) switch
    {
        (null or SearchSort.Relevance, true) => SearchSort.Newest,
        (var asked, _) => asked ?? SearchSort.Relevance,
    };
}
