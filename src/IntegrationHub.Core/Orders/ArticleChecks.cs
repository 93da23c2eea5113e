using System.Globalization;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Orders;

/// <summary>Checks articles and packages before they are taken in.</summary>
public static class ArticleChecks
{
    private const int LongestId = 50;
    private const int LongestName = 200;
    private const int LongestTerm = 120;

    /// <summary>The highest price of a unit, in öre; with the most units and the longest term it can still be counted.</summary>
    internal const long HighestPrice = 100_000_000_00;

    /// <summary>What is wrong, each with the place in the file and what to do; empty when all is well.</summary>
    /// <param name="file">What is to come in.</param>
    /// <param name="before">The catalogue that it comes into: a package may name its articles.</param>
    /// <param name="rules">Knows the article types.</param>
    /// <param name="suppliers">Knows the suppliers and services.</param>
    public static IReadOnlyList<string> Of(ArticleFile file, ArticleCatalogue before, OrderRules rules, ServiceCatalogue suppliers)
    {
        var faults = new List<string>();
        var coming = file.Articles.ToLookup(article => article.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var (article, at) in file.Articles.Select((article, at) => (article, at)))
        {
            faults.AddRange(Of(article, rules, suppliers).Select(fault => string.Create(CultureInfo.InvariantCulture, $"articles[{at}] ({article.Id}): {fault}")));
        }

        foreach (var (package, at) in file.Packages.Select((package, at) => (package, at)))
        {
            faults.AddRange(Of(package, id => coming[id].FirstOrDefault() ?? (before.Version > 0 ? before.Find(id) : null))
                .Select(fault => string.Create(CultureInfo.InvariantCulture, $"packages[{at}] ({package.Id}): {fault}")));
        }

        faults.AddRange(file.Articles.GroupBy(article => article.Id, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => $"The article {same.Key} comes {same.Count()} times; keep one."));
        faults.AddRange(file.Packages.GroupBy(package => package.Id, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => $"The package {same.Key} comes {same.Count()} times; keep one."));
        return file.Articles.Count + file.Packages.Count == 0 ? ["The file holds neither articles nor packages."] : faults;
    }

    private static IEnumerable<string> Of(Article article, OrderRules rules, ServiceCatalogue suppliers)
    {
        if (IdFault(article.Id) is { } id)
        {
            yield return id;
        }

        if (article.Sv.Trim().Length is 0 or > LongestName || article.En?.Length > LongestName)
        {
            yield return $"sv, the name in Swedish, is 1 to {LongestName} characters; en at most as many.";
        }

        if (rules.Type(article.Type) is null)
        {
            yield return $"type is one of {string.Join(", ", rules.Types.Select(type => type.Id))}.";
        }

        if (!suppliers.Desks.Any(desk => desk.Supplier == article.Supplier))
        {
            yield return $"supplier is one of {string.Join(", ", suppliers.Desks.Select(desk => desk.Supplier).Distinct(StringComparer.Ordinal))}.";
        }

        if (article.Service is { } service && suppliers.FindService(service) is null)
        {
            yield return $"there is no service {service}; leave it out, or take one of the catalogue.";
        }

        if (article.Once.Minor is < 0 or > HighestPrice || article.Monthly.Minor is < 0 or > HighestPrice)
        {
            yield return "once and monthly are prices in öre, 0 or more, without VAT.";
        }

        if (article.Once.Currency != Money.Kronor || article.Monthly.Currency != Money.Kronor)
        {
            yield return $"currency is {Money.Kronor}, or left out; orders are in no other.";
        }

        if (article.Terms.Any(term => term is < 1 or > LongestTerm) || (article.Monthly.Minor > 0 && article.Terms.Count == 0))
        {
            yield return $"terms are months, 1 to {LongestTerm}; what is paid each month needs at least one.";
        }

        if (article.Area.Any(area => area is not ("office" or "education")))
        {
            yield return "area is office, education, or left out for both.";
        }

        if (article is { From: { } from, RetiresOn: { } end } && end <= from)
        {
            yield return "retiresOn must come after from.";
        }
    }

    private static IEnumerable<string> Of(ArticlePackage package, Func<string, Article?> find)
    {
        if (IdFault(package.Id) is { } id)
        {
            yield return id;
        }

        if (package.Sv.Trim().Length is 0 or > LongestName)
        {
            yield return $"sv, the name in Swedish, is 1 to {LongestName} characters.";
        }

        if (package.Items.Count is 0 or > 100)
        {
            yield return "items holds 1 to 100 articles.";
        }

        foreach (var item in package.Items)
        {
            if (item?.Article is null || find(item.Article) is not { } article || item.Quantity is < 1 or > 100)
            {
                yield return $"the item {item?.Article} must be an article of the catalogue, with a quantity of 1 to 100.";
            }
            else if (item.TermMonths is { } term && !article.Terms.Contains(term))
            {
                yield return $"the item {item.Article} is taken for {(article.Terms.Count == 0 ? "no term; leave termMonths out" : string.Join(" or ", article.Terms) + " months")}.";
            }
        }
    }

    private static string? IdFault(string id) => id.Length is 0 or > LongestId || id.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        ? $"id is 1 to {LongestId} characters without blanks." : null;
}
