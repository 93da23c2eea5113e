using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>What somebody asks for, before it is checked and priced. What a line does not say, the order says for all.</summary>
/// <param name="Organisation">Who pays; its rule says what a reference looks like.</param>
/// <param name="Together">Whether each supplier is to bring all of it at once.</param>
public sealed record OrderDraft(
    string? Organisation, string? Site, string? Area, string? Reference, string? Project, string? Grouping, bool Together, DeliveryTime? Wanted, IReadOnlyList<DraftLine> Lines);

/// <summary>One article, or one package, for many or for one.</summary>
/// <param name="Article">An article's number; null when it is a package.</param>
/// <param name="Package">A package's id; null when it is an article.</param>
/// <param name="Recipients">Who gets it, one unit each (of a package: its items each); empty for what belongs to a place.</param>
public sealed record DraftLine(string? Article, string? Package, IReadOnlyList<Recipient> Recipients)
{
    /// <summary>Units for each recipient, or in all when there are none; null for one.</summary>
    public int? Quantity { get; init; }

    /// <summary>Months; null for the usual term.</summary>
    public int? TermMonths { get; init; }

    /// <inheritdoc cref="OrderLine.Reference"/>
    public string? Reference { get; init; }

    /// <inheritdoc cref="OrderLine.Project"/>
    public string? Project { get; init; }

    /// <inheritdoc cref="OrderLine.Grouping"/>
    public string? Grouping { get; init; }

    /// <summary>How; null for the article's usual way.</summary>
    public DeliveryWay? Way { get; init; }

    /// <inheritdoc cref="OrderLine.Site"/>
    public string? Site { get; init; }

    /// <inheritdoc cref="OrderLine.Wanted"/>
    public DeliveryTime? Wanted { get; init; }

    /// <inheritdoc cref="OrderLine.Swap"/>
    public IReadOnlyList<string> Swap { get; init; } = [];

    /// <summary>What was agreed; stored under the orderer's key.</summary>
    public string? Specification { get; init; }

    /// <summary>The price that was agreed with the specification, a unit, once; null for the catalogue's.</summary>
    public Money? AgreedOnce { get; init; }

    /// <summary>The same, a month.</summary>
    public Money? AgreedMonthly { get; init; }

    /// <summary>Articles of the package that this one person does not get. Needs <see cref="Why"/>.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Articles that this one person gets besides. Needs <see cref="Why"/>.</summary>
    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>Why the package is changed for one person; may tell of health, and is stored under the person's key.</summary>
    public string? Why { get; init; }
}

/// <summary>What the directory says of a recipient.</summary>
/// <param name="IsHere">Whether the person is active, or is on the way in.</param>
/// <param name="Areas">The areas of the person's roles; empty when not known.</param>
public sealed record RecipientFacts(bool IsHere, IReadOnlyList<string> Areas, string? Organisation, string? Site);

/// <summary>What is wrong with a draft.</summary>
/// <param name="Field">Where: <c>lines[2].article</c>.</param>
/// <param name="What">What is wrong and what to do.</param>
public sealed record OrderFault(string Field, string What);

/// <summary>A draft as lines with prices, or what is wrong with it.</summary>
public sealed record PricedDraft(IReadOnlyList<OrderLine> Lines, string? Attest, IReadOnlyList<OrderFault> Faults);
