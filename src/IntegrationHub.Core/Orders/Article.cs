namespace IntegrationHub.Core.Orders;

/// <summary>A kind of article: which steps an order of it takes, and what is left when it is delivered. Data, not code: <c>order-rules.json</c>.</summary>
/// <param name="Id"><c>hardware</c>, <c>software</c>, <c>server</c>.</param>
/// <param name="Specified">Whether it must be worked out with the supplier what exactly is wanted, and at which price, before it is ordered.</param>
/// <param name="Shipped">Whether it is carried, so that a supplier says that it is on its way.</param>
/// <param name="Ways">How it can be delivered, the usual way first.</param>
/// <param name="Holds"><c>equipment</c> or <c>subscription</c> when something is then held and can be moved; <c>none</c> for what is used up.</param>
public sealed record ArticleType(string Id, string Sv, string En, bool Specified, bool Shipped, IReadOnlyList<DeliveryWay> Ways, string Holds);

/// <summary>Something that can be ordered.</summary>
/// <param name="Id">Its number, 1 to 50 printable characters without blanks.</param>
/// <param name="Type">Its <see cref="ArticleType"/>.</param>
/// <param name="Once">Paid once for a unit; in öre, without VAT.</param>
/// <param name="Monthly">Paid each month for a unit while it runs.</param>
/// <param name="Terms">Months that it can be taken for, the usual one first: 24, 36, or a short rental; empty for what does not run.</param>
/// <param name="Area">Delivery areas that may order it; empty for all.</param>
/// <param name="Roles">Roles of recipients that it is meant for, in the city's words; empty for all.</param>
/// <param name="From">The first day that it can be ordered; null for always.</param>
/// <param name="RetiresOn">The first day that it can no longer be ordered; null for none.</param>
public sealed record Article(
    string Id, string Sv, string? En, string Type, string Supplier, string? Service, Money Once, Money Monthly, IReadOnlyList<int> Terms, IReadOnlyList<string> Area,
    IReadOnlyList<string> Roles, DateOnly? From = null, DateOnly? RetiresOn = null)
{
    /// <summary>Whether it can be ordered on a day.</summary>
    public bool IsSoldOn(DateOnly day) => (From is not { } from || from <= day) && (RetiresOn is not { } end || day < end);

    /// <summary>Whether both say the same.</summary>
    public bool SameAs(Article other) => (this with { Terms = other.Terms, Area = other.Area, Roles = other.Roles }).Equals(other)
        && Terms.SequenceEqual(other.Terms) && Area.SequenceEqual(other.Area, StringComparer.Ordinal) && Roles.SequenceEqual(other.Roles, StringComparer.Ordinal);
}

/// <summary>One thing of a package.</summary>
/// <param name="Quantity">For each recipient.</param>
/// <param name="TermMonths">For how long; null for the article's usual term.</param>
public sealed record PackageItem(string Article, int Quantity = 1, int? TermMonths = null);

/// <summary>What belongs together for a role or a profile: ordered as one thing, delivered and billed as its articles.</summary>
/// <param name="Roles">Roles that it is meant for; a package for a new colleague is found by them.</param>
/// <param name="RetiresOn">The first day that it can no longer be ordered; null for none.</param>
public sealed record ArticlePackage(
    string Id, string Sv, string? En, IReadOnlyList<PackageItem> Items, IReadOnlyList<string> Area, IReadOnlyList<string> Roles, DateOnly? RetiresOn = null)
{
    /// <summary>Whether it can be ordered on a day.</summary>
    public bool IsSoldOn(DateOnly day) => RetiresOn is not { } end || day < end;

    /// <summary>Whether both say the same.</summary>
    public bool SameAs(ArticlePackage other) => (this with { Items = other.Items, Area = other.Area, Roles = other.Roles }).Equals(other)
        && Items.SequenceEqual(other.Items) && Area.SequenceEqual(other.Area, StringComparer.Ordinal) && Roles.SequenceEqual(other.Roles, StringComparer.Ordinal);
}
