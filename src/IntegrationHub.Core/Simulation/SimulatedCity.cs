namespace IntegrationHub.Core.Simulation;

/// <summary>A place where people work.</summary>
/// <param name="Staff">1 to 200.</param>
internal sealed record SimulatedSite(string Id, string Organisation, string Area, int Staff);

/// <summary>A made-up city: 2,000 sites of 1 to 200 staff in 40 organisations, most of them small.</summary>
internal sealed class SimulatedCity
{
    private const int HowManySites = 2_000;
    private const int HowManyOrganisations = 40;
    private readonly double[] _bySite;
    private readonly double[] _byService;

    public SimulatedCity(Random random)
    {
        Sites = new SimulatedSite[HowManySites];
        var organisations = Cumulated(Enumerable.Range(1, HowManyOrganisations).Select(rank => 1 / Math.Pow(rank, 0.9)));
        for (var at = 0; at < HowManySites; at++)
        {
            var organisation = Pick(organisations, random);
            var staff = (int)Math.Clamp(Math.Exp(1.9 + (1.1 * Normal(random))), 1, 200);
            Sites[at] = new SimulatedSite($"site-{at + 1:0000}", $"org-{organisation + 1:00}", organisation % 3 == 0 ? "education" : "office", staff);
        }

        _bySite = Cumulated(Sites.Select(site => Math.Pow(site.Staff, 0.9)));
        _byService = Cumulated(SimulatedTexts.Services.Select(service => service.Weight));
    }

    public SimulatedSite[] Sites { get; }

    /// <summary>A site, large ones more often.</summary>
    public SimulatedSite AnySite(Random random) => Sites[Pick(_bySite, random)];

    /// <summary>A service, popular ones more often.</summary>
    public SimulatedService AnyService(Random random) => SimulatedTexts.Services[Pick(_byService, random)];

    /// <summary>Somebody of the site.</summary>
    public static string AnyPerson(SimulatedSite site, Random random) => $"{site.Id}/{random.Next(site.Staff) + 1}";

    /// <summary>A whole number about a mean, as chance gives it.</summary>
    public static int Poisson(double mean, Random random)
    {
        if (mean > 500)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal(random))));
        }

        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double[] Cumulated(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }

    private static int Pick(double[] cumulated, Random random)
    {
        var at = Array.BinarySearch(cumulated, random.NextDouble() * cumulated[^1]);
        return Math.Min(at < 0 ? ~at : at, cumulated.Length - 1);
    }
}
