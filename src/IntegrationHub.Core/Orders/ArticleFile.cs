using System.Text.Json;

namespace IntegrationHub.Core.Orders;

/// <summary>A file of articles and packages, as it is imported.</summary>
public sealed record ArticleFile(IReadOnlyList<Article> Articles, IReadOnlyList<ArticlePackage> Packages)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads JSON: <c>{"articles":[{"id","sv","en","type","supplier","service","once","monthly","terms","area","roles","from","retiresOn"}],"packages":[…]}</c>; prices in öre.</summary>
    /// <exception cref="JsonException">The text names what is wrong.</exception>
    public static ArticleFile Read(Stream json)
    {
        var read = JsonSerializer.Deserialize<Shape>(json, s_json) ?? throw new JsonException("The file is empty.");
        return new(
            [.. (read.Articles ?? []).Select(article => article?.ToArticle() ?? throw new JsonException("One of articles is null; leave it out."))],
            [.. (read.Packages ?? []).Select(package => package?.ToPackage() ?? throw new JsonException("One of packages is null; leave it out."))]);
    }

    private sealed record Shape(IReadOnlyList<ArticleShape?>? Articles, IReadOnlyList<PackageShape?>? Packages);

    private sealed record ArticleShape(
        string? Id, string? Sv, string? En, string? Type, string? Supplier, string? Service, long? Once, long? Monthly, string? Currency, IReadOnlyList<int>? Terms,
        IReadOnlyList<string>? Area, IReadOnlyList<string>? Roles, DateOnly? From, DateOnly? RetiresOn)
    {
        public Article ToArticle() => new(
            Id ?? "", Sv ?? "", En, Type ?? "", Supplier ?? "", Service, new Money(Once ?? 0, Currency ?? Money.Kronor), new Money(Monthly ?? 0, Currency ?? Money.Kronor), Terms ?? [], Area ?? [],
            Roles ?? [], From, RetiresOn);
    }

    private sealed record PackageShape(
        string? Id, string? Sv, string? En, IReadOnlyList<PackageItem>? Items, IReadOnlyList<string>? Area, IReadOnlyList<string>? Roles, DateOnly? RetiresOn)
    {
        public ArticlePackage ToPackage() => new(Id ?? "", Sv ?? "", En, Items ?? [], Area ?? [], Roles ?? [], RetiresOn);
    }
}
