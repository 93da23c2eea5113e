using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Reports;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Reports;

/// <summary><c>/api/reports</c>: the figures, for the city office.</summary>
public static class ReportEndpoints
{
    private const int MostOpen = 100_000;
    private static readonly Dictionary<string, string> s_open = new(StringComparer.Ordinal) { ["standing"] = "open" };

    /// <summary>Adds what makes the reports.</summary>
    public static void AddReports(this IServiceCollection services, ReportSettings settings) =>
        services.AddSingleton(with => new CallReports(
            (kind, from, to) => with.GetRequiredService<LiveView<CallRow>>().Tallies(kind, from, to)
                .Concat(with.GetRequiredService<LiveView<CallBackRow>>().Tallies(kind, from, to)),
            settings));

    /// <summary>Maps the endpoints.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/reports/calls", Calls).WithTags("Reports").RequireAuthorization(Access.CityOffice)
            .WithSummary("The calls' figures, from one day in Stockholm to another, both part of it; split by desk, organisation or hour.");
        routes.MapGet("/api/reports/orders", Orders).WithTags("Reports").RequireAuthorization(Access.CityOffice)
            .WithSummary("Lead times of delivered lines from the first wish and from the order, on time and in full, and open orders by age; split by type, supplier or organisation.");
        routes.MapGet("/api/reports/invoices", Invoices).WithTags("Reports").RequireAuthorization(Access.CityOffice)
            .WithSummary("The share of invoices that need no credit, by supplier and month of issue, and what differed in the others.");
    }

    private static Results<Ok<InvoiceReport>, ValidationProblem> Invoices(string? from, string? to, LiveView<InvoiceRow> rows, TimeProvider clock)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        DateOnly? first = Day(nameof(from), from, faults), last = Day(nameof(to), to, faults);
        return faults.Count > 0 ? TypedResults.ValidationProblem(faults, type: "invalid-report") : TypedResults.Ok(InvoiceReport.Of(rows.Tallies, first, last, CityDay.Of(clock.GetUtcNow())));
    }

    private static Results<Ok<OrderReport>, ValidationProblem> Orders(string? from, string? to, string? by, LiveView<OrderRow> rows, TimeProvider clock)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        DateOnly? first = Day(nameof(from), from, faults), last = Day(nameof(to), to, faults);
        if (by is not null && !OrderRow.Splits.Contains(by, StringComparer.Ordinal))
        {
            faults[nameof(by)] = ["type, supplier or organisation."];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-report");
        }

        var open = rows.Seek(s_open, before: null, MostOpen).Select(found => found.Row.WishedAt);
        return TypedResults.Ok(OrderReport.Of(rows.Tallies, open, first, last, by, clock.GetUtcNow()));
    }

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
