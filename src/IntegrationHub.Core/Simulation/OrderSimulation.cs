using System.Globalization;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Simulation;

/// <summary>Makes a plausible history of orders beside the contacts of <see cref="HistorySimulation"/>, in the same city: on working days, most of them small, some for a new colleague or a whole class.</summary>
public static class OrderSimulation
{
    /// <summary>A city has 60,000 orders (assumed) beside the 175,000 cases of its largest desk.</summary>
    private const double OrdersOfACase = 60.0 / 175;

    private const double PackageShare = 0.35;
    private const double ClassShare = 0.1;
    private const int SmallestClass = 18;
    private const int LargestClass = 32;

    /// <summary>Makes the history of what the catalogue has and needs no specification.</summary>
    /// <param name="settings">As for the contacts; orders follow from its cases, days and seed.</param>
    /// <param name="catalogue">What can be ordered.</param>
    /// <param name="rules">Which articles must be specified first.</param>
    /// <exception cref="ArgumentOutOfRangeException">No days, or a negative number of cases.</exception>
    public static IReadOnlyList<SimulatedOrder> Make(SimulationSettings settings, ArticleCatalogue catalogue, OrderRules rules)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Days, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Cases, nameof(settings));
        var (city, random) = (new SimulatedCity(new Random(settings.Seed)), new Random(unchecked(settings.Seed + 7_919)));
        List<Article> articles = [.. catalogue.Articles.Values.Where(article => rules.Type(article.Type) is { Specified: false } && article.RetiresOn is null && article.From is null)];
        List<ArticlePackage> packages = [.. catalogue.Packages.Values.Where(package =>
            package.RetiresOn is null && package.Items.All(item => articles.Exists(article => string.Equals(article.Id, item.Article, StringComparison.OrdinalIgnoreCase))))];
        var count = articles.Count == 0 ? 0 : (int)Math.Round(settings.Cases * OrdersOfACase);
        return [.. Enumerable.Range(0, count).Select(_ => At(settings, random)).Order()
            .Select((at, n) => One(string.Create(CultureInfo.InvariantCulture, $"sim-{settings.Seed}-order-{n + 1}"), at, city, articles, packages, random))
            .Select(order => rules.Reference(order.Organisation) is var rule && rule.Fits(order.Reference) ? order : order with { Reference = rule.Example })];
    }

    private static SimulatedOrder One(string id, DateTimeOffset at, SimulatedCity city, List<Article> articles, List<ArticlePackage> packages, Random random)
    {
        var site = city.AnySite(random);
        List<ArticlePackage> bundles = [.. packages.Where(package => IsFor(package.Area, site))];
        List<Article> single = [.. articles.Where(article => IsFor(article.Area, site))];
        var lines = bundles.Count > 0 && random.NextDouble() < PackageShare
            ? [Bundle(bundles[random.Next(bundles.Count)], site, random)]
            : Enumerable.Range(0, 1 + random.Next(3)).Select(_ => single[random.Next(single.Count)]).Distinct()
                .Select(article => new SimulatedOrderLine(article.Id, null, [SimulatedCity.AnyPerson(site, random)])).ToList();
        return new SimulatedOrder(
            id, SimulatedCity.AnyPerson(site, random), site.Id + "/chief", site.Organisation, site.Id, site.Area,
            string.Create(CultureInfo.InvariantCulture, $"1{site.Organisation[^2..]}-{site.Id[^4..]}0"), lines, at)
        {
            Fate = random.Next(100) switch { < 3 => OrderFate.TurnedDown, < 6 => OrderFate.Cancelled, < 9 => OrderFate.Returned, < 17 => OrderFate.InParts, _ => OrderFate.Delivered },
            Specifying = random.Next(3) == 0 ? TimeSpan.FromHours(1 + random.Next(72)) : TimeSpan.Zero,
            Approving = TimeSpan.FromMinutes(20 + random.Next(48 * 60)),
            Confirming = TimeSpan.FromMinutes(30 + random.Next(24 * 60)),
            Promised = 2 + random.Next(9),
            Late = random.Next(10) switch { 0 => 1 + random.Next(12), < 4 => -1, _ => 0 },
        };
    }

    /// <summary>For one new colleague; what pupils get is often ordered for a class.</summary>
    private static SimulatedOrderLine Bundle(ArticlePackage package, SimulatedSite site, Random random)
    {
        var people = site.Area == "education" && random.NextDouble() < ClassShare ? random.Next(SmallestClass, LargestClass + 1) : 1;
        return new(null, package.Id, [.. Enumerable.Range(0, people).Select(n => string.Create(CultureInfo.InvariantCulture, $"{site.Id}/new-{random.Next(1_000_000)}-{n}"))]);
    }

    private static bool IsFor(IReadOnlyList<string> areas, SimulatedSite site) => areas.Count == 0 || areas.Contains(site.Area, StringComparer.Ordinal);

    /// <summary>A second of a working day, between eight and five.</summary>
    private static DateTimeOffset At(SimulationSettings settings, Random random)
    {
        var day = settings.Start.AddDays(random.Next(settings.Days));
        var weekday = day.AddHours(12).DayOfWeek;
        var back = weekday switch { DayOfWeek.Saturday => 1, DayOfWeek.Sunday => 2, _ => 0 };
        return (day.AddDays(-back) < settings.Start ? day : day.AddDays(-back)).AddSeconds((8 * 3600) + random.Next(9 * 3600));
    }
}
