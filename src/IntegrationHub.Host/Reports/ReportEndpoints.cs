using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Reports;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Reports;

/// <summary><c>/api/reports</c>: the figures, for the city office.</summary>
public static class ReportEndpoints
{
    /// <summary>Adds what makes the reports.</summary>
    public static void AddReports(this IServiceCollection services, ReportSettings settings) =>
        services.AddSingleton(with => new CallReports(
            (kind, from, to) => with.GetRequiredService<LiveView<CallRow>>().Tallies(kind, from, to)
                .Concat(with.GetRequiredService<LiveView<CallBackRow>>().Tallies(kind, from, to)),
            settings));

    /// <summary>Maps the endpoints.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/reports/calls", Calls).WithTags("Reports").RequireAuthorization(Access.CityOffice)
            .WithSummary("The calls' figures, from one day in Stockholm to another, both part of it; split by desk, organisation or hour.");

    private static Results<Ok<CallReport>, ValidationProblem> Calls(string? from, string? to, string? by, CallReports reports)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        DateOnly? first = Day(nameof(from), from, faults), last = Day(nameof(to), to, faults);
        if (by is not null && !CallTally.Kinds.Contains(by, StringComparer.Ordinal))
        {
            faults[nameof(by)] = ["desk, organisation or hour."];
        }

        return faults.Count > 0 ? TypedResults.ValidationProblem(faults, type: "invalid-report") : TypedResults.Ok(reports.Of(first, last, by));
    }

    private static DateOnly? Day(string name, string? said, Dictionary<string, string[]> faults)
    {
        if (said is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        faults[name] = ["A day, for example 2026-11-24."];
        return null;
    }
}
