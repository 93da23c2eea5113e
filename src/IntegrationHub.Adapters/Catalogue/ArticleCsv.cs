using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Adapters.Catalogue;

/// <summary>Articles and packages in CSV: a line each, UTF-8, with a header; lists within a field are separated by semicolons.</summary>
/// <remarks>
/// Columns: <c>kind</c> (<c>article</c> or <c>package</c>; article when left out), <c>id</c>, <c>sv</c>, <c>en</c>, <c>type</c>, <c>supplier</c>, <c>service</c>, <c>once</c> and <c>monthly</c> (öre),
/// <c>terms</c> (months), <c>area</c>, <c>roles</c>, <c>from</c>, <c>retiresOn</c> (days), and for a package <c>items</c>: <c>WP-LAP-14;WP-SCR-24*2</c>.
/// </remarks>
public static class ArticleCsv
{
    private static readonly string[] s_columns = ["kind", "id", "sv", "en", "type", "supplier", "service", "once", "monthly", "currency", "terms", "area", "roles", "from", "retiresOn", "items"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The text names the line, the column and what is wanted.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ArticleFile Read(TextReader text)
    {
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            MissingFieldFound = null,
            BadDataFound = bad => throw Wrong(bad.Context.Parser?.RawRow ?? 0, null, "a quotation mark stands where none may. Put the field in quotation marks and double those within."),
        });
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { } header || !header.Contains("id", StringComparer.Ordinal))
        {
            throw Wrong(1, "id", $"the header lacks id. It may have: {string.Join(',', s_columns)}.");
        }

        if (header.FirstOrDefault(name => !s_columns.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw Wrong(1, unknown, $"there is no such column. Known ones: {string.Join(',', s_columns)}.");
        }

        var (articles, packages) = (new List<Article>(), new List<ArticlePackage>());
        while (csv.Read())
        {
            switch (Field(csv, "kind"))
            {
                case null or "article":
                    articles.Add(Article(csv));
                    break;
                case "package":
                    packages.Add(Package(csv));
                    break;
                default:
                    throw Wrong(csv.Parser.RawRow, "kind", "article or package.");
            }
        }

        return new(articles, packages);
    }

    private static Article Article(CsvReader csv) => new(
        Field(csv, "id") ?? "", Field(csv, "sv") ?? "", Field(csv, "en"), Field(csv, "type") ?? "", Field(csv, "supplier") ?? "", Field(csv, "service"), Price(csv, "once"), Price(csv, "monthly"),
        [.. List(csv, "terms").Select(term => int.TryParse(term, NumberStyles.None, CultureInfo.InvariantCulture, out var months) ? months : throw Wrong(csv.Parser.RawRow, "terms", "whole months, for example 36;24."))],
        List(csv, "area"), List(csv, "roles"), Day(csv, "from"), Day(csv, "retiresOn"));

    private static ArticlePackage Package(CsvReader csv) => new(
        Field(csv, "id") ?? "", Field(csv, "sv") ?? "", Field(csv, "en"), [.. List(csv, "items").Select(item => Item(csv, item))], List(csv, "area"), List(csv, "roles"), Day(csv, "retiresOn"));

    private static PackageItem Item(CsvReader csv, string text)
    {
        var parts = text.Split('*');
        return parts switch
        {
            [var article] => new(article.Trim()),
            [var article, var many] when int.TryParse(many, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) => new(article.Trim(), quantity),
            _ => throw Wrong(csv.Parser.RawRow, "items", "articles with a quantity behind a star, for example WP-LAP-14;WP-SCR-24*2."),
        };
    }

    private static Money Price(CsvReader csv, string column) => Field(csv, column) switch
    {
        null => new(0, Field(csv, "currency") ?? Money.Kronor),
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minor) => new(minor, Field(csv, "currency") ?? Money.Kronor),
        _ => throw Wrong(csv.Parser.RawRow, column, "a price in whole öre, for example 32900."),
    };

    private static DateOnly? Day(CsvReader csv, string column) => Field(csv, column) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => throw Wrong(csv.Parser.RawRow, column, "a day, for example 2026-12-31."),
    };

    private static string[] List(CsvReader csv, string column) =>
        Field(csv, column)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Field(CsvReader csv, string column) => csv.TryGetField<string>(column, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static InvalidDataException Wrong(int line, string? column, string wanted) => new($"Line {line}{(column is null ? "" : $", {column}")}: {wanted}");
}
