using IntegrationHub.Core.Problems;

namespace IntegrationHub.Tests.Problems;

/// <summary>A fault at one place again and again, below the level of a burst.</summary>
public sealed class WhatComesBack
{
    private static readonly DateOnly s_today = new(2026, 11, 24);

    [Fact]
    public void A_fault_that_comes_back_week_after_week_at_one_place_is_a_problem()
    {
        var found = Assert.Single(RecurringRule.Of([.. Usual(), .. Weekly("printing", "Ekskolan", 6, 3)], s_today), one => one.IsProblem);
        Assert.Equal(("printing", "Ekskolan"), (found.Service, found.Site));
        Assert.Contains("reports in four weeks", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_is_reported_everywhere_and_a_large_place_are_none() =>
        Assert.DoesNotContain(
            RecurringRule.Of([.. Usual(), .. Enumerable.Range(0, 20).SelectMany(n => Weekly("email", $"school {n}", 12, 3)), .. Services().SelectMany(service => Weekly(service, "City hall", 12, 8))], s_today),
            one => one.IsProblem);

    [Fact]
    public void One_bad_day_is_an_incident_and_no_problem() =>
        Assert.DoesNotContain(RecurringRule.Of([.. Usual(), new DayCount("printing", "Ekskolan", s_today.AddDays(-3), 30)], s_today), one => one.IsProblem);

    [Fact]
    public void What_ceased_five_weeks_ago_is_over()
    {
        var found = RecurringRule.Of([.. Usual(), .. Weekly("printing", "Ekskolan", 12, 3).Where(count => count.Day < s_today.AddDays(-35))], s_today).Single(one => one is { Service: "printing", Site: "Ekskolan" });
        Assert.Equal((true, false), (found.IsOver, found.IsProblem));
    }

    [Theory]
    [InlineData(0, 1, 1.0)]
    [InlineData(1, 1, 0.6321)]
    [InlineData(6, 1, 0.000594)]
    [InlineData(3, 0.5, 0.014388)]
    public void Chance_is_the_upper_tail_of_Poisson(long seen, double expected, double chance) => Assert.Equal(chance, RecurringRule.Chance(seen, expected), 1e-4);

    private static string[] Services() => ["printing", "email", "network", "account", "phone"];

    /// <summary>Twenty schools that report of everything now and then.</summary>
    private static IEnumerable<DayCount> Usual() =>
        from school in Enumerable.Range(0, 20)
        from service in Services()
        from week in Enumerable.Range(0, 12)
        where ((school * 7) + (service.Length * 3) + week) % 4 == 0
        select new DayCount(service, school == 0 ? "Ekskolan" : $"school {school}", s_today.AddDays(-7 * week), 1);

    private static IEnumerable<DayCount> Weekly(string service, string site, int weeks, long each) =>
        Enumerable.Range(0, weeks).Select(week => new DayCount(service, site, s_today.AddDays(-7 * week), each));
}
