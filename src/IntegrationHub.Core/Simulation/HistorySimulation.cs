using System.Globalization;
using IntegrationHub.Core.Correlation;

namespace IntegrationHub.Core.Simulation;

/// <summary>Makes a plausible history of contacts: ordinary matters by hour and weekday, and common faults of different shapes among them.</summary>
public static class HistorySimulation
{
    private const double Weekend = 0.12;
    private static readonly double[] s_hours = [1, 1, 1, 1, 1, 3, 12, 45, 80, 85, 75, 60, 45, 65, 60, 50, 32, 15, 8, 6, 5, 4, 2, 1];
    private static readonly double[] s_days = [Weekend, 1.2, 1.05, 1, 1, 0.85, Weekend];

    /// <summary>Makes the history.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No days, or a negative number of cases.</exception>
    public static SimulatedHistory Make(SimulationSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Days, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Cases, nameof(settings));
        var random = new Random(settings.Seed);
        var city = new SimulatedCity(random);
        var faults = FaultSimulation.Plan(settings, city, random);
        List<SimulatedReport> reports = [];
        foreach (var fault in faults)
        {
            reports.AddRange(FaultSimulation.Reports(fault, settings, city, random));
        }

        var ordinary = Math.Max(0, settings.Cases - reports.Count);
        var weight = Hours(settings).Sum(hour => hour.Weight);
        foreach (var (start, share) in Hours(settings))
        {
            for (var left = SimulatedCity.Poisson(ordinary * share / weight, random); left > 0; left--)
            {
                reports.Add(Ordinary(start.AddMinutes(random.NextDouble() * 60), settings, city, random));
            }
        }

        var sorted = reports.OrderBy(report => report.Report.At).Select((report, at) => report with
        {
            Report = report.Report with { Id = string.Create(CultureInfo.InvariantCulture, $"sim-{settings.Seed}-{at + 1}") },
        });
        return new SimulatedHistory([.. sorted], faults);
    }

    /// <summary>Where a report comes from, as far as it is told.</summary>
    internal static Report At(SimulatedSite site, SimulationSettings settings, DateTimeOffset at, string service, string words, Random random) =>
        new("", Whole(at))
        {
            Service = service,
            Site = random.NextDouble() < settings.WithoutSite ? null : site.Id,
            Organisation = site.Organisation,
            Words = words,
            Person = SimulatedCity.AnyPerson(site, random),
        };

    private static SimulatedReport Ordinary(DateTimeOffset at, SimulationSettings settings, SimulatedCity city, Random random)
    {
        var (site, service) = (city.AnySite(random), city.AnyService(random));
        return new SimulatedReport(At(site, settings, at, service.Id, SimulatedTexts.Everyday(service, random), random), site.Area, null);
    }

    private static IEnumerable<(DateTimeOffset Start, double Weight)> Hours(SimulationSettings settings) =>
        from day in Enumerable.Range(0, settings.Days)
        let date = settings.Start.AddDays(day)
        from hour in Enumerable.Range(0, 24)
        select (date.AddHours(hour), s_hours[hour] * s_days[(int)date.AddHours(12).DayOfWeek]);

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
