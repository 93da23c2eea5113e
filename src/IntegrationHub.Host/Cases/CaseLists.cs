using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Search;

namespace IntegrationHub.Host.Cases;

/// <summary><c>GET /api/cases</c>: lists of cases, the last changed first.</summary>
internal static class CaseLists
{
    private const int MostAtOnce = 200;
    private const int AtOnce = 50;

    /// <summary>One page.</summary>
    /// <param name="After">The parameter that asks for the next page; null when this is the last.</param>
    internal sealed record CasePage(IReadOnlyList<CaseRow> Cases, string? After);

    /// <summary>Cases whose fields have the values asked for, as far as the user may see them; all of them must hold.</summary>
    public static async Task<IResult> ListAsync(
        string? desk, string? responsible, string? status, string? person, string? supplier, string? service, string? organisation, string? suspicion, int? size,
        string? after, HttpContext http, SearchAccess access, LiveView<CaseRow> cases, CancellationToken ct)
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
        var rows = Seek(cases, sought, await access.OfAsync(http.User, ct), before, (size ?? AtOnce) + 1);
        var page = rows.Take(size ?? AtOnce).ToList();
        return Results.Json(
            new CasePage([.. page.Select(found => found.Row)], rows.Count > page.Count ? page[^1].Place.ToString(CultureInfo.InvariantCulture) : null),
            CaseEndpoints.Shown);
    }

    /// <summary>Whoever does not see all is looked up by everything that it sees something by. What a desk had once is not among it: that it finds by search, or by number.</summary>
    private static IReadOnlyList<(CaseRow Row, long Place)> Seek(LiveView<CaseRow> cases, Dictionary<string, string> sought, Sight sight, long? before, int most) =>
        sight.All ? cases.Seek(sought, before, most)
        :
        [
            .. Ways(sight).Where(way => !sought.TryGetValue(way.Column, out var asked) || asked == way.Value)
                .SelectMany(way => cases.Seek(new Dictionary<string, string>(sought, StringComparer.Ordinal) { [way.Column] = way.Value }, before, most))
                .DistinctBy(found => found.Place).OrderByDescending(found => found.Place).Take(most),
        ];

    private static IEnumerable<(string Column, string Value)> Ways(Sight sight) =>
    [
        .. sight.Desks.SelectMany(desk => new[] { ("desk", desk), ("offered", desk), ("expert", desk) }), .. sight.Suppliers.Select(supplier => ("supplier", supplier)),
        .. sight.Persons.SelectMany(person => new[] { ("person", person.Value), ("directory", person.Value) }), .. sight.Organisations.Select(own => ("organisation", own)),
    ];
}
