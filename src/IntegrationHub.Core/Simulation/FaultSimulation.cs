using System.Globalization;

namespace IntegrationHub.Core.Simulation;

/// <summary>Makes common faults, and what people report of them.</summary>
internal static class FaultSimulation
{
    private const double OnAWeekend = 0.15;
    private static readonly string[] s_needSignIn =
        ["password", "account", "email", "storage", "remote-access", "intranet", "hr-payroll", "finance", "social-care", "software", "pupil-registry"];

    /// <summary>The faults of the time.</summary>
    public static List<SimulatedFault> Plan(SimulationSettings settings, SimulatedCity city, Random random)
    {
        List<SimulatedFault> faults = [];
        for (var day = 0; day < settings.Days; day++)
        {
            var date = settings.Start.AddDays(day);
            var weekend = date.AddHours(12).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var today = weekend ? (random.NextDouble() < OnAWeekend ? 1 : 0) : random.Next(settings.FaultsOnAWeekday + 1);
            for (; today > 0 && settings.FaultsOnAWeekday > 0; today--)
            {
                var one = One(string.Create(CultureInfo.InvariantCulture, $"fault-{faults.Count + 1}"), date.AddHours(7 + (9 * random.NextDouble())), settings, city, random);
                if (!faults.Exists(other => IsOneWith(other, one)))
                {
                    faults.Add(one);
                }
            }
        }

        return faults;
    }

    /// <summary>What people report of a fault, out of order.</summary>
    public static IEnumerable<SimulatedReport> Reports(SimulatedFault fault, SimulationSettings settings, SimulatedCity city, Random random)
    {
        var home = city.Sites.FirstOrDefault(site => site.Id == fault.Site);
        var sites = city.Sites.Where(site => site.Organisation == fault.Organisation).ToArray();
        int[] symptoms = [random.Next(100), random.Next(100), random.Next(100)];
        var sudden = random.NextDouble();
        for (var left = fault.Reports; left > 0; left--)
        {
            var site = home ?? (fault.Organisation is null ? city.AnySite(random) : sites[random.Next(sites.Length)]);
            var named = Named(fault, settings, city, random);
            var words = random.NextDouble() < settings.Vague ? SimulatedTexts.Vague(random) : SimulatedTexts.OfFault(fault.Shape, named, symptoms, random);
            var at = fault.Starts.AddMinutes(fault.Minutes * When(sudden, random));
            var report = HistorySimulation.At(site, settings, at, named.Id, words, random);
            yield return new SimulatedReport(home is null ? report : report with { Site = site.Id }, site.Area, fault.Id);
        }
    }

    /// <summary>Whether two cannot be told apart: the same thing fails at about the same time.</summary>
    private static bool IsOneWith(SimulatedFault one, SimulatedFault other) =>
        one.Shape == other.Shape && one.Service == other.Service && one.Site == other.Site && one.Organisation == other.Organisation
        && (other.Starts - one.Starts).Duration().TotalMinutes < 360;

    private static SimulatedFault One(string id, DateTimeOffset starts, SimulationSettings settings, SimulatedCity city, Random random)
    {
        var shape = (FaultShape)random.Next(4);
        var reports = (int)Math.Round(settings.FewestReports * Math.Pow((double)settings.MostReports / settings.FewestReports, random.NextDouble()));
        var minutes = settings.ShortestMinutes + ((settings.LongestMinutes - settings.ShortestMinutes) * random.NextDouble());
        var site = shape == FaultShape.SiteNetwork ? Manned(city, random) : null;
        var organisation = site?.Organisation ?? (shape == FaultShape.SystemInOrganisation ? city.AnySite(random).Organisation : null);
        var service = shape is FaultShape.Service or FaultShape.SystemInOrganisation
            ? SimulatedTexts.Services[random.Next(SimulatedTexts.Services.Length)].Id
            : null;
        return new SimulatedFault(id, shape, starts, minutes, site is null ? reports : Math.Max(settings.FewestReports, Math.Min(reports, site.Staff * 2)), service, site?.Id, organisation);
    }

    private static SimulatedSite Manned(SimulatedCity city, Random random)
    {
        while (true)
        {
            if (city.AnySite(random) is { Staff: >= 5 } site)
            {
                return site;
            }
        }
    }

    private static SimulatedService Named(SimulatedFault fault, SimulationSettings settings, SimulatedCity city, Random random) =>
        random.NextDouble() < settings.Misnamed ? city.AnyService(random)
        : fault.Service is { } service ? Find(service)
        : fault.Shape == FaultShape.SignIn ? Find(s_needSignIn[random.Next(s_needSignIn.Length)])
        : random.NextDouble() < 0.5 ? Find(random.NextDouble() < 0.5 ? "network" : "wifi") : city.AnyService(random);

    private static SimulatedService Find(string id) => Array.Find(SimulatedTexts.Services, service => service.Id == id)!;

    /// <summary>When in the fault's time a report comes, 0 to 1: mostly at once, or more and more.</summary>
    private static double When(double sudden, Random random) => sudden switch
    {
        < 0.5 => Math.Min(1, -Math.Log(1 - random.NextDouble()) / 3),
        < 0.75 => random.NextDouble(),
        _ => Math.Sqrt(random.NextDouble()),
    };
}
