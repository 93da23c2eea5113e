namespace IntegrationHub.Core.Search;

/// <summary>What a document is about.</summary>
public enum SearchKind
{
    /// <summary>A matter of one person.</summary>
    Case,

    /// <summary>Something ordered.</summary>
    Order,
}

/// <summary>A case or an order as searches see it. Each list may hold several values; what does not apply stays empty.</summary>
/// <param name="Key">Unique over cases and orders, 1 to 200 characters, for example <c>case-10000017</c>.</param>
/// <param name="Kind">Case or order.</param>
/// <param name="Number">The case's or the order's own number, as it is stored.</param>
/// <param name="At">When it was opened or ordered, UTC, to the millisecond; searches are ordered and limited by it.</param>
/// <param name="Title">One line that it is shown with; a word found here counts most.</param>
public sealed record SearchDocument(string Key, SearchKind Kind, string Number, DateTimeOffset At, string Title)
{
    /// <summary>What was said and written, Swedish or English, in order of time.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Suppliers that have or had a part in it.</summary>
    public IReadOnlyList<string> Supplier { get; init; } = [];

    /// <summary>The responsible desk, or those that work on it together.</summary>
    public IReadOnlyList<string> Desk { get; init; } = [];

    /// <summary>Desks that have or had it, or are asked to take it or about it: they may read it. Not sought by, and not shown.</summary>
    public IReadOnlyList<string> HadBy { get; init; } = [];

    /// <summary>Services of the catalogue.</summary>
    public IReadOnlyList<string> Service { get; init; } = [];

    /// <summary>Delivery areas: <c>office</c>, <c>education</c>.</summary>
    public IReadOnlyList<string> Area { get; init; } = [];

    /// <summary>Administrations or companies of the city.</summary>
    public IReadOnlyList<string> Organisation { get; init; } = [];

    /// <summary>Where it is.</summary>
    public IReadOnlyList<string> Site { get; init; } = [];

    /// <summary>Pseudonyms of those whom it concerns.</summary>
    public IReadOnlyList<string> Person { get; init; } = [];

    /// <summary>Their roles.</summary>
    public IReadOnlyList<string> Role { get; init; } = [];

    /// <summary>Pseudonyms of those who ordered.</summary>
    public IReadOnlyList<string> Orderer { get; init; } = [];

    /// <summary>Suppliers' tickets, under their own ids.</summary>
    public IReadOnlyList<string> Ticket { get; init; } = [];

    /// <summary>Article numbers.</summary>
    public IReadOnlyList<string> Article { get; init; } = [];

    /// <summary>Subscriptions.</summary>
    public IReadOnlyList<string> Subscription { get; init; } = [];

    /// <summary>Invoice numbers.</summary>
    public IReadOnlyList<string> Invoice { get; init; } = [];

    /// <summary>Invoice references and cost bearers (IKB).</summary>
    public IReadOnlyList<string> Reference { get; init; } = [];

    /// <summary>Projects.</summary>
    public IReadOnlyList<string> Project { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public IReadOnlyList<string> Status { get; init; } = [];
}
