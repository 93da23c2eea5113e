using System.Collections.Immutable;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Orders;

/// <summary>Articles and packages came, or changed. The only event of the stream <c>articles</c>; a large import comes in several of one version.</summary>
/// <param name="Version">1 for the first import; an order keeps the version that it was made under.</param>
/// <param name="Source">What it came from: SHA-256 of the file, in lower-case hex.</param>
/// <param name="Articles">New or changed ones, whole.</param>
/// <param name="Packages">New or changed ones, whole.</param>
[StoredAs("articles-imported", 1)]
public sealed record ArticlesImported(
    int Version, string Source, IReadOnlyList<Article> Articles, IReadOnlyList<ArticlePackage> Packages, DateTimeOffset At);

/// <summary>What can be ordered, in one version.</summary>
/// <param name="Version">0 for what the hub comes with.</param>
public sealed record ArticleCatalogue(int Version, ImmutableSortedDictionary<string, Article> Articles, ImmutableSortedDictionary<string, ArticlePackage> Packages)
{
    /// <summary>The stream of imports.</summary>
    public const string Stream = "articles";

    /// <summary>Articles and packages in one event at most.</summary>
    private const int InOneEvent = 500;

    /// <summary>What the hub comes with: <c>articles.json</c>.</summary>
    public static ArticleCatalogue Default { get; } = Of(0, OrderRules.Sample.Articles, OrderRules.Sample.Packages);

    /// <summary>A catalogue of these.</summary>
    public static ArticleCatalogue Of(int version, IEnumerable<Article> articles, IEnumerable<ArticlePackage> packages) => new(
        version,
        articles.ToImmutableSortedDictionary(article => article.Id, article => article, StringComparer.OrdinalIgnoreCase),
        packages.ToImmutableSortedDictionary(package => package.Id, package => package, StringComparer.OrdinalIgnoreCase));

    /// <summary>The article of this number; null when there is none.</summary>
    public Article? Find(string? id) => id is null ? null : Articles.GetValueOrDefault(id.Trim());

    /// <summary>The package of this id; null when there is none.</summary>
    public ArticlePackage? FindPackage(string? id) => id is null ? null : Packages.GetValueOrDefault(id.Trim());

    /// <summary>The catalogue after an import. The first import takes the place of what the hub comes with.</summary>
    public ArticleCatalogue After(object? fact) => fact is not ArticlesImported e ? this : new(
        e.Version,
        (Version == 0 ? Articles.Clear() : Articles).SetItems(e.Articles.Select(article => KeyValuePair.Create(article.Id, article))),
        (Version == 0 ? Packages.Clear() : Packages).SetItems(e.Packages.Select(package => KeyValuePair.Create(package.Id, package))));

    /// <summary>What must be recorded for the catalogue to hold these as well: the new and the changed. What is not among them stays.</summary>
    /// <param name="source">As in <see cref="ArticlesImported.Source"/>.</param>
    public IReadOnlyList<ArticlesImported> Importing(IReadOnlyList<Article> articles, IReadOnlyList<ArticlePackage> packages, string source, DateTimeOffset now)
    {
        var known = Version == 0 ? Of(0, [], []) : this;
        Article[] changed = [.. articles.Where(article => known.Find(article.Id)?.SameAs(article) != true)];
        ArticlePackage[] bundled = [.. packages.Where(package => known.FindPackage(package.Id)?.SameAs(package) != true)];
        return [.. changed.Chunk(InOneEvent).Select(some => new ArticlesImported(Version + 1, source, some, [], now)),
            .. bundled.Chunk(InOneEvent).Select(some => new ArticlesImported(Version + 1, source, [], some, now))];
    }
}
