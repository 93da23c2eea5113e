using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Pages;
using IntegrationHub.Host.Search;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Orders;

/// <summary><c>/api/articles</c>, <c>/api/packages</c>: what can be ordered, by area, role and words.</summary>
internal static class ArticleEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapArticles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/articles", ArticlesAsync).WithTags("Orders").WithSummary("What can be ordered today, by area, role, supplier, type and words; retired=true for what cannot any more.").Answers<ArticlePage>(200);
        routes.MapGet("/api/packages", PackagesAsync).WithTags("Orders").WithSummary("Packages that can be ordered today, by area and role, with their prices.").Answers<PackagePage>(200);
        routes.MapGet("/api/articles/unused", UnusedAsync).WithTags("Orders").WithSummary("Articles that nobody has ordered in so many months (12), and that could be taken out.").Answers<ArticlePage>(200, 400)
            .RequireAuthorization(Access.CityOffice);
    }

    /// <summary>Articles of one version of the catalogue.</summary>
    internal sealed record ArticlePage(int Version, IReadOnlyList<Article> Articles);

    /// <summary>Packages with what they cost for one person.</summary>
    internal sealed record PackagePage(int Version, IReadOnlyList<PricedPackage> Packages);

    /// <summary>A package and its price for one person.</summary>
    internal sealed record PricedPackage(ArticlePackage Package, Money Once, Money Monthly);

    private static async Task<IResult> ArticlesAsync(string? q, string? area, string? role, string? supplier, string? type, bool? retired, ArticleRegister register, TimeProvider clock, CancellationToken ct)
    {
        var (catalogue, today) = (await register.CurrentAsync(ct), CityTime.Day(clock.GetUtcNow()));
        return Results.Json(new ArticlePage(catalogue.Version, [.. catalogue.Articles.Values.Where(article =>
            article.IsSoldOn(today) != (retired ?? false) && Fits(article.Area, area) && Fits(article.Roles, role) && (supplier is null || article.Supplier == supplier) && (type is null || article.Type == type)
            && (q is null || $"{article.Id} {article.Sv} {article.En}".Contains(q.Trim(), StringComparison.OrdinalIgnoreCase)))]), CaseEndpoints.Shown);
    }

    private static async Task<IResult> PackagesAsync(string? area, string? role, ArticleRegister register, TimeProvider clock, CancellationToken ct)
    {
        var (catalogue, today) = (await register.CurrentAsync(ct), CityTime.Day(clock.GetUtcNow()));
        return Results.Json(new PackagePage(catalogue.Version, [.. catalogue.Packages.Values.Where(package => package.IsSoldOn(today) && Fits(package.Area, area) && Fits(package.Roles, role))
            .Select(package => Priced(package, catalogue))]), CaseEndpoints.Shown);
    }

    /// <summary>A package's price for one person.</summary>
    internal static PricedPackage Priced(ArticlePackage package, ArticleCatalogue catalogue) => new(
        package, Money.Sum(package.Items.Select(item => (catalogue.Find(item.Article)?.Once ?? Money.Zero).Times(item.Quantity))),
        Money.Sum(package.Items.Select(item => (catalogue.Find(item.Article)?.Monthly ?? Money.Zero).Times(item.Quantity))));

    /// <remarks>Asked of the search index, which has every order: no list of its own to keep.</remarks>
    private static async Task<IResult> UnusedAsync(int? months, ArticleRegister register, LiveIndex index, TimeProvider clock, CancellationToken ct)
    {
        if (months is < 1 or > 120)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["months"] = ["1 to 120."] }, type: "invalid-list");
        }

        var (catalogue, now) = (await register.CurrentAsync(ct), clock.GetUtcNow());
        var (today, unused) = (CityTime.Day(now), new List<Article>());
        var since = now.AddMonths(-(months ?? 12));
        foreach (var article in catalogue.Articles.Values.Where(article => article.IsSoldOn(today) && (article.From is not { } from || from < CityTime.Day(since))))
        {
            var ordered = await index.Current.SearchAsync(new SearchQuery { Kind = SearchKind.Order, Article = [article.Id], From = since, Size = 1 }, SearchReader.Everything, ct);
            if (ordered.Total == 0)
            {
                unused.Add(article);
            }
        }

        return Results.Json(new ArticlePage(catalogue.Version, unused), CaseEndpoints.Shown);
    }

    private static bool Fits(IReadOnlyList<string> of, string? wanted) => wanted is null || of.Count == 0 || of.Contains(wanted, StringComparer.OrdinalIgnoreCase);
}
