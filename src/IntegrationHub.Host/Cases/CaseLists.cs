using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Host.Cases;

/// <summary><c>GET /api/cases</c>: lists of cases, the last changed first.</summary>
internal static class CaseLists
{
    private const int MostAtOnce = 200;
    private const int AtOnce = 50;

    /// <summary>One page.</summary>
    /// <param name="After">The parameter that asks for the next page; null when this is the last.</param>
    internal sealed record CasePage(IReadOnlyList<CaseRow> Cases, string? After);

    /// <summary>Cases whose fields have the values asked for; all of them must hold.</summary>
    public static IResult List(
        string? desk, string? responsible, string? status, string? person, string? supplier, string? service, string? organisation, string? suspicion, int? size,
        string? after, LiveView<CaseRow> cases)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (size is < 1 or > MostAtOnce)
        {
            faults["size"] = [$"1 to {MostAtOnce}, for example {AtOnce}."];
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

        var sought = new (string Name, string? Value)[]
        {
            ("desk", desk), ("responsible", responsible), ("status", status), ("person", person), ("supplier", supplier), ("service", service),
            ("organisation", organisation), ("suspicion", suspicion),
        }.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal);
        var rows = cases.Seek(sought, before, (size ?? AtOnce) + 1);
        var page = rows.Take(size ?? AtOnce).ToList();
        return Results.Json(
            new CasePage([.. page.Select(found => found.Row)], rows.Count > page.Count ? page[^1].Place.ToString(CultureInfo.InvariantCulture) : null),
            CaseEndpoints.Shown);
    }
}
