using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Host.Incidents;

/// <summary><c>GET /api/incidents</c>.</summary>
internal static class IncidentLists
{
    private const int AtOnce = 50;

    /// <summary>One page.</summary>
    /// <param name="After">The parameter that asks for the next page; null when this is the last.</param>
    internal sealed record IncidentPage(IReadOnlyList<IncidentRow> Incidents, string? After);

    /// <summary>Incidents that go on now (<c>current</c>, when nothing is said), those that are over (<c>resolved</c>), or <c>all</c>.</summary>
    public static IResult List(string? status, string? desk, string? after, LiveView<IncidentRow> incidents)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (status is not (null or "current" or "resolved" or "all"))
        {
            faults["status"] = ["current, resolved or all."];
        }

        long? before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;
        if (after is not null && before is null)
        {
            faults["after"] = ["What the page before gave as after, or leave it out."];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-list");
        }

        var sought = new Dictionary<string, string>(StringComparer.Ordinal);
        if (status != "all")
        {
            sought["status"] = status == "resolved" ? "resolved" : "ongoing";
        }

        if (desk is not null)
        {
            sought["desk"] = desk;
        }

        var rows = incidents.Seek(sought, before, AtOnce + 1);
        var page = rows.Take(AtOnce).ToList();
        return Results.Json(
            new IncidentPage([.. page.Select(found => found.Row)], rows.Count > AtOnce ? page[^1].Place.ToString(CultureInfo.InvariantCulture) : null),
            CaseEndpoints.Shown);
    }
}
